"""Quality, clocks and contradictions."""

revision = "20261122_0270"
down_revision = "20261122_0260"


def upgrade() -> None:
    pass
