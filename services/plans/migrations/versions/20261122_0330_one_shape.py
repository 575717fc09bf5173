"""What the shared shapes of plans need."""

revision = "20261122_0330"
down_revision = "20261122_0320"


def upgrade() -> None:
    pass
