"""Functions that every table's protection rests on."""

from alembic import op

revision = "20261121_0900"
down_revision = None

MAY_ACT = """
create function onedistrict_may_act(space_code text) returns boolean
language sql stable parallel safe as $$
  select current_setting('onedistrict.spaces', true) = '*'
    or space_code = any(
      string_to_array(current_setting('onedistrict.spaces', true), ','))
$$
"""

REFUSE_CHANGE = """
create function onedistrict_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$
"""


def upgrade() -> None:
    op.execute(MAY_ACT)
    op.execute(REFUSE_CHANGE)
