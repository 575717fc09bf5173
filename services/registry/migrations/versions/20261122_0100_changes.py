"""Change proposals, and organs over time."""

revision = "20261122_0100"
down_revision = "20261121_1600"


def upgrade() -> None:
    pass
