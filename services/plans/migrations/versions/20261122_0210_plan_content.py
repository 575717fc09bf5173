"""What a plan says: diagnosis, vision, strategies, links, and more of interventions."""

from alembic import op

from chassis.migrations.operations import protect_by_space

revision = "20261122_0210"
down_revision = "20261122_0200"

PLAN = """
alter table plan add column vision text;
alter table plan add column based_on uuid references plan;
alter table plan add column supersedes uuid references plan;
alter table stage_completion add column waived text[] not null default '{}'
"""

INTERVENTION = """
alter table intervention
  add column strategies text[] not null default '{}',
  add column supporting_organs text[] not null default '{}',
  add column readiness text check (readiness in
    ('concept', 'feasibility', 'design', 'tender', 'construction', 'complete')),
  add column points jsonb not null default '[]',
  add column milestones jsonb not null default '[]',
  add column revision int not null default 1 check (revision > 0),
  add check (end_year - start_year < 30)
"""

RECORD = """
create table {name} (
  plan_id uuid not null,
  space_code text not null,
  code text not null,
  revision int not null default 1 check (revision > 0),
  {columns},
  primary key (plan_id, code),
  foreign key (plan_id, space_code) references plan (id, space_code)
)
"""

RECORDS = {
    "issue": """
  focus_area text not null,
  statement text not null,
  sources jsonb not null""",
    "outcome": """
  focus_area text not null,
  statement text not null,
  indicator text,
  unit text,
  baseline numeric(20, 4),
  baseline_year int,
  target numeric(20, 4),
  target_year int""",
    "strategy": """
  focus_area text not null,
  statement text not null,
  answers text[] not null,
  serves text[] not null""",
    "plan_link": """
  framework text not null,
  item text not null,
  relation text not null check (relation in
    ('implements', 'contributes', 'conflicts', 'missing')),
  subject_kind text check (subject_kind in ('outcome', 'strategy', 'intervention')),
  subject text,
  note text,
  check ((subject is null) = (subject_kind is null)),
  check (subject is not null or relation = 'missing')""",
}

WITH_ITS_PLAN = (
    "exists (select from plan where plan.id = plan_id and status <> 'draft')"
)


def upgrade() -> None:
    for statement in (*PLAN.split(";"), INTERVENTION):
        op.execute(statement)
    for name, columns in RECORDS.items():
        op.execute(RECORD.format(name=name, columns=columns.strip()))
        protect_by_space(name, published=WITH_ITS_PLAN)
        fix_when_adopted(name)


def fix_when_adopted(table: str) -> None:
    refuse = "execute function plans_refuse_change_after_adoption()"
    op.execute(
        f"create trigger content_is_fixed before insert or update or delete on {table} "
        f"for each row {refuse}"
    )
    op.execute(
        f"create trigger content_is_fixed_truncate before truncate on {table} "
        f"for each statement {refuse}"
    )
