"""Offices, and who holds them."""

revision = "20261122_0110"
down_revision = "20261122_0100"


def upgrade() -> None:
    pass
