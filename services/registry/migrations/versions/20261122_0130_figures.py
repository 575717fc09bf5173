"""The country of a database, figures of places, and reference frameworks."""

from alembic import op

revision = "20261122_0130"
down_revision = "20261122_0120"

COUNTRY = """
create table registry_country (
  one boolean primary key default true check (one),
  code text not null
)
"""
HELD = """
insert into registry_country (code)
select code from place where kind = 'country' order by valid_from desc limit 1
"""

FIGURE = """
create table figure (
  id uuid primary key,
  record text collate "C" not null generated always as (
    measure || '/' || kind || '/' || code || '/'
    || year::text || '/' || boundary_vintage
  ) stored,
  kind text not null
    check (kind in ('country', 'province', 'space', 'municipality', 'ward')),
  code text not null,
  measure text not null,
  year int not null check (year between 1900 and 2199),
  boundary_vintage text not null,
  boundaries_on date not null,
  in_space text,
  value numeric not null check (value >= 0),
  basis text not null
    check (basis in ('count', 'survey', 'estimate', 'projection', 'sum')),
  confidence text not null check (confidence in ('high', 'medium', 'low')),
  source text not null,
  stated_in text not null check (stated_in in ('pack', 'proposal')),
  valid_from date not null,
  valid_to date check (valid_to > valid_from)
)
"""
FIGURE_KEPT = """
create function figure_keep_history() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.valid_to is null
    and (to_jsonb(old) - 'valid_to' - 'record')
      = (to_jsonb(new) - 'valid_to' - 'record')
  then
    return new;
  end if;
  raise exception 'what was stated of % is not rewritten', old.record
    using errcode = 'restrict_violation';
end $$
"""
FIGURE_ALONE = """
create function figure_refuse_overlap() returns trigger language plpgsql as $$
begin
  if exists (
    select from figure other
    where other.record = new.record and other.id <> new.id
      and daterange(other.valid_from, other.valid_to)
        && daterange(new.valid_from, new.valid_to)
  ) then
    raise exception 'two statements of % overlap', new.record
      using errcode = 'exclusion_violation';
  end if;
  return null;
end $$
"""

STATED = """
  id uuid primary key,
  record text collate "C" not null,
  stated_in text not null check (stated_in in ('pack', 'proposal')),
  stated_from date not null,
  stated_to date check (stated_to > stated_from),
  confidence text not null check (confidence in ('high', 'medium', 'low'))
"""
FRAMEWORKS = {
    "framework": """
  framework text not null, version text not null, name text not null,
  authority text not null, begins date not null, ends date check (ends > begins),
  supersedes text, source text not null""",
    "framework_item": """
  framework text not null, version text not null, code text not null, parent text,
  level int not null check (level between 1 and 9), title text not null""",
    "framework_mapping": """
  framework text not null, version text not null, code text not null,
  to_framework text not null, to_version text not null, to_code text not null,
  relation text not null
    check (relation in ('contributes_to', 'equals', 'succeeded_by')),
  source text not null""",
    "programme": """
  code text collate "C" not null, name text not null, lead text not null,
  lead_organ text, begins date not null, ends date check (ends > begins),
  source text not null""",
}
FRAMEWORKS_KEPT = """
create function framework_keep_history() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.stated_to is null
    and (to_jsonb(old) - 'stated_to') = (to_jsonb(new) - 'stated_to')
  then
    return new;
  end if;
  raise exception 'what was stated of % is not rewritten', old.record
    using errcode = 'restrict_violation';
end $$
"""


def upgrade() -> None:
    # Categories are the country's own: its pack says which there are.
    op.execute("alter table place drop constraint place_category_check")
    op.execute(COUNTRY)
    op.execute(HELD)
    op.execute(FIGURE)
    op.execute("create unique index uq_figure_record on figure (record, valid_from)")
    op.execute("create index ix_figure_code on figure (code, measure)")
    op.execute("create index ix_figure_in_space on figure (in_space)")
    op.execute("create index ix_figure_measure on figure (measure, year)")
    op.execute(FIGURE_KEPT)
    op.execute(
        "create trigger keep_history before update or delete on figure "
        "for each row execute function figure_keep_history()"
    )
    op.execute(FIGURE_ALONE)
    op.execute(
        "create constraint trigger no_overlap after insert or update on figure "
        "deferrable initially deferred "
        "for each row execute function figure_refuse_overlap()"
    )
    op.execute(FRAMEWORKS_KEPT)
    for table, columns in FRAMEWORKS.items():
        op.execute(f"create table {table} ({STATED.rstrip()}, {columns})")
        op.execute(
            f"create unique index uq_{table}_record on {table} (record, stated_from)"
        )
        op.execute(
            f"create unique index uq_{table}_last on {table} (record) "
            "where stated_to is null"
        )
        op.execute(
            f"create trigger keep_history before update or delete on {table} "
            "for each row execute function framework_keep_history()"
        )
