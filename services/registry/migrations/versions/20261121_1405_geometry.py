"""Shapes of places by their boundaries, and tiles for a map without shapes."""

from alembic import op

revision = "20261121_1405"
down_revision = "20261121_1400"

GEOMETRY = """
create table place_geometry (
  kind text not null check (kind in ('province', 'space', 'municipality', 'ward')),
  code text not null,
  boundaries_since date not null,
  coordinates jsonb not null,
  positions int not null check (positions >= 4),
  west double precision not null check (west >= -180),
  south double precision not null check (south >= -90),
  east double precision not null check (east <= 180 and east >= west),
  north double precision not null check (north <= 90 and north >= south),
  source text not null,
  loaded_by text not null,
  loaded_at timestamptz not null,
  primary key (kind, code, boundaries_since)
)
"""

TILE = """
create table place_tile (
  code text primary key,
  "row" int not null check ("row" >= 0),
  "column" int not null check ("column" >= 0),
  unique ("row", "column")
)
"""


def upgrade() -> None:
    op.execute(GEOMETRY)
    op.execute("create index ix_place_geometry_west on place_geometry (west, east)")
    op.execute(TILE)
