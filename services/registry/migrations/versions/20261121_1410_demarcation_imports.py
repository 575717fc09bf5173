"""Which demarcations were applied after the country pack's."""

from alembic import op

from chassis.migrations.operations import append_only

revision = "20261121_1410"
down_revision = "20261121_1405"

IMPORT = """
create table demarcation_import (
  id uuid primary key,
  vintage text not null,
  source text not null,
  changes jsonb not null,
  loaded_by text not null,
  loaded_at timestamptz not null
)
"""


def upgrade() -> None:
    op.execute(IMPORT)
    append_only("demarcation_import")
