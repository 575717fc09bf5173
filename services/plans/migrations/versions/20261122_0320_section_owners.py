"""Sections that close and change hands."""

revision = "20261122_0320"
down_revision = "20261122_0310"


def upgrade() -> None:
    pass
