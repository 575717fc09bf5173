"""Bodies decide in their sittings; councils sit with a count of heads."""

from alembic import op

revision = "20261122_0300"
down_revision = "20261122_0270"

COUNCILS = """
alter table sitting
  add column organ_code text,
  add column members int check (members > 0),
  add column members_present int check (members_present between 0 and members),
  add check (num_nonnulls(organ_code, members, members_present) in (0, 3)),
  add check (organ_code is null or basis = 'reported' and structure_code is null)
"""

TAKEN_IN = """
alter table decision
  add column sitting_id uuid references sitting,
  add column voting_members int,
  add column members_present int,
  add check (num_nonnulls(sitting_id, voting_members, members_present) in (0, 3)),
  add check (members_present between 1 and voting_members)
"""

STEPS = """
alter table approval_step
  add column in_sitting boolean not null default false;
alter table approval_step
  alter column in_sitting drop default,
  alter column in_sitting type boolean
    using body_kind in ('structure', 'province_structure', 'council')
"""


def upgrade() -> None:
    for statements in (COUNCILS, TAKEN_IN, STEPS):
        for statement in statements.split(";\n"):
            op.execute(statement)
