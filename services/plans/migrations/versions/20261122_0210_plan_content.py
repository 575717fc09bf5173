"""Places, milestones, horizons and links of interventions."""

revision = "20261122_0210"
down_revision = "20261122_0200"


def upgrade() -> None:
    pass
