"""Figures of places, and reference frameworks."""

revision = "20261122_0130"
down_revision = "20261122_0120"


def upgrade() -> None:
    pass
