"""Public comment; sections and their owners, who changed which field, remarks."""

from alembic import op

from chassis.migrations.operations import append_only, protect_by_space

revision = "20261122_0250"
down_revision = "20261122_0240"

OPEN_FOR_COMMENT = """
alter table plan
  add column comment_from date,
  add column comment_to date,
  add constraint ck_plan_comment_window check (
    (comment_from is null) = (comment_to is null) and comment_to > comment_from)
"""

WINDOW = """
create table comment_window (
  id uuid primary key,
  plan_id uuid not null,
  space_code text not null,
  opens_on date not null,
  closes_on date not null check (closes_on > opens_on),
  notice text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  unique (id, plan_id, space_code),
  foreign key (plan_id, space_code) references plan (id, space_code)
)
"""

SUBMISSION = """
create table comment_submission (
  id uuid primary key,
  window_id uuid not null,
  plan_id uuid not null,
  space_code text not null,
  plan_version int not null,
  name text,
  organisation text,
  intervention text,
  comment text not null,
  received_at timestamptz not null,
  state text not null check (state in ('received', 'published', 'withheld')),
  withheld_because text,
  moderated_by text,
  moderated_at timestamptz,
  outcome text
    check (outcome in ('accepted', 'partly_accepted', 'not_accepted', 'noted')),
  response text,
  changes text[] not null default '{}',
  answered_by text,
  answered_at timestamptz,
  version int not null check (version > 0),
  foreign key (window_id, plan_id, space_code)
    references comment_window (id, plan_id, space_code),
  check ((state = 'received') = (moderated_at is null)),
  check ((moderated_by is null) = (moderated_at is null)),
  check ((state = 'withheld') = (withheld_because is not null)),
  check ((outcome is null) = (answered_at is null)),
  check ((response is null) = (answered_at is null)),
  check (answered_at is null or state = 'published')
)
"""

# The day of chassis.clock, whatever the time zone of the session.
TODAY = """
create function onedistrict_today() returns date language sql stable as $$
  select (now() at time zone 'UTC')::date
$$
"""

IS_PUBLIC = """
create function plans_is_public(plan plan) returns boolean language sql stable as $$
  select plan.status <> 'draft'
    or onedistrict_today() between plan.comment_from and plan.comment_to
$$
"""

# Strangers add to an open window, and read back nothing but what is published.
ANYBODY_SUBMITS = """
create policy anybody_submits on comment_submission for insert with check (
  state = 'received' and moderated_by is null and answered_by is null
  and exists (
    select from comment_window w
    where w.id = window_id and onedistrict_today() between w.opens_on and w.closes_on))
"""

SECTION = """
create table plan_section (
  plan_id uuid not null,
  code text not null,
  space_code text not null,
  title text not null,
  focus_area text not null,
  owner_organ text not null,
  state text not null check (state in ('open', 'submitted', 'returned', 'accepted')),
  note text,
  moved_by text not null,
  moved_at timestamptz not null,
  revision int not null check (revision > 0),
  primary key (plan_id, code),
  unique (plan_id, focus_area),
  foreign key (plan_id, space_code) references plan (id, space_code)
)
"""

PROVENANCE = """
create table field_provenance (
  id bigint generated always as identity primary key,
  plan_id uuid not null,
  space_code text not null,
  kind text not null,
  code text not null,
  change text not null check (change in ('added', 'changed', 'removed')),
  fields text[] not null,
  focus_areas text[] not null,
  sub text,
  organ text,
  at timestamptz not null default now(),
  xact xid8 not null default pg_current_xact_id(),
  foreign key (plan_id, space_code) references plan (id, space_code)
)
"""

REMARK = """
create table remark (
  id uuid primary key,
  plan_id uuid not null,
  space_code text not null,
  thread uuid not null references remark,
  subject text not null,
  code text,
  field text,
  content text not null,
  made_by text not null,
  organ text,
  made_at timestamptz not null,
  plan_version int not null,
  resolved_by text,
  resolved_at timestamptz,
  version int not null check (version > 0),
  foreign key (plan_id, space_code) references plan (id, space_code),
  check ((resolved_by is null) = (resolved_at is null)),
  check (resolved_at is null or id = thread)
)
"""

# Every way of writing passes here: who changed which fields of which record. An amount
# of a year is the field `planned.<year>` of its intervention.
NOTE_CHANGE = """
create function plans_note_provenance() returns trigger language plpgsql as $$
declare
  who jsonb := nullif(current_setting('onedistrict.caller', true), '')::jsonb;
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  is_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
  either jsonb := was || is_now;
  touched text[];
  areas text[];
begin
  select coalesce(array_agg(key order by key), '{}') into touched
    from jsonb_object_keys(either) as key
    where was -> key is distinct from is_now -> key
      and key not in ('plan_id', 'space_code', 'code', 'revision');
  if touched = '{}' then return null; end if;
  areas := array_remove(array[was ->> 'focus_area', is_now ->> 'focus_area'], null);
  if tg_argv[0] = 'planned' then
    touched := array['planned.' || (either ->> 'financial_year')];
    select array_agg(focus_area) into areas from intervention
      where plan_id = (either ->> 'plan_id')::uuid and code = either ->> 'code';
  end if;
  insert into field_provenance
    (plan_id, space_code, kind, code, change, fields, focus_areas, sub, organ)
  values ((either ->> 'plan_id')::uuid, either ->> 'space_code',
    case tg_argv[0] when 'planned' then 'intervention' else tg_argv[0] end,
    either ->> 'code',
    case when tg_argv[0] = 'planned' or tg_op = 'UPDATE' then 'changed'
      when tg_op = 'INSERT' then 'added' else 'removed' end,
    touched, coalesce(areas, '{}'), who ->> 'sub', who ->> 'organ');
  return null;
end $$
"""

NOTED = {
    "issue": "issue",
    "outcome": "outcome",
    "strategy": "strategy",
    "plan_link": "link",
    "intervention": "intervention",
    "planned_amount": "planned",
}

WITH_ITS_PLAN = (
    "exists (select from plan where plan.id = plan_id and status <> 'draft')"
)
CONTENT = (
    "stage_completion",
    "issue",
    "outcome",
    "strategy",
    "plan_link",
    "intervention",
    "planned_amount",
)


def upgrade() -> None:
    op.execute(TODAY)
    op.execute(OPEN_FOR_COMMENT)
    op.execute(WINDOW)
    op.execute("create index ix_comment_window_plan_id on comment_window (plan_id, id)")
    op.execute(SUBMISSION)
    op.execute(
        "create index ix_comment_submission_window_id "
        "on comment_submission (window_id, id)"
    )
    protect_by_space("comment_window", published="true")
    protect_by_space("comment_submission", published="state = 'published'")
    op.execute(ANYBODY_SUBMITS)
    write_together()
    show_drafts_that_are_open()


def write_together() -> None:
    for table in (SECTION, PROVENANCE, REMARK, NOTE_CHANGE):
        op.execute(table)
    op.execute(
        "create index ix_field_provenance_plan_id on field_provenance (plan_id, id)"
    )
    op.execute(
        "create index ix_field_provenance_record "
        "on field_provenance (plan_id, kind, code, id)"
    )
    op.execute(
        "create index ix_field_provenance_xact on field_provenance (plan_id, xact)"
    )
    op.execute("create index ix_remark_plan_id on remark (plan_id, id)")
    protect_by_space("plan_section", published=WITH_ITS_PLAN)
    for table in ("field_provenance", "remark"):
        protect_by_space(table)
    append_only("field_provenance")
    for table, kind in NOTED.items():
        op.execute(
            f"create trigger note_provenance after insert or update or delete "
            f"on {table} for each row execute function plans_note_provenance('{kind}')"
        )


def show_drafts_that_are_open() -> None:
    op.execute(IS_PUBLIC)
    op.execute("alter policy published on plan using (plans_is_public(plan))")
    for table in CONTENT:
        op.execute(
            f"alter policy published on {table} using (exists ("
            "select from plan where plan.id = plan_id and plans_is_public(plan)))"
        )
