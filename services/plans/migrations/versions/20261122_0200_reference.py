"""Copies of offices, appointments and structures."""

revision = "20261122_0200"
down_revision = "20261121_1100"


def upgrade() -> None:
    pass
