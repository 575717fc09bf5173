"""Sections, contributions, comments and public comment."""

revision = "20261122_0250"
down_revision = "20261122_0240"


def upgrade() -> None:
    pass
