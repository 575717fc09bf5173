"""Alignment: adopted plans, the checks of each, and the findings that stand."""

from alembic import op

from chassis.migrations.operations import append_only, protect_by_space

revision = "20261121_1240"
down_revision = "20261121_1230"

PLAN = """
create table adopted_plan (
  plan_id uuid primary key,
  space_code text not null,
  plan_version int not null,
  title text not null,
  provenance text not null check (provenance in ('own', 'illustrative', 'published')),
  status text not null check (status in ('adopted', 'superseded')),
  adopted_at timestamptz not null,
  content_sha256 text not null,
  unique (plan_id, space_code)
);
create index ix_adopted_plan_space_code on adopted_plan (space_code)
  where status = 'adopted';
create table adopted_intervention (
  plan_id uuid not null,
  plan_version int not null,
  code text not null,
  space_code text not null,
  title text not null,
  focus_area text not null,
  location_codes text[] not null,
  lead_organ text not null,
  sphere text not null,
  planned jsonb not null,
  unphased numeric(20,2),
  depends_on jsonb not null,
  in_idp boolean,
  confirmed_by_organ boolean,
  start_year int,
  end_year int,
  primary key (plan_id, plan_version, code)
)
"""

CHECK = """
create table alignment_check (
  id uuid primary key,
  plan_id uuid not null,
  plan_version int not null,
  space_code text not null,
  checked_at timestamptz not null,
  cause text not null check (cause in ('adoption', 'budget_import')),
  cause_id uuid not null,
  budget_revision bigint not null,
  planned numeric(20,2) not null,
  linked numeric(20,2) not null,
  coverage_nominal numeric(20,2),
  coverage_capped numeric(20,2),
  coverage_eligible numeric(20,2),
  coverage_by_focus_area jsonb not null,
  findings_by_severity jsonb not null,
  open_findings int not null,
  opened int not null,
  resolved int not null,
  amounts_not_compared int not null,
  interventions_without_amount int not null,
  configuration jsonb not null,
  foreign key (plan_id, space_code) references adopted_plan (plan_id, space_code)
);
create index ix_alignment_check_plan_id on alignment_check (plan_id, id)
"""

# A subject may name many lines; an index entry holds 2,700 bytes at most.
FINDING = """
create table finding (
  id uuid primary key,
  space_code text not null,
  plan_id uuid not null,
  plan_version int not null,
  type text not null,
  severity text not null
    check (severity in ('critical', 'high', 'medium', 'low', 'info')),
  subject text not null,
  financial_year text,
  expected text,
  actual text,
  gap numeric(20,2) not null,
  unit text not null check (unit in ('rand', 'percentage_points')),
  status text not null check (status in ('open', 'resolved', 'superseded')),
  evidence jsonb not null,
  action text not null,
  intervention_code text,
  place_in_check int not null,
  opened_at timestamptz not null,
  opened_by uuid not null references alignment_check,
  found_by uuid not null references alignment_check,
  closed_at timestamptz check ((closed_at is null) = (status = 'open')),
  closed_by uuid references alignment_check
    check ((closed_by is not null) = (status = 'resolved')),
  foreign key (plan_id, space_code) references adopted_plan (plan_id, space_code)
);
create unique index uq_finding_open
  on finding (plan_id, type, md5(subject), coalesce(financial_year, ''))
  where status = 'open';
create index ix_finding_found_by on finding (found_by, place_in_check);
create index ix_finding_space_code on finding (space_code, id)
"""


def upgrade() -> None:
    for tables in (PLAN, CHECK, FINDING):
        for statement in tables.split(";"):
            op.execute(statement)
    for table in ("adopted_plan", "alignment_check", "finding"):
        protect_by_space(table, published="true")
    protect_by_space("adopted_intervention")
    append_only("alignment_check")
