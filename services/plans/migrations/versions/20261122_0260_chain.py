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

STATUS_FOLLOWS_DECISION = """
create or replace function plans_guard_status() returns trigger language plpgsql as $$
declare
  consequence text[] :=
    array['status', 'adopted_at', 'seal', 'superseded_at', 'superseded_by'];
begin
  if tg_op = 'INSERT' and new.status = 'draft' then return new; end if;
  if tg_op = 'DELETE' and old.status = 'draft' then return old; end if;
  if tg_op = 'UPDATE' then
    if old.status = 'draft' and new.status = 'draft' then return new; end if;
    if to_jsonb(new) - consequence = to_jsonb(old) - consequence then
      if old.status = 'draft' and new.status = 'adopted' and exists (
        select from decision where plan_id = new.id and decision = 'approve'
          and plan_version = new.version and content_sha256 = new.seal
        ) then return new; end if;
      if old.status = 'adopted' and new.status = 'superseded'
        and new.adopted_at = old.adopted_at
        and new.seal is not distinct from old.seal then return new; end if;
    end if;
  end if;
  raise exception 'a plan changes only as a draft, its status only by a decision'
    using errcode = '42501';
end $$
"""


def upgrade() -> None:
    op.execute("select set_config('onedistrict.spaces', '*', true)")
    for statement in SEALS.split(";"):
        op.execute(statement)
    op.execute(STATUS_FOLLOWS_DECISION)
    protect_by_space("sealed_plan", published="true")
    append_only("sealed_plan")
