"""Offices, what they may do, and who holds them from when to when.

Who holds an office is public; the identity of their tokens is not, and is never in an
answer that everybody may read.
"""

from alembic import op

revision = "20261122_0110"
down_revision = "20261122_0100"

KIND = """
create table office_kind (
  kind text primary key,
  title text not null,
  sphere text not null check (sphere in ('national', 'provincial', 'local')),
  place_kind text not null
    check (place_kind in ('country', 'province', 'space', 'municipality')),
  champion text,
  valid_from date not null,
  source text not null
)
"""

POWER = """
create table office_power (
  kind text not null references office_kind,
  scopes text[] not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  source text not null,
  primary key (kind, valid_from)
)
"""

OFFICE = """
create table office (
  code text not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  title text not null,
  kind text not null references office_kind,
  organ_code text,
  place_code text not null,
  space_codes text[] not null,
  origin text not null check (origin in ('pack', 'proposal')),
  version int not null,
  primary key (code, valid_from)
)
"""

APPOINTMENT = """
create table appointment (
  id uuid primary key,
  office_code text not null,
  capacity text not null
    check (capacity in ('substantive', 'acting', 'vacant', 'absent')),
  holder text,
  identity text,
  powers text[],
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  instrument text,
  reason text,
  illustrative boolean not null default false,
  version int not null,
  unique (office_code, capacity, valid_from),
  check ((capacity in ('substantive', 'acting')) = (holder is not null)),
  check (holder is not null or identity is null),
  check (capacity = 'acting' or powers is null)
)
"""

# Changes with every statement about offices: gateways ask whether it did.
EDITION = """
create table office_edition (
  single boolean primary key default true check (single),
  number bigint not null
)
"""


def upgrade() -> None:
    for statement in (KIND, POWER, OFFICE, APPOINTMENT, EDITION):
        op.execute(statement)
    op.execute("insert into office_edition (number) values (0)")
    op.execute("create index ix_office_kind on office (kind, code)")
    op.execute("create index ix_office_space_codes on office using gin (space_codes)")
    op.execute(
        "create index ix_appointment_identity on appointment (identity, valid_from) "
        "where identity is not null"
    )
