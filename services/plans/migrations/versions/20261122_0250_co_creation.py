"""Public comment: windows in which everybody reads a draft, and what they submit."""

from alembic import op

from chassis.migrations.operations import protect_by_space

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
    show_drafts_that_are_open()


def show_drafts_that_are_open() -> None:
    op.execute(IS_PUBLIC)
    op.execute("alter policy published on plan using (plans_is_public(plan))")
    for table in CONTENT:
        op.execute(
            f"alter policy published on {table} using (exists ("
            "select from plan where plan.id = plan_id and plans_is_public(plan)))"
        )
