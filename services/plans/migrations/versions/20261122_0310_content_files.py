"""What files of a plan's content still lacked."""

revision = "20261122_0310"
down_revision = "20261122_0300"


def upgrade() -> None:
    pass
