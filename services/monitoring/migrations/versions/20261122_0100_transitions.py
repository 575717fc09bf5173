"""What became of municipalities, for series of results."""

from alembic import op

from chassis.migrations.operations import protect_by_space

revision = "20261122_0100"
down_revision = "20261121_1300"

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

CONTENT = """
create table adopted_intervention (
  plan_id uuid not null,
  plan_version int not null,
  code text not null,
  space_code text not null,
  sphere text not null,
  location_codes text[] not null,
  primary key (plan_id, plan_version, code)
)
"""


def upgrade() -> None:
    op.execute(TRANSITION)
    op.execute(CONTENT)
    protect_by_space("adopted_intervention", published="true")
