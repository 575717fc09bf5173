"""Copies of offices, appointments and structures."""

from alembic import op

revision = "20261122_0200"
down_revision = "20261121_1100"

TABLES = """
create table office (
  code text not null,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  title text not null,
  kind text not null,
  sphere text not null,
  organ_code text,
  place_kind text,
  place_code text,
  space_codes text[] not null,
  version int not null,
  primary key (code, valid_from)
);
create table appointment (
  appointment_id uuid primary key,
  office_code text not null,
  holder text not null,
  identity text,
  capacity text not null,
  powers text[],
  valid_from date not null,
  valid_to date,
  version int not null
);
create index ix_appointment_office_code on appointment (office_code);
create index ix_appointment_identity on appointment (identity)
  where identity is not null;
create table structure (
  code text not null,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  name text not null,
  kind text not null,
  tier text not null,
  space_code text,
  province_code text,
  reports_to text,
  secretariat_organ_code text,
  quorum_share numeric(5, 4) not null check (quorum_share between 0 and 1),
  quorum_exceeds boolean not null,
  members jsonb not null,
  version int not null,
  primary key (code, valid_from)
);
create index ix_structure_space_code on structure (space_code)
"""


def upgrade() -> None:
    for statement in TABLES.split(";"):
        op.execute(statement)
