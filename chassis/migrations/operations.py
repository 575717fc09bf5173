"""What migrations say about a table beyond its columns: who sees it, who changes it."""

from alembic import op


def protect_by_space(table: str, *, published: str | None = None) -> None:
    """Row-level security by `space_code`, forced on the owner too.

    `published` is an SQL condition under which a row is visible to everyone.
    """
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(
        f"create policy own_space on {table} "
        "using (onedistrict_may_act(space_code)) "
        "with check (onedistrict_may_act(space_code))"
    )
    if published is not None:
        op.execute(f"create policy published on {table} for select using ({published})")


def append_only(table: str) -> None:
    """Rows may be added, never changed, removed or truncated, not even by the owner."""
    op.execute(
        f"create trigger append_only before update or delete on {table} "
        "for each row execute function onedistrict_refuse_change()"
    )
    op.execute(
        f"create trigger append_only_truncate before truncate on {table} "
        "for each statement execute function onedistrict_refuse_change()"
    )
