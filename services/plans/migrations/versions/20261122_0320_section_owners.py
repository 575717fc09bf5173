"""Sections change hands and close; organs end; comments are kept once, unnamed."""

from alembic import op

from chassis.migrations.operations import append_only, protect_by_space

revision = "20261122_0320"
down_revision = "20261122_0310"

STATES = "'unowned', 'open', 'submitted', 'returned', 'accepted', 'closed'"
STEPS = (
    "'offered', 'taken', 'declined', 'withdrawn', 'changed', 'submitted', "
    "'returned', 'accepted', 'closed', 'reopened'"
)

# Who opened a section before organs were asked spoke for its owner.
OWNED_BY_WORD = f"""
alter table plan_section
  alter column owner_organ drop not null,
  add column offered_to text,
  add column due_on date,
  add column moved_for text,
  add column step text not null default 'taken' check (step in ({STEPS})),
  drop constraint plan_section_state_check,
  add constraint plan_section_state_check check (state in ({STATES})),
  add constraint plan_section_owner_check
    check ((state = 'unowned') = (owner_organ is null)),
  add constraint plan_section_offer_check check (offered_to <> owner_organ)
"""

STEPS_BEFORE = """
update plan_section set step = case state when 'open' then 'taken' else state end
"""

REVISION = f"""
create table section_revision (
  plan_id uuid not null,
  code text not null,
  revision int not null,
  space_code text not null,
  owner_organ text,
  offered_to text,
  state text not null check (state in ({STATES})),
  step text not null check (step in ({STEPS})),
  note text,
  due_on date,
  moved_by text not null,
  moved_for text,
  moved_at timestamptz not null,
  primary key (plan_id, code, revision),
  foreign key (plan_id, code) references plan_section (plan_id, code)
)
"""
KEPT_BEFORE = """
insert into section_revision (plan_id, code, revision, space_code, owner_organ,
  offered_to, state, step, note, due_on, moved_by, moved_for, moved_at)
select plan_id, code, revision, space_code, owner_organ,
  offered_to, state, step, note, due_on, moved_by, moved_for, moved_at
from plan_section
"""
KEEP = """
create function plans_keep_section_revision() returns trigger language plpgsql as $$
begin
  insert into section_revision (plan_id, code, revision, space_code, owner_organ,
    offered_to, state, step, note, due_on, moved_by, moved_for, moved_at)
  values (new.plan_id, new.code, new.revision, new.space_code, new.owner_organ,
    new.offered_to, new.state, new.step, new.note, new.due_on, new.moved_by,
    new.moved_for, new.moved_at);
  return null;
end $$
"""

ORGAN_END = """
create table organ_end (
  code text primary key,
  ended_on date,
  version int not null
)
"""

# What was moderated before is as unnamed as what is moderated from now on.
FORGET_NAMES = """
update comment_submission set name = null where state <> 'received'
"""
COMMENT_KEPT_ONCE = """
alter table comment_submission
  add column fingerprint text,
  add constraint comment_submission_unnamed check (state = 'received' or name is null)
"""
FINGERPRINTS_BEFORE = """
update comment_submission set fingerprint = id::text
"""

WITH_ITS_PLAN = (
    "exists (select from plan where plan.id = plan_id and status <> 'draft')"
)


def upgrade() -> None:
    op.execute("select set_config('onedistrict.spaces', '*', true)")
    for statement in (FORGET_NAMES, COMMENT_KEPT_ONCE, FINGERPRINTS_BEFORE):
        op.execute(statement)
    op.execute("alter table comment_submission alter column fingerprint set not null")
    op.execute(
        "create unique index uq_comment_submission_fingerprint "
        "on comment_submission (window_id, fingerprint)"
    )
    sections_change_hands()


def sections_change_hands() -> None:
    op.execute(OWNED_BY_WORD)
    op.execute(STEPS_BEFORE)
    op.execute("alter table plan_section alter column step drop default")
    for statement in (REVISION, KEPT_BEFORE, KEEP, ORGAN_END):
        op.execute(statement)
    protect_by_space("section_revision", published=WITH_ITS_PLAN)
    append_only("section_revision")
    op.execute(
        "create trigger keep_revision after insert or update on plan_section "
        "for each row execute function plans_keep_section_revision()"
    )
    op.execute(
        "create index ix_remark_open on remark (plan_id) "
        "where resolved_at is null and id = thread"
    )
