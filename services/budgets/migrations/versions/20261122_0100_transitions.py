"""What became of municipalities, for series of money."""

revision = "20261122_0100"
down_revision = "20261121_1240"


def upgrade() -> None:
    pass
