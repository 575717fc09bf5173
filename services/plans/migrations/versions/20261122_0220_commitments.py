"""The commitment matrix."""

revision = "20261122_0220"
down_revision = "20261122_0210"


def upgrade() -> None:
    pass
