"""A round of approval ends once, and is kept as it was."""

from alembic import op

revision = "20261122_0340"
down_revision = "20261122_0330"

ROUND_IS_KEPT = """
create function plans_keep_round() returns trigger language plpgsql as $$
declare ending text[] := array['status', 'ended_at', 'ended_because'];
begin
  if tg_op = 'UPDATE' and old.status = 'open' and new.status <> 'open'
    and to_jsonb(new) - ending = to_jsonb(old) - ending then return new; end if;
  raise exception 'a round of approval is append-only, and ends once'
    using errcode = '42501';
end $$
"""


def upgrade() -> None:
    op.execute(ROUND_IS_KEPT)
    op.execute(
        "create trigger keep_round before update or delete on approval_round "
        "for each row execute function plans_keep_round()"
    )
    op.execute(
        "create trigger keep_rounds before truncate on approval_round "
        "for each statement execute function plans_keep_round()"
    )
