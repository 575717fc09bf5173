"""What the review of plans as a whole brought."""

revision = "20261122_0340"
down_revision = "20261122_0330"


def upgrade() -> None:
    pass
