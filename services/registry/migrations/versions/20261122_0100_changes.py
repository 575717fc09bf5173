"""Change proposals, and organs over time."""

from alembic import op

from chassis.migrations.operations import append_only

revision = "20261122_0100"
down_revision = "20261121_1600"

PROPOSAL = """
create table change_proposal (
  id uuid primary key,
  subject text not null,
  effective_from date not null,
  reason text not null,
  state text not null
    check (state in ('pending', 'approved', 'rejected', 'withdrawn')),
  rows int not null check (rows > 0),
  counts jsonb not null,
  preview_sha256 text not null,
  file_sha256 text,
  proposed_by text not null,
  proposed_by_client text not null,
  proposed_at timestamptz not null,
  decided_by text,
  decided_by_client text,
  decided_at timestamptz,
  decision_reason text,
  version int not null,
  check ((state = 'pending') = (decided_by is null)),
  check ((state = 'pending') = (decided_by_client is null)),
  check ((state = 'pending') = (decided_at is null)),
  check (state <> 'rejected' or decision_reason is not null),
  check (
    state not in ('approved', 'rejected')
    or (decided_by <> proposed_by and decided_by_client <> proposed_by_client)
  )
)
"""
CONTENT = """
create table {table} (
  proposal_id uuid not null references change_proposal,
  position int not null check (position >= 0),
  content jsonb not null,
  primary key (proposal_id, position)
)
"""

# A decision is added to a proposal once; nothing else of it ever changes.
KEEP_PROPOSAL = """
create function change_proposal_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.state = 'pending'
    and (to_jsonb(old) - '{state,decided_by,decided_by_client,decided_at,
      decision_reason,version}'::text[])
      = (to_jsonb(new) - '{state,decided_by,decided_by_client,decided_at,
      decision_reason,version}'::text[])
  then
    return new;
  end if;
  raise exception 'proposal % is not changed', old.id
    using errcode = 'restrict_violation';
end $$
"""

# Organs told before they had periods stand in one, until the country pack is loaded.
ORGAN = """
alter table organ
  drop constraint organ_pkey,
  drop constraint organ_code_key,
  add column valid_from date not null default '1994-04-27',
  add column valid_to date check (valid_to > valid_from),
  add column parent_code text,
  add column vote int check (vote between 1 and 99),
  add column functions text[] not null default '{}',
  add column confidence text,
  add column source text,
  add column origin text not null default 'pack'
    check (origin in ('pack', 'proposal', 'demarcation')),
  add primary key (code, valid_from)
"""
ORGAN_DEFAULTS = """
alter table organ
  alter column valid_from drop default,
  alter column functions drop default,
  alter column origin drop default,
  alter column illustrative drop default,
  alter column version drop default
"""

# Exclusion constraints over text need the extension btree_gist, which the packaged
# server does not carry; the trigger finds a neighbour through the primary key.
NO_OVERLAP = """
create function organ_refuse_overlap() returns trigger language plpgsql as $$
begin
  if exists (
    select from organ one join organ other
      on other.code = one.code and other.valid_from > one.valid_from
    where one.code = new.code
      and daterange(one.valid_from, one.valid_to)
        && daterange(other.valid_from, other.valid_to)
  ) then
    raise exception 'two periods of % overlap', new.code
      using errcode = 'exclusion_violation';
  end if;
  return null;
end $$
"""

SUCCESSION = """
create table organ_succession (
  effective date not null,
  old_code text not null,
  new_code text not null check (new_code <> old_code),
  change text not null
    check (change in ('renamed', 'merged', 'split', 'absorbed', 'transferred')),
  confidence text,
  source text,
  origin text not null check (origin in ('pack', 'proposal')),
  primary key (effective, old_code, new_code)
)
"""

SOCIAL_LABOUR_PLAN = """
create table social_labour_plan (
  right_number text not null,
  valid_from date not null,
  valid_to date not null check (valid_to > valid_from),
  organ_code text not null,
  beneficiaries text[] not null check (cardinality(beneficiaries) > 0),
  source text,
  illustrative boolean not null,
  origin text not null check (origin in ('pack', 'proposal')),
  primary key (right_number, valid_from)
)
"""

# Of periods in order, two that overlap make two neighbours overlap. The key finds them,
# also where a plan made for few periods meets a file of all wards.
NEIGHBOURS = """
create or replace function place_refuse_overlap() returns trigger
language plpgsql set enable_seqscan = off as $$
begin
  if exists (
    select from (
      (select * from place
       where (kind, code, valid_from) < (new.kind, new.code, new.valid_from)
       order by kind desc, code desc, valid_from desc limit 1)
      union all
      (select * from place
       where (kind, code, valid_from) > (new.kind, new.code, new.valid_from)
       order by kind, code, valid_from limit 1)
    ) other
    where other.kind = new.kind and other.code = new.code
      and daterange(other.valid_from, other.valid_to)
        && daterange(new.valid_from, new.valid_to)
  ) then
    raise exception 'two periods of % % overlap', new.kind, new.code
      using errcode = 'exclusion_violation';
  end if;
  return null;
end $$
"""


def upgrade() -> None:
    op.execute(PROPOSAL)
    op.execute(NEIGHBOURS)
    op.execute("create index ix_change_proposal_state on change_proposal (state, id)")
    op.execute(
        "create index ix_change_proposal_subject on change_proposal (subject, id)"
    )
    op.execute(KEEP_PROPOSAL)
    op.execute(
        "create trigger keep before update or delete on change_proposal "
        "for each row execute function change_proposal_keep()"
    )
    for table in ("change_proposal_row", "change_proposal_difference"):
        op.execute(CONTENT.format(table=table))
        append_only(table)
    _keep_organs()


def _keep_organs() -> None:
    op.execute(ORGAN)
    op.execute(ORGAN_DEFAULTS)
    op.execute("create index ix_organ_place_code on organ (place_code)")
    op.execute("create index ix_organ_name on organ (lower(name))")
    op.execute(NO_OVERLAP)
    op.execute(
        "create constraint trigger no_overlap after insert or update on organ "
        "deferrable initially deferred "
        "for each row execute function organ_refuse_overlap()"
    )
    op.execute(SUCCESSION)
    op.execute("create index ix_organ_succession_old on organ_succession (old_code)")
    op.execute("create index ix_organ_succession_new on organ_succession (new_code)")
    op.execute(SOCIAL_LABOUR_PLAN)
    op.execute(
        "create index ix_social_labour_plan_organ on social_labour_plan (organ_code)"
    )
