"""Periods of places that never overlap, and how one municipality became another."""

from alembic import op

revision = "20261121_1400"
down_revision = "20261121_1030"

PLACE = """
alter table place drop constraint place_kind_check;
alter table place add constraint place_kind_check
  check (kind in ('country', 'province', 'space', 'municipality', 'ward'));
alter table place
  add column since date not null default '2000-12-05',
  add column boundaries_since date not null default '2000-12-05',
  add column begun_by text not null default 'register_opening' check (begun_by in (
    'register_opening', 'metro_status', 'established', 'reconstituted',
    'continued', 'moved', 'renamed', 'reclassified')),
  add column vintage text not null default 'za-2016-08-03',
  add check (since <= boundaries_since and boundaries_since <= valid_from);
alter table place
  alter column since drop default,
  alter column boundaries_since drop default,
  alter column begun_by drop default,
  alter column vintage drop default;
create index ix_place_kind_parent_code on place (kind, parent_code)
"""

# Exclusion constraints over text need the extension btree_gist, which the packaged
# server does not carry; the trigger finds a neighbour through the primary key.
NO_OVERLAP = """
create function place_refuse_overlap() returns trigger language plpgsql as $$
begin
  if exists (
    select from place other
    where other.kind = new.kind and other.code = new.code
      and other.valid_from <> new.valid_from
      and daterange(other.valid_from, other.valid_to)
        && daterange(new.valid_from, new.valid_to)
  ) then
    raise exception 'two periods of % % overlap', new.kind, new.code
      using errcode = 'exclusion_violation';
  end if;
  return null;
end $$;
create constraint trigger no_overlap after insert or update on place
  deferrable initially deferred for each row execute function place_refuse_overlap()
"""

KEEP_HISTORY = """
create function place_keep_history() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.kind = new.kind and old.code = new.code
    and old.valid_from = new.valid_from
    and (old.valid_to is null or old.valid_to is not distinct from new.valid_to)
  then
    return new;
  end if;
  raise exception 'the history of % % is not rewritten', old.kind, old.code
    using errcode = 'restrict_violation';
end $$;
create trigger keep_history before update or delete on place
  for each row execute function place_keep_history()
"""

TRANSITION = """
create table place_transition (
  effective date not null,
  old_code text not null,
  new_code text not null,
  old_since date not null check (old_since < effective),
  new_since date not null check (new_since <= effective),
  old_change text not null
    check (old_change in ('disestablished', 'continued', 'reconstituted')),
  new_change text not null
    check (new_change in ('established', 'continued', 'reconstituted')),
  change text not null check (change in
    ('merged', 'absorbed', 'divided', 'ceded', 'retained', 'reconstituted')),
  old_space_code text not null,
  new_space_code text not null,
  weight numeric(13, 12) check (weight > 0 and weight <= 1),
  weight_basis text check (weight_basis in ('whole', 'population', 'declared')),
  weight_source text,
  vintage text not null,
  primary key (effective, old_code, new_code),
  check ((weight is null) = (weight_basis is null)),
  check ((weight is null) = (weight_source is null))
);
create index ix_place_transition_old
  on place_transition (old_code, old_since, effective);
create index ix_place_transition_new
  on place_transition (new_code, new_since, effective)
"""

WHOLE = """
create function place_transition_is_whole() returns trigger language plpgsql as $$
declare
  missing int;
  total numeric;
begin
  select count(*) filter (where weight is null), sum(weight) into missing, total
  from place_transition where effective = new.effective and old_code = new.old_code;
  if total is not null and (missing > 0 or total <> 1) then
    raise exception 'the weights of % on % do not sum to 1', new.old_code, new.effective
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger is_whole after insert or update on place_transition
  deferrable initially deferred
  for each row execute function place_transition_is_whole();
create function place_transition_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.weight is null
    and (to_jsonb(old) - 'weight' - 'weight_basis' - 'weight_source')
      = (to_jsonb(new) - 'weight' - 'weight_basis' - 'weight_source')
  then
    return new;
  end if;
  raise exception 'what became of % is not rewritten', old.old_code
    using errcode = 'restrict_violation';
end $$;
create trigger keep_history before update or delete on place_transition
  for each row execute function place_transition_keep()
"""


def upgrade() -> None:
    for statements in (PLACE, NO_OVERLAP, KEEP_HISTORY, TRANSITION, WHOLE):
        _run(statements)


def _run(statements: str) -> None:
    """One by one: asyncpg prepares a single command at a time."""
    for statement in _split(statements):
        op.execute(statement)


def _split(statements: str) -> list[str]:
    found, body = [""], False
    for line in statements.strip().splitlines():
        body ^= line.count("$$") % 2 == 1
        found[-1] += line + "\n"
        if line.endswith(";") and not body:
            found.append("")
    return [each for each in found if each.strip()]
