"""What became of municipalities, for series of results."""

revision = "20261122_0100"
down_revision = "20261121_1300"


def upgrade() -> None:
    pass
