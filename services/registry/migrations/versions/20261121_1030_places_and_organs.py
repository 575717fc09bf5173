"""Places over time and organs of state."""

from alembic import op

revision = "20261121_1030"
down_revision = None

PLACE = """
create table place (
  kind text not null check (kind in ('country', 'province', 'space', 'municipality')),
  code text not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  name text not null,
  category text check (category in ('district', 'metro', 'A', 'B', 'C')),
  miif_class text,
  seat text,
  parent_code text,
  space_code text,
  province_code text,
  population_2011 int check (population_2011 >= 0),
  population_2016 int check (population_2016 >= 0),
  primary key (kind, code, valid_from)
)
"""

ORGAN = """
create table organ (
  id uuid primary key,
  code text not null unique,
  name text not null,
  kind text not null,
  sphere text not null
    check (sphere in ('national', 'provincial', 'local', 'soe', 'private')),
  place_code text,
  illustrative boolean not null default false,
  version int not null default 1
)
"""

EDITION = """
create table reference_edition (
  part text primary key,
  sha256 text not null,
  loaded_at timestamptz not null default now()
)
"""


def upgrade() -> None:
    op.execute(PLACE)
    op.execute("create index ix_place_space_code on place (space_code)")
    op.execute(ORGAN)
    op.execute(EDITION)
