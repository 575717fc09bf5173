"""The One Budget: funds, allocations, lines and their imports; copies of reference."""

from alembic import op

from chassis.migrations.operations import append_only, protect_by_space

revision = "20261121_1230"
down_revision = "20261121_1200"

REFERENCE = """
create table place (
  kind text not null,
  code text not null,
  valid_from date not null,
  valid_to date,
  name text not null,
  category text,
  miif_class text,
  parent_code text,
  space_code text,
  province_code text,
  population_2016 int,
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
);
create table known_intervention (
  space_code text not null,
  code text not null,
  plan_id uuid not null,
  primary key (space_code, code, plan_id)
)
"""

ONE_BUDGET = """
create table one_budget (
  space_code text primary key,
  revision bigint not null default 0
)
"""

FUND = """
create table fund (
  space_code text not null,
  code text not null,
  name text not null,
  grant_code text,
  dora_schedule text,
  allowed_function_codes text[] not null,
  primary key (space_code, code)
);
create table fund_allocation (
  space_code text not null,
  fund text not null,
  financial_year text not null check (financial_year ~ '^[0-9]{4}/[0-9]{2}$'),
  amount numeric(20,2) not null check (amount >= 0),
  provenance text not null check (provenance in ('own', 'illustrative', 'published')),
  transaction_id uuid,
  primary key (space_code, fund, financial_year),
  foreign key (space_code, fund) references fund
)
"""

LINE = """
create table budget_line (
  space_code text not null,
  line_id text not null,
  title text not null,
  organ text not null,
  sphere text not null
    check (sphere in ('national', 'provincial', 'local', 'soe', 'private')),
  location_code text not null,
  fund text not null,
  function_code text check (function_code ~ '^[0-9]{4}$'),
  intervention_code text,
  line_class text not null
    check (line_class in ('capital', 'operating', 'administration')),
  in_idp boolean,
  gender_marker text check (gender_marker in ('none', 'significant', 'principal')),
  has_protocol boolean not null,
  provenance text not null check (provenance in ('own', 'illustrative', 'published')),
  transaction_id uuid,
  primary key (space_code, line_id),
  foreign key (space_code, fund) references fund
);
create index ix_budget_line_fund on budget_line (space_code, fund);
create index ix_budget_line_intervention on budget_line (space_code, intervention_code);
create table budget_line_amount (
  space_code text not null,
  line_id text not null,
  financial_year text not null check (financial_year ~ '^[0-9]{4}/[0-9]{2}$'),
  amount numeric(20,2) not null check (amount >= 0),
  primary key (space_code, line_id, financial_year),
  foreign key (space_code, line_id) references budget_line on delete cascade
)
"""

IMPORT = """
create table budget_import (
  id uuid primary key,
  space_code text not null,
  format text not null check (format in ('funds', 'fund_allocations', 'budget_lines')),
  unit text,
  provenance text,
  digest text not null,
  rows int not null,
  created int not null,
  updated int not null,
  unchanged int not null,
  filename text,
  loaded_by text not null,
  loaded_at timestamptz not null,
  rechecked_plans uuid[] not null
);
create index ix_budget_import_digest on budget_import (space_code, format, digest)
"""

OF_A_SPACE = (
    "known_intervention",
    "fund",
    "fund_allocation",
    "budget_line",
    "budget_line_amount",
    "budget_import",
)


def upgrade() -> None:
    for tables in (REFERENCE, ONE_BUDGET, FUND, LINE, IMPORT):
        for statement in tables.split(";"):
            op.execute(statement)
    for table in OF_A_SPACE:
        protect_by_space(table)
    protect_by_space("one_budget", published="true")
    append_only("budget_import")
