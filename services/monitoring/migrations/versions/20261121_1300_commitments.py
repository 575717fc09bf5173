"""Baselines of adopted plans and the commitments they watch."""

from alembic import op

from chassis.migrations.operations import protect_by_space

revision = "20261121_1300"
down_revision = None

BASELINE = """
create table baseline (
  plan_id uuid not null,
  plan_version int not null,
  space_code text not null,
  status text not null check (status in ('watching', 'superseded')),
  check_id uuid,
  opened_at timestamptz,
  checked_at timestamptz,
  coverage_nominal numeric(20, 2),
  coverage_capped numeric(20, 2),
  coverage_eligible numeric(20, 2),
  open_findings int,
  primary key (plan_id, plan_version)
)
"""

COMMITMENT = """
create table commitment (
  id uuid primary key,
  plan_id uuid not null,
  plan_version int not null,
  space_code text not null,
  intervention_code text not null,
  financial_year text,
  title text not null,
  lead_organ text not null,
  planned numeric(20, 2) not null,
  budgeted numeric(20, 2) not null,
  funding_state text not null check (funding_state in
    ('funded', 'underfunded', 'overfunded', 'unfunded', 'not_compared')),
  check_id uuid not null
)
"""


def upgrade() -> None:
    op.execute(BASELINE)
    op.execute(COMMITMENT)
    op.execute(
        "create unique index uq_commitment_promise on commitment "
        "(plan_id, plan_version, intervention_code, coalesce(financial_year, ''))"
    )
    op.execute("create index ix_commitment_space_code on commitment (space_code, id)")
    protect_by_space("baseline", published="true")
    protect_by_space("commitment", published="true")
