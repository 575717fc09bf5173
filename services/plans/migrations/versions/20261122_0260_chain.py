"""Approval chains, decisions of bodies, signatures and seals."""

from alembic import op

from chassis.migrations.operations import append_only, protect_by_space

revision = "20261122_0260"
down_revision = "20261122_0250"

SEALS = """
alter table plan add column seal text;
alter table plan disable trigger guard_status;
update plan set seal = (select content_sha256 from decision
  where plan_id = plan.id and decision = 'approve') where status <> 'draft';
alter table plan enable trigger guard_status;
create table sealed_plan (
  plan_id uuid primary key,
  space_code text not null,
  plan_version int not null,
  seal text not null check (seal = encode(sha256(content), 'hex')),
  content bytea not null,
  sealed_at timestamptz not null,
  foreign key (plan_id, space_code) references plan (id, space_code)
)
"""

RULES = """
create table approval_rule (
  id uuid primary key,
  space_code text,
  space_kind text check (space_kind in ('district', 'metro')),
  chain text not null,
  binding text[] check (cardinality(binding) > 0),
  applies_from date not null,
  stated_by text not null,
  stated_at timestamptz not null,
  reason text not null
);
alter table approval_rule enable row level security;
alter table approval_rule force row level security;
create policy published on approval_rule for select using (true);
create policy own_space on approval_rule for insert
  with check (onedistrict_may_act(coalesce(space_code, '*')))
"""

ROUNDS = """
alter table plan add column approval_round_id uuid;
create table approval_round (
  id uuid primary key,
  plan_id uuid not null,
  space_code text not null,
  plan_version int not null,
  chain text not null,
  rule_id uuid,
  seal text not null,
  submitted_by text not null,
  submitted_at timestamptz not null,
  status text not null check (status in ('open', 'adopted', 'returned', 'withdrawn')),
  ended_at timestamptz,
  ended_because text,
  foreign key (plan_id, space_code) references plan (id, space_code),
  check ((ended_at is null) = (status = 'open'))
);
create index ix_approval_round_plan_id on approval_round (plan_id, id);
create unique index uq_approval_round_open on approval_round (plan_id)
  where status = 'open';
create table approval_step (
  id uuid primary key,
  approval_round_id uuid not null references approval_round,
  space_code text not null,
  position int not null,
  step text not null,
  title text not null,
  body_kind text not null,
  body_code text not null,
  office_kinds text[] not null,
  needs text not null check (needs in ('approval', 'no_objection')),
  binding boolean not null,
  citation text not null,
  unique (approval_round_id, step, body_code)
);
create table approval_condition (
  id uuid primary key,
  step_id uuid not null references approval_step,
  decision_id uuid not null,
  space_code text not null,
  text text not null
);
create index ix_approval_condition_step_id on approval_condition (step_id);
create table condition_fulfilment (
  condition_id uuid primary key references approval_condition,
  space_code text not null,
  evidence text not null,
  met_by text not null,
  met_at timestamptz not null
)
"""

DECISIONS_OF_BODIES = """
alter table decision
  add column step_id uuid,
  add column body_code text,
  add column office_code text,
  add column present text[],
  add column reference text,
  drop constraint decision_decision_check,
  drop constraint decision_check,
  add constraint decision_decision_check check (decision in
    ('approve', 'approve_with_conditions', 'abstain', 'object', 'reject')),
  add constraint decision_reason_check
    check (reason is not null or decision not in ('reject', 'object')),
  add constraint decision_body_check check (
    (step_id is null) = (body_code is null)
    and (step_id is null) = (office_code is null)
    and (step_id is null) = (decision in ('approve', 'reject')
      and body_code is null));
drop index uq_decision_approval;
create unique index uq_decision_approval on decision (plan_id)
  where decision = 'approve' and step_id is null;
create unique index uq_decision_step on decision (step_id)
  where decision in ('approve', 'approve_with_conditions', 'object')
"""

SIGNATURES = """
create table signature (
  id uuid primary key,
  plan_id uuid not null,
  space_code text not null,
  seal text not null,
  capacity text not null check (capacity in ('signatory', 'witness')),
  seat text not null,
  office_code text,
  organ_code text,
  signed_by text not null,
  signed_at timestamptz not null,
  foreign key (plan_id, space_code) references plan (id, space_code),
  unique (plan_id, seat),
  check ((office_code is null) = (capacity = 'witness'))
)
"""

CHAIN_IS_SATISFIED = """
create function plans_chain_is_satisfied(plan_round uuid, plan_seal text)
returns boolean language sql stable as $$
  select exists (
      select from approval_step where approval_round_id = plan_round and binding)
    and not exists (
      select from approval_step s where s.approval_round_id = plan_round and s.binding
        and not exists (
          select from decision d where d.step_id = s.id
            and d.content_sha256 = plan_seal and (
              d.decision = 'approve'
              or d.decision = 'abstain' and s.needs = 'no_objection'
              or d.decision = 'approve_with_conditions' and not exists (
                select from approval_condition c where c.decision_id = d.id
                  and not exists (select from condition_fulfilment f
                    where f.condition_id = c.id)))))
$$
"""

CONTENT_IS_FIXED = """
create or replace function plans_refuse_change_after_adoption() returns trigger
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
  perform from plan where id = touched.plan_id and status = 'draft'
    and approval_round_id is null for share;
  if not found then
    raise exception 'plan % is no draft, or submitted: its content is fixed',
      touched.plan_id using errcode = '42501';
  end if;
  return touched;
end $$
"""

STATUS_FOLLOWS_DECISION = """
create or replace function plans_guard_status() returns trigger language plpgsql as $$
declare
  consequence text[] :=
    array['status', 'adopted_at', 'seal', 'superseded_at', 'superseded_by'];
  handled text[] := array['approval_round_id', 'supersedes', 'version', 'updated_at'];
begin
  if tg_op = 'INSERT' and new.status = 'draft' then return new; end if;
  if tg_op = 'DELETE' and old.status = 'draft' then return old; end if;
  if tg_op = 'UPDATE' then
    if old.status = 'draft' and new.status = 'draft' and (
      old.approval_round_id is null or to_jsonb(new) - handled = to_jsonb(old) - handled
      ) then return new; end if;
    if to_jsonb(new) - consequence = to_jsonb(old) - consequence then
      if old.status = 'draft' and new.status = 'adopted'
        and new.approval_round_id is null and exists (
          select from decision where plan_id = new.id and decision = 'approve'
            and step_id is null and plan_version = new.version
            and content_sha256 = new.seal) then return new; end if;
      if old.status = 'draft' and new.status = 'adopted'
        and plans_chain_is_satisfied(new.approval_round_id, new.seal)
        then return new; end if;
      if old.status = 'adopted' and new.status = 'superseded'
        and new.adopted_at = old.adopted_at
        and new.seal is not distinct from old.seal then return new; end if;
    end if;
  end if;
  raise exception 'a plan changes only as a draft, its status only by a decision'
    using errcode = '42501';
end $$
"""

WITH_ITS_PLAN = (
    "exists (select from plan where plan.id = plan_id and status <> 'draft')"
)
WITH_ITS_ROUND = (
    "exists (select from approval_round join plan on plan.id = plan_id "
    "where approval_round.id = approval_round_id and plan.status <> 'draft')"
)
WITH_ITS_STEP = "exists (select from approval_step where approval_step.id = step_id)"
WITH_ITS_CONDITION = (
    "exists (select from approval_condition where approval_condition.id = condition_id)"
)


def upgrade() -> None:
    op.execute("select set_config('onedistrict.spaces', '*', true)")
    for tables in (SEALS, RULES, ROUNDS, DECISIONS_OF_BODIES, SIGNATURES):
        for statement in tables.split(";"):
            op.execute(statement)
    for function in (CHAIN_IS_SATISFIED, CONTENT_IS_FIXED, STATUS_FOLLOWS_DECISION):
        op.execute(function)
    protect_by_space("sealed_plan", published="true")
    protect_by_space("approval_round", published=WITH_ITS_PLAN)
    protect_by_space("approval_step", published=WITH_ITS_ROUND)
    protect_by_space("approval_condition", published=WITH_ITS_STEP)
    protect_by_space("condition_fulfilment", published=WITH_ITS_CONDITION)
    protect_by_space("signature", published=WITH_ITS_PLAN)
    for table in (
        "sealed_plan",
        "approval_rule",
        "approval_step",
        "approval_condition",
        "condition_fulfilment",
        "signature",
    ):
        append_only(table)
