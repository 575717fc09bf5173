"""The commitment matrix, and the history of each of its cells."""

from alembic import op

from chassis.migrations.operations import append_only, protect_by_space

revision = "20261122_0220"
down_revision = "20261122_0210"

COMMITMENT = """
create table commitment (
  id uuid primary key,
  plan_id uuid not null,
  space_code text not null,
  intervention_code text not null,
  organ text not null,
  period text not null check (period = 'horizon' or period ~ '^[0-9]{4}/[0-9]{2}$'),
  amount numeric(20, 2) not null check (amount >= 0),
  output text,
  place_code text,
  state text not null check (state in
    ('proposed', 'pledged', 'confirmed', 'withdrawn')),
  stated_by text not null,
  stated_client text not null,
  pledged_by text,
  pledged_client text,
  confirmed_by text,
  reason text,
  revision int not null check (revision > 0),
  updated_at timestamptz not null,
  unique (plan_id, intervention_code, organ, period),
  unique (id, space_code),
  foreign key (plan_id, intervention_code, space_code)
    references intervention (plan_id, code, space_code),
  check (state <> 'pledged' or pledged_by is not null),
  check (state <> 'confirmed' or (confirmed_by is not null
    and pledged_by is not null and confirmed_by <> pledged_by)),
  check (state <> 'withdrawn' or reason is not null)
);
create index ix_commitment_organ on commitment (organ, plan_id);
create table commitment_change (
  commitment_id uuid not null,
  revision int not null,
  space_code text not null,
  plan_id uuid not null,
  state text not null,
  amount numeric(20, 2) not null,
  output text,
  place_code text,
  reason text,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (commitment_id, revision),
  foreign key (commitment_id, space_code) references commitment (id, space_code)
)
"""

WHAT_STANDS = """
create function plans_guard_commitment() returns trigger language plpgsql as $$
declare
  spoken text[] := array['state', 'confirmed_by', 'reason', 'revision', 'updated_at'];
  plan_status text;
begin
  if tg_op = 'DELETE' then
    raise exception 'a commitment is withdrawn, never removed' using errcode = '42501';
  end if;
  select status into plan_status from plan where id = new.plan_id for share;
  if plan_status = 'draft' then return new; end if;
  if plan_status = 'adopted' and tg_op = 'UPDATE'
    and to_jsonb(new) - spoken = to_jsonb(old) - spoken
    and (old.state, new.state) in (('pledged', 'confirmed'), ('proposed', 'withdrawn'),
      ('pledged', 'withdrawn'), ('confirmed', 'withdrawn')) then return new;
  end if;
  raise exception 'commitments to an adopted plan are only confirmed or withdrawn'
    using errcode = '42501';
end $$
"""

WITH_ITS_PLAN = (
    "exists (select from plan where plan.id = plan_id and status <> 'draft')"
)


def upgrade() -> None:
    for statement in COMMITMENT.split(";"):
        op.execute(statement)
    op.execute(WHAT_STANDS)
    op.execute(
        "create trigger guard_commitment before insert or update or delete "
        "on commitment for each row execute function plans_guard_commitment()"
    )
    for table in ("commitment", "commitment_change"):
        protect_by_space(table, published=WITH_ITS_PLAN)
    append_only("commitment_change")
