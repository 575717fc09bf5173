"""Sittings, resolutions and their actions."""

from alembic import op

from chassis.migrations.operations import append_only

revision = "20261122_0230"
down_revision = "20261122_0220"

WHO_MAY = """
create function plans_acts_in_all(codes text[]) returns boolean
language sql stable parallel safe as $$
  select current_setting('onedistrict.spaces', true) = '*'
    or (cardinality(codes) > 0 and codes <@
      string_to_array(current_setting('onedistrict.spaces', true), ','))
$$;
create function plans_acts_in_any(codes text[]) returns boolean
language sql stable parallel safe as $$
  select current_setting('onedistrict.spaces', true) = '*'
    or codes && string_to_array(current_setting('onedistrict.spaces', true), ',')
$$
"""

SITTING = """
create table sitting (
  id uuid primary key,
  basis text not null check (basis in ('held', 'reported')),
  kind text not null,
  structure_code text,
  space_code text,
  province_code text,
  space_codes text[] not null check (cardinality(space_codes) > 0),
  title text not null,
  place text,
  begins_on date,
  ends_on date check (ends_on >= begins_on),
  dates_as_found text,
  provenance text not null check (provenance in ('own', 'illustrative', 'published')),
  source text,
  number text unique,
  year int,
  seq int,
  status text not null check (status in
    ('planned', 'convened', 'closed', 'minutes_approved', 'cancelled')),
  revision int not null check (revision > 0),
  planned_by text not null,
  planned_at timestamptz not null,
  updated_at timestamptz not null,
  convened_at timestamptz,
  closed_at timestamptz,
  reason text,
  minutes_version int not null default 0,
  approved_version int,
  approved_in uuid references sitting,
  approved_on date,
  unique (structure_code, year, seq),
  check (basis = 'reported' or (structure_code is not null and begins_on is not null
    and ends_on is not null)),
  check (basis = 'held' or source is not null),
  check ((number is null) = (status in ('planned', 'cancelled'))),
  check ((status = 'cancelled') = (reason is not null)),
  check ((status = 'minutes_approved') = (approved_version is not null)),
  check ((approved_version is null) = (approved_in is null))
);
create index ix_sitting_structure_code on sitting (structure_code, begins_on);
create index ix_sitting_space_code on sitting (space_code, id)
"""

PROCEEDINGS = """
create table commission (
  id uuid primary key,
  sitting_id uuid not null references sitting,
  space_codes text[] not null,
  name text not null,
  topic text,
  members text[] not null,
  unique (sitting_id, name)
);
create table attendance (
  sitting_id uuid not null references sitting,
  space_codes text[] not null,
  day date not null,
  office_code text not null,
  manner text not null check (manner in ('holder', 'delegate', 'apology')),
  person text check (person is not null or manner = 'apology'),
  appointment_id uuid check ((appointment_id is not null) = (manner = 'holder')),
  delegation text check ((delegation is not null) = (manner = 'delegate')),
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (sitting_id, day, office_code)
);
create table participant (
  sitting_id uuid not null references sitting,
  space_codes text[] not null,
  name text not null,
  kind text not null,
  organ_code text,
  primary key (sitting_id, name)
);
create table minutes (
  sitting_id uuid not null references sitting,
  space_codes text[] not null,
  version int not null check (version > 0),
  content text not null,
  written_by text not null,
  written_at timestamptz not null,
  primary key (sitting_id, version)
)
"""

MATTER = """
create table matter (
  id uuid primary key,
  sitting_id uuid not null references sitting,
  basis text not null check (basis in ('held', 'reported')),
  structure_code text,
  space_code text,
  space_codes text[] not null,
  kind text not null check (kind in ('challenge', 'proposal', 'resolution', 'action')),
  seq int not null check (seq > 0),
  reference text not null unique,
  commission_id uuid references commission,
  content text not null,
  status text not null,
  follows uuid references matter,
  raised_on date,
  first_raised_on date,
  carried_before int not null default 0,
  owner_organ text,
  owner_as_found text,
  due_on date,
  evidence text,
  reason text,
  source text,
  published boolean not null default false,
  revision int not null check (revision > 0),
  raised_by text not null,
  raised_at timestamptz not null,
  updated_at timestamptz not null,
  words tsvector generated always as (to_tsvector('english', content)) stored,
  unique (sitting_id, kind, seq),
  check (case kind
    when 'challenge' then status in ('open', 'taken_up')
    when 'proposal' then status in ('open', 'taken_up')
    when 'resolution' then
      status in ('adopted', 'noted', 'deferred', 'referred', 'taken_up')
    else status in ('open', 'in_progress', 'done', 'cancelled') end),
  check ((status = 'done') = (evidence is not null)),
  check ((status = 'cancelled') = (reason is not null))
);
create index ix_matter_words on matter using gin (words);
create index ix_matter_space_code on matter (space_code, id);
create index ix_matter_follows on matter (follows);
create index ix_matter_owner_organ on matter (owner_organ, id);
create index ix_matter_unresolved on matter (structure_code, first_raised_on, id)
  where status in ('open', 'in_progress', 'deferred', 'referred');
create table agenda_item (
  id uuid primary key,
  sitting_id uuid not null references sitting,
  space_codes text[] not null,
  position int not null check (position > 0),
  title text not null,
  tabled_by text,
  documents jsonb not null default '[]',
  matter_id uuid references matter,
  unique (sitting_id, position),
  unique (sitting_id, matter_id)
);
create index ix_agenda_item_matter_id on agenda_item (matter_id);
create table resolution_link (
  resolution_id uuid not null references matter,
  space_codes text[] not null,
  kind text not null,
  reference text not null,
  note text,
  linked_by text not null,
  linked_at timestamptz not null,
  primary key (resolution_id, kind, reference)
);
create index ix_resolution_link_reference
  on resolution_link (kind, reference, resolution_id);
create table matter_import (
  id uuid primary key,
  sitting_id uuid not null references sitting,
  space_codes text[] not null,
  digest text not null,
  rows int not null,
  created int not null,
  unchanged int not null,
  loaded_by text not null,
  loaded_at timestamptz not null
)
"""

ESCALATION = """
create table escalation (
  id uuid primary key,
  matter_id uuid not null references matter,
  space_code text,
  space_codes text[] not null,
  from_structure text not null,
  to_structure text not null,
  status text not null check (status in
    ('escalated', 'acknowledged', 'answered', 'returned')),
  reason text not null,
  escalated_on date not null,
  acknowledge_by date not null,
  acknowledged_on date,
  closed_on date,
  answer text,
  revision int not null check (revision > 0),
  escalated_by text not null,
  updated_at timestamptz not null,
  check ((status = 'escalated') = (acknowledged_on is null)),
  check ((status in ('answered', 'returned')) = (closed_on is not null)),
  check ((closed_on is null) = (answer is null))
);
create unique index uq_escalation_open on escalation (matter_id, to_structure)
  where status in ('escalated', 'acknowledged');
create index ix_escalation_to_structure on escalation (to_structure, id);
create index ix_escalation_from_structure on escalation (from_structure, id)
"""

CLOSED = "status in ('closed', 'minutes_approved')"
WITH_ITS_SITTING = (
    f"exists (select from sitting where sitting.id = sitting_id and sitting.{CLOSED})"
)
PUBLISHED = {
    "sitting": CLOSED,
    "commission": WITH_ITS_SITTING,
    "attendance": WITH_ITS_SITTING,
    "participant": WITH_ITS_SITTING,
    "agenda_item": WITH_ITS_SITTING,
    "minutes": (
        "exists (select from sitting where sitting.id = sitting_id "
        "and sitting.approved_version = version)"
    ),
    "matter": "published",
    "resolution_link": (
        "exists (select from matter where matter.id = resolution_id and published)"
    ),
    "escalation": "true",
    "matter_import": "false",
}


def upgrade() -> None:
    for function in WHO_MAY.split(";\n"):
        op.execute(function)
    for tables in (SITTING, PROCEEDINGS, MATTER, ESCALATION):
        for statement in tables.split(";\n"):
            op.execute(statement)
    for table, published in PUBLISHED.items():
        protect_by_spaces(table, published=published)
    for table in ("minutes", "resolution_link", "matter_import"):
        append_only(table)


def protect_by_spaces(table: str, *, published: str) -> None:
    """Who acts in all of a row's spaces writes it, who acts in one of them reads it."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(
        f"create policy all_spaces on {table} using (plans_acts_in_all(space_codes)) "
        "with check (plans_acts_in_all(space_codes))"
    )
    op.execute(
        f"create policy concerned on {table} for select "
        f"using (plans_acts_in_any(space_codes) or ({published}))"
    )
