"""Plans with all that belongs to them, and copies of places and organs."""

from alembic import op

from chassis.migrations.operations import append_only, protect_by_space

revision = "20261121_1100"
down_revision = None

REFERENCE = """
create table place (
  kind text not null,
  code text not null,
  name text not null,
  space_code text,
  province_code text,
  valid_from date not null,
  valid_to date,
  primary key (kind, code, valid_from)
);
create index ix_place_code on place (code);
create table organ (
  code text primary key,
  name text not null,
  kind text not null,
  sphere text not null,
  place_code text,
  version int not null
)
"""

PLAN = """
create table plan (
  id uuid primary key,
  space_code text not null,
  title text not null,
  status text not null check (status in ('draft', 'adopted', 'superseded')),
  provenance text not null check (provenance in ('own', 'illustrative', 'published')),
  generation int not null check (generation > 0),
  version int not null check (version > 0),
  drafted_by text not null,
  drafted_at timestamptz not null,
  updated_at timestamptz not null,
  adopted_at timestamptz,
  superseded_at timestamptz,
  superseded_by uuid references plan,
  unique (id, space_code),
  check ((adopted_at is null) = (status = 'draft')),
  check ((superseded_at is null) = (status <> 'superseded')),
  check ((superseded_by is null) = (superseded_at is null))
);
create unique index uq_plan_adopted on plan (space_code) where status = 'adopted';
create index ix_plan_space_code on plan (space_code, id)
"""

STAGES = """
create table stage_completion (
  plan_id uuid not null,
  space_code text not null,
  stage text not null check (stage in ('diagnostic', 'vision_setting',
    'strategy_formulation', 'implementation_commitment')),
  completed_by text not null,
  completed_at timestamptz not null,
  primary key (plan_id, stage),
  foreign key (plan_id, space_code) references plan (id, space_code)
);
create table author (
  plan_id uuid not null,
  space_code text not null,
  sub text not null,
  client_id text not null,
  primary key (plan_id, sub, client_id),
  foreign key (plan_id, space_code) references plan (id, space_code)
)
"""

INTERVENTIONS = """
create table intervention (
  plan_id uuid not null,
  space_code text not null,
  code text not null,
  title text not null,
  focus_area text not null,
  location_codes text[] not null check (cardinality(location_codes) > 0),
  lead_organ text not null,
  sphere text not null,
  unphased numeric(20, 2) check (unphased >= 0),
  depends_on jsonb not null,
  in_idp boolean,
  confirmed_by_organ boolean,
  start_year int,
  end_year int check (end_year >= start_year),
  section text,
  status_as_found text,
  source_document text,
  source_year int,
  source_url text,
  note text,
  primary key (plan_id, code),
  unique (plan_id, code, space_code),
  foreign key (plan_id, space_code) references plan (id, space_code)
);
create table planned_amount (
  plan_id uuid not null,
  space_code text not null,
  code text not null,
  financial_year text not null check (financial_year ~ '^[0-9]{4}/[0-9]{2}$'),
  amount numeric(20, 2) not null check (amount >= 0),
  primary key (plan_id, code, financial_year),
  foreign key (plan_id, code, space_code)
    references intervention (plan_id, code, space_code)
)
"""

RECORDS = """
create table intervention_import (
  id uuid primary key,
  plan_id uuid not null,
  space_code text not null,
  format text not null,
  unit text not null,
  digest text not null,
  rows int not null,
  created int not null,
  updated int not null,
  unchanged int not null,
  filename text,
  loaded_by text not null,
  loaded_at timestamptz not null,
  foreign key (plan_id, space_code) references plan (id, space_code)
);
create table decision (
  id uuid primary key,
  plan_id uuid not null,
  space_code text not null,
  plan_version int not null,
  organ text,
  decided_by text not null,
  role text not null,
  decision text not null check (decision in ('approve', 'reject')),
  reason text check (reason is not null or decision = 'approve'),
  decided_at timestamptz not null,
  content_sha256 text not null,
  foreign key (plan_id, space_code) references plan (id, space_code)
);
create index ix_decision_plan_id on decision (plan_id, id);
create index ix_intervention_import_digest
  on intervention_import (plan_id, digest);
create unique index uq_decision_approval on decision (plan_id)
  where decision = 'approve'
"""

CONTENT_IS_FIXED = """
create function plans_refuse_change_after_adoption() returns trigger
language plpgsql as $$
declare touched record;
begin
  if tg_op = 'TRUNCATE' then
    raise exception '% holds adopted content', tg_table_name using errcode = '42501';
  end if;
  touched := case when tg_op = 'DELETE' then old else new end;
  if tg_op = 'UPDATE' and new.plan_id <> old.plan_id then
    raise exception 'content stays with its plan' using errcode = '42501';
  end if;
  perform from plan where id = touched.plan_id and status = 'draft' for share;
  if not found then
    raise exception 'plan % is no draft: its content is fixed', touched.plan_id
      using errcode = '42501';
  end if;
  return touched;
end $$
"""

STATUS_FOLLOWS_DECISION = """
create function plans_guard_status() returns trigger language plpgsql as $$
declare
  consequence text[] := array['status', 'adopted_at', 'superseded_at', 'superseded_by'];
begin
  if tg_op = 'INSERT' and new.status = 'draft' then return new; end if;
  if tg_op = 'DELETE' and old.status = 'draft' then return old; end if;
  if tg_op = 'UPDATE' then
    if old.status = 'draft' and new.status = 'draft' then return new; end if;
    if to_jsonb(new) - consequence = to_jsonb(old) - consequence then
      if old.status = 'draft' and new.status = 'adopted' and exists (
        select from decision where plan_id = new.id and decision = 'approve'
          and plan_version = new.version) then return new; end if;
      if old.status = 'adopted' and new.status = 'superseded'
        and new.adopted_at = old.adopted_at then return new; end if;
    end if;
  end if;
  raise exception 'a plan changes only as a draft, its status only by a decision'
    using errcode = '42501';
end $$
"""

WITH_ITS_PLAN = (
    "exists (select from plan where plan.id = plan_id and status <> 'draft')"
)
CONTENT = ("stage_completion", "author", "intervention", "planned_amount")


def upgrade() -> None:
    for tables in (REFERENCE, PLAN, STAGES, INTERVENTIONS, RECORDS):
        for statement in tables.split(";"):
            op.execute(statement)
    protect_by_space("plan", published="status <> 'draft'")
    for table in ("stage_completion", "intervention", "planned_amount", "decision"):
        protect_by_space(table, published=WITH_ITS_PLAN)
    protect_by_space("author")
    protect_by_space("intervention_import")
    append_only("decision")
    append_only("intervention_import")
    fix_adopted_content()


def fix_adopted_content() -> None:
    op.execute(CONTENT_IS_FIXED)
    op.execute(STATUS_FOLLOWS_DECISION)
    op.execute(
        "create trigger guard_status before insert or update or delete on plan "
        "for each row execute function plans_guard_status()"
    )
    for table in CONTENT:
        op.execute(
            f"create trigger content_is_fixed before insert or update or delete "
            f"on {table} for each row "
            "execute function plans_refuse_change_after_adoption()"
        )
    for table in ("plan", *CONTENT):
        op.execute(
            f"create trigger content_is_fixed_truncate before truncate on {table} "
            "for each statement execute function plans_refuse_change_after_adoption()"
        )
