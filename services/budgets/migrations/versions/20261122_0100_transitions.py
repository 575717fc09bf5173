"""What became of municipalities, for series of money."""

from alembic import op

revision = "20261122_0100"
down_revision = "20261121_1240"

TRANSITION = """
create table place_transition (
  effective date not null,
  old_code text not null,
  old_since date not null,
  old_space_code text not null,
  new_code text not null,
  new_since date not null,
  new_space_code text not null,
  change text not null,
  weight numeric(13, 12) check (weight >= 0 and weight <= 1),
  primary key (effective, old_code, new_code)
)
"""


def upgrade() -> None:
    op.execute(TRANSITION)
    op.execute(
        "create index ix_budget_line_location on budget_line "
        "(location_code, space_code, line_id)"
    )
