"""Intergovernmental structures and hubs."""

revision = "20261122_0120"
down_revision = "20261122_0110"


def upgrade() -> None:
    pass
