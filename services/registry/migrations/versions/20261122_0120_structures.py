"""Intergovernmental structures and hubs."""

from alembic import op

from chassis.migrations.operations import append_only, protect_by_space

revision = "20261122_0120"
down_revision = "20261122_0110"

PERIOD = """
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  version int not null check (version > 0),
  origin text not null check (origin in ('pack', 'proposal')),
"""

STRUCTURES = f"""
create table structure (
  code text not null, {PERIOD}
  name text not null,
  kind text not null,
  tier text not null check (
    tier in ('national', 'provincial', 'district', 'local')),
  sector text,
  province_code text,
  space_code text,
  reports_to text check (reports_to <> code),
  secretariat_organ_code text,
  quorum_share numeric(5, 4) not null check (quorum_share between 0 and 1),
  quorum_exceeds boolean not null,
  quorum_basis text not null check (quorum_basis in ('design', 'act', 'own_rules')),
  term text not null check (term in ('office', 'council', 'agreement')),
  provider_meetings_a_year int not null check (provider_meetings_a_year >= 0),
  is_optional boolean not null,
  citations jsonb not null,
  confidence text not null,
  source text not null,
  primary key (code, valid_from)
);
create unique index uq_structure_open on structure (code) where valid_to is null;
create index ix_structure_space_code on structure (space_code);
create index ix_structure_reports_to on structure (reports_to);
create table structure_seat (
  structure_code text not null,
  office_code text not null, {PERIOD}
  role text not null check (role in ('chair', 'co_chair', 'member', 'observer')),
  votes boolean not null,
  confidence text not null,
  source text not null,
  primary key (structure_code, office_code, valid_from)
);
create unique index uq_structure_seat_open
  on structure_seat (structure_code, office_code) where valid_to is null;
create index ix_structure_seat_office_code on structure_seat (office_code)
"""

HUBS = f"""
create table hub (
  code text not null, {PERIOD}
  name text not null,
  organ_code text,
  functions text[] not null,
  confidence text not null,
  source text not null,
  illustrative boolean not null,
  primary key (code, valid_from)
);
create unique index uq_hub_open on hub (code) where valid_to is null;
create table hub_space (
  hub_code text not null,
  space_code text not null, {PERIOD}
  primary key (hub_code, space_code, valid_from)
);
create unique index uq_hub_space_open on hub_space (hub_code, space_code)
  where valid_to is null;
create index ix_hub_space_space_code on hub_space (space_code);
create table hub_post (
  hub_code text not null,
  code text not null, {PERIOD}
  title text not null,
  skill text not null,
  status text not null check (status in ('filled', 'vacant')),
  since date not null,
  funded_by text,
  illustrative boolean not null,
  primary key (hub_code, code, valid_from)
);
create unique index uq_hub_post_open on hub_post (hub_code, code)
  where valid_to is null
"""

SUPPORT = """
create table support_request (
  id uuid primary key,
  space_code text not null,
  hub_code text not null,
  function text,
  organ_code text not null,
  title text not null,
  description text not null,
  priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  state text not null check (state in ('open', 'accepted', 'in_progress', 'resolved',
    'declined', 'withdrawn')),
  opened_by text not null,
  opened_at timestamptz not null,
  state_since timestamptz not null check (state_since >= opened_at),
  closed_at timestamptz,
  version int not null check (version > 0),
  unique (id, space_code),
  check ((closed_at is not null) = (state in ('resolved', 'declined', 'withdrawn')))
);
create index ix_support_request_space_code on support_request (space_code, id);
create index ix_support_request_hub_code on support_request (hub_code, id);
create table support_request_entry (
  request_id uuid not null,
  number int not null check (number > 0),
  space_code text not null,
  state_before text,
  state_after text not null,
  text text,
  written_by text not null,
  written_at timestamptz not null,
  primary key (request_id, number),
  foreign key (request_id, space_code) references support_request (id, space_code),
  check (state_after <> 'declined' or state_before = 'declined' or text is not null)
)
"""


def upgrade() -> None:
    for tables in (STRUCTURES, HUBS, SUPPORT):
        for statement in tables.split(";"):
            op.execute(statement)
    protect_by_space("support_request")
    protect_by_space("support_request_entry")
    append_only("support_request_entry")
