"""Sittings, resolutions and their actions."""

revision = "20261122_0230"
down_revision = "20261122_0220"


def upgrade() -> None:
    pass
