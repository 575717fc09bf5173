"""Improvement plans and their tasks."""

revision = "20261122_0240"
down_revision = "20261122_0230"


def upgrade() -> None:
    pass
