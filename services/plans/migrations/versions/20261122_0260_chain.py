"""Approval chains, decisions of bodies, signatures and seals."""

revision = "20261122_0260"
down_revision = "20261122_0250"


def upgrade() -> None:
    pass
