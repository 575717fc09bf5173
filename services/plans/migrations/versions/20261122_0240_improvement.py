"""Improvement plans and their tasks."""

from alembic import op

from chassis.migrations.operations import append_only, protect_by_space

revision = "20261122_0240"
down_revision = "20261122_0230"

PLAN = """
create table improvement_plan (
  id uuid primary key,
  space_code text not null,
  batch_id uuid,
  template text not null,
  template_version int not null,
  title text not null,
  currency text not null,
  provenance text not null check (provenance in ('own', 'illustrative', 'published')),
  version int not null check (version > 0),
  replaces uuid references improvement_plan,
  status text not null check (status in ('draft', 'approved', 'superseded')),
  starts_on date not null,
  revision int not null,
  round int not null,
  decided int not null,
  validated boolean not null,
  authors text[] not null,
  drafted_by text not null,
  drafted_at timestamptz not null,
  updated_at timestamptz not null,
  approved_at timestamptz,
  superseded_at timestamptz,
  check ((approved_at is null) = (status = 'draft')),
  check ((superseded_at is null) = (status <> 'superseded')),
  unique (id, space_code)
);
create unique index uq_improvement_plan_draft on improvement_plan
  (space_code, template) where status = 'draft';
create unique index uq_improvement_plan_approved on improvement_plan
  (space_code, template) where status = 'approved';
create index ix_improvement_plan_template on improvement_plan (template, id)
"""

TASK = """
create table improvement_task (
  plan_id uuid not null,
  space_code text not null,
  code text not null,
  position int not null,
  step text not null,
  title text not null,
  role text not null,
  after text[] not null,
  days int not null check (days >= 0),
  by_day text,
  gate text check (gate in ('validated', 'approved')),
  checklist text[] not null,
  ticked text[] not null check (ticked <@ checklist),
  responsible text,
  due_on date not null,
  status text not null check (status in ('pending', 'in_progress', 'done')),
  percent int not null check (percent between 0 and 100),
  started_on date,
  done_on date,
  revision int not null,
  primary key (plan_id, code),
  check ((percent = 100) = (status = 'done')),
  check ((done_on is not null) = (status = 'done')),
  check ((started_on is null) = (status = 'pending')),
  foreign key (plan_id, space_code) references improvement_plan (id, space_code)
)
"""

CONTENT = """
create table improvement_assessment (
  plan_id uuid not null,
  space_code text not null,
  code text not null,
  area text not null,
  measure text not null,
  unit text not null,
  standard numeric(20, 2) not null,
  actual numeric(20, 2) not null,
  lower_is_better boolean not null,
  measured_on date not null,
  source text not null,
  primary key (plan_id, code),
  foreign key (plan_id, space_code) references improvement_plan (id, space_code)
);
create table improvement_gap (
  plan_id uuid not null,
  space_code text not null,
  code text not null,
  title text not null,
  assessment text not null,
  place_code text,
  severity int not null check (severity between 1 and 5),
  reach int not null check (reach between 1 and 5),
  feasibility int not null check (feasibility between 1 and 5),
  affected_population bigint not null check (affected_population >= 0),
  root_cause text not null,
  deferred_reason text,
  primary key (plan_id, code),
  foreign key (plan_id, space_code) references improvement_plan (id, space_code),
  foreign key (plan_id, assessment) references improvement_assessment (plan_id, code)
);
create table improvement_action (
  plan_id uuid not null,
  space_code text not null,
  code text not null,
  title text not null,
  gaps text[] not null,
  responsible text not null,
  targets jsonb not null,
  costs jsonb not null,
  pledges jsonb not null,
  primary key (plan_id, code),
  foreign key (plan_id, space_code) references improvement_plan (id, space_code)
)
"""

RECORDS = """
create table improvement_meeting (
  id uuid primary key,
  plan_id uuid not null,
  space_code text not null,
  held_on date not null,
  participants text[] not null,
  summary text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  foreign key (plan_id, space_code) references improvement_plan (id, space_code)
);
create index ix_improvement_meeting_plan_id on improvement_meeting (plan_id, id);
create table improvement_decision (
  id uuid primary key,
  plan_id uuid not null,
  space_code text not null,
  round int not null,
  body text not null,
  verdict text not null check (verdict in ('agrees', 'returns')),
  act text not null,
  minute_no text,
  decided_on date not null,
  reason text check (reason is not null or verdict = 'agrees'),
  recorded_by text not null,
  recorded_at timestamptz not null,
  foreign key (plan_id, space_code) references improvement_plan (id, space_code)
);
create unique index uq_improvement_decision_body on improvement_decision
  (plan_id, round, body);
create table improvement_review (
  id uuid primary key,
  plan_id uuid not null,
  space_code text not null,
  kind text not null check (kind in ('quarterly', 'annual')),
  period text not null,
  held_on date not null,
  summary text not null,
  progress jsonb not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  unique (plan_id, kind, period),
  foreign key (plan_id, space_code) references improvement_plan (id, space_code)
)
"""

CONTENT_IS_FIXED = """
create function improvement_refuse_change() returns trigger language plpgsql as $$
declare touched record;
begin
  touched := case when tg_op = 'DELETE' then old else new end;
  if tg_op = 'UPDATE' and new.plan_id <> old.plan_id then
    raise exception 'content stays with its plan' using errcode = '42501';
  end if;
  perform from improvement_plan
    where id = touched.plan_id and status = 'draft' and decided = 0 for share;
  if not found then
    raise exception 'the content of improvement plan % is fixed', touched.plan_id
      using errcode = '42501';
  end if;
  return touched;
end $$
"""

STATUS_FOLLOWS_DECISIONS = """
create function improvement_guard_status() returns trigger language plpgsql as $$
declare
  consequence text[] := array['status', 'approved_at', 'superseded_at', 'revision',
    'updated_at', 'decided'];
begin
  if tg_op = 'INSERT' and new.status = 'draft' then return new; end if;
  if tg_op = 'UPDATE' then
    if old.status = 'draft' and new.status = 'draft' then return new; end if;
    if to_jsonb(new) - consequence = to_jsonb(old) - consequence then
      if old.status = 'draft' and new.status = 'approved' and exists (
        select from improvement_decision where plan_id = new.id
          and round = new.round and act = 'approves' and verdict = 'agrees'
        ) then return new; end if;
      if old.status = 'approved' and new.status in ('approved', 'superseded')
        and new.approved_at = old.approved_at and new.decided = old.decided
        then return new; end if;
    end if;
  end if;
  raise exception 'an approved improvement plan stays as it was decided'
    using errcode = '42501';
end $$
"""

WITH_ITS_PLAN = (
    "exists (select from improvement_plan p where p.id = plan_id "
    "and p.status <> 'draft')"
)
OF_CONTENT = ("improvement_assessment", "improvement_gap", "improvement_action")
OF_RECORD = ("improvement_meeting", "improvement_decision", "improvement_review")


def upgrade() -> None:
    for tables in (PLAN, TASK, CONTENT, RECORDS):
        for statement in tables.split(";"):
            op.execute(statement)
    protect_by_space("improvement_plan", published="status <> 'draft'")
    for table in ("improvement_task", *OF_CONTENT, *OF_RECORD):
        protect_by_space(table, published=WITH_ITS_PLAN)
    for table in OF_RECORD:
        append_only(table)
    op.execute(CONTENT_IS_FIXED)
    for table in OF_CONTENT:
        op.execute(
            f"create trigger content_is_fixed before insert or update or delete "
            f"on {table} for each row execute function improvement_refuse_change()"
        )
    op.execute(STATUS_FOLLOWS_DECISIONS)
    op.execute(
        "create trigger guard_status before insert or update or delete "
        "on improvement_plan for each row execute function improvement_guard_status()"
    )
