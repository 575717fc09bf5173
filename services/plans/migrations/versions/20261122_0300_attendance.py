"""What sittings and approvals still lacked."""

revision = "20261122_0300"
down_revision = "20261122_0270"


def upgrade() -> None:
    pass
