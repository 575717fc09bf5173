"""Files of every part of a plan; a link belongs to the section of what it is about."""

from alembic import op

revision = "20261122_0310"
down_revision = "20261122_0300"

IMPORTS = (
    "alter table intervention_import rename to plan_import",
    "alter index ix_intervention_import_digest rename to ix_plan_import_digest",
    "alter table plan_import alter column unit drop not null",
)

AREA_OF = """
create function plans_area_of(of_plan uuid, kind text, of_code text) returns text
language sql stable as $$
  select case kind
    when 'outcome' then
      (select focus_area from outcome where plan_id = of_plan and code = of_code)
    when 'strategy' then
      (select focus_area from strategy where plan_id = of_plan and code = of_code)
    when 'intervention' then
      (select focus_area from intervention where plan_id = of_plan and code = of_code)
  end
$$
"""

# As before, and: a link is in the area of its subject, or in that of the whole plan,
# called `plan`. A subject added beside its link has told its area itself.
NOTE_CHANGE = """
create or replace function plans_note_provenance() returns trigger
language plpgsql as $$
declare
  who jsonb := nullif(current_setting('onedistrict.caller', true), '')::jsonb;
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  is_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
  either jsonb := was || is_now;
  of_plan uuid := (either ->> 'plan_id')::uuid;
  said jsonb;
  touched text[];
  areas text[];
begin
  select coalesce(array_agg(key order by key), '{}') into touched
    from jsonb_object_keys(either) as key
    where was -> key is distinct from is_now -> key
      and key not in ('plan_id', 'space_code', 'code', 'revision');
  if touched = '{}' then return null; end if;
  areas := array[was ->> 'focus_area', is_now ->> 'focus_area'];
  if tg_argv[0] = 'planned' then
    touched := array['planned.' || (either ->> 'financial_year')];
    areas := array[plans_area_of(of_plan, 'intervention', either ->> 'code')];
  elsif tg_argv[0] = 'link' then
    foreach said in array array[was, is_now] loop
      continue when said = '{}';
      areas := areas || case when said ->> 'subject' is null then 'plan'
        else plans_area_of(of_plan, said ->> 'subject_kind', said ->> 'subject') end;
    end loop;
  end if;
  insert into field_provenance
    (plan_id, space_code, kind, code, change, fields, focus_areas, sub, organ)
  values (of_plan, either ->> 'space_code',
    case tg_argv[0] when 'planned' then 'intervention' else tg_argv[0] end,
    either ->> 'code',
    case when tg_argv[0] = 'planned' or tg_op = 'UPDATE' then 'changed'
      when tg_op = 'INSERT' then 'added' else 'removed' end,
    touched, array_remove(areas, null), who ->> 'sub', who ->> 'organ');
  return null;
end $$
"""


def upgrade() -> None:
    for statement in (*IMPORTS, AREA_OF, NOTE_CHANGE):
        op.execute(statement)
