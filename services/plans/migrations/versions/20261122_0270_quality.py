"""The law's clocks, reviews of adopted plans, contradictions, quality, search."""

from alembic import op

from chassis.migrations.operations import protect_by_space

revision = "20261122_0270"
down_revision = "20261122_0260"

CLOCK = """
create table clock (
  id uuid primary key,
  rule text not null check (rule in ('preparation', 'annual_review', 'review_length')),
  space_code text not null,
  plan_id uuid not null,
  title text not null,
  citation text not null,
  started_on date not null,
  warns_on date not null check (warns_on >= started_on),
  due_on date not null check (due_on >= warns_on),
  stopped_on date check (stopped_on >= started_on),
  foreign key (plan_id, space_code) references plan (id, space_code)
)
"""

REVIEW = """
create table review (
  id uuid primary key,
  plan_id uuid not null,
  space_code text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  outcome text check (outcome in ('confirmed', 'revision_needed', 'superseded')),
  reason text,
  concluded_by text,
  concluded_at timestamptz,
  foreign key (plan_id, space_code) references plan (id, space_code),
  check ((outcome is null) = (reason is null)),
  check ((outcome is null) = (concluded_by is null)),
  check ((outcome is null) = (concluded_at is null))
)
"""

CONTRADICTION = """
create table contradiction (
  id uuid primary key,
  plan_id uuid not null,
  space_code text not null,
  key text not null,
  kind text not null
    check (kind in ('duplicate', 'two_names', 'sequence', 'incomplete')),
  codes text[] not null check (cardinality(codes) > 0),
  score numeric(3, 2) not null check (score between 0 and 1),
  evidence jsonb not null,
  suggestion text not null,
  state text not null check (state in ('open', 'dismissed', 'taken_up', 'resolved')),
  reason text,
  resolution text,
  decided_by text,
  decided_at timestamptz,
  found_at timestamptz not null,
  version int not null check (version > 0),
  unique (plan_id, key),
  foreign key (plan_id, space_code) references plan (id, space_code),
  check ((decided_by is null) = (reason is null)),
  check ((decided_by is null) = (decided_at is null)),
  check (state not in ('dismissed', 'taken_up') or reason is not null)
)
"""

CHECK = """
create table contradiction_check (
  plan_id uuid primary key,
  space_code text not null,
  plan_version int not null,
  found int not null,
  opened int not null,
  resolved int not null,
  checked_by text not null,
  checked_at timestamptz not null,
  foreign key (plan_id, space_code) references plan (id, space_code)
)
"""

ANSWER = """
create table quality_answer (
  plan_id uuid not null,
  question text not null,
  space_code text not null,
  score int not null check (score between 0 and 2),
  reason text not null,
  assessed_by text not null,
  assessed_at timestamptz not null,
  plan_version int not null,
  revision int not null check (revision > 0),
  primary key (plan_id, question),
  foreign key (plan_id, space_code) references plan (id, space_code)
)
"""

WITH_ITS_PLAN = (
    "exists (select from plan where plan.id = plan_id and status <> 'draft')"
)

# Plans that were here before there were clocks run against them all the same.
STARTED_BEFORE = """
insert into clock (id, rule, space_code, plan_id, title, citation, started_on,
  warns_on, due_on)
select gen_random_uuid(), rule, space_code, plan_id, title, citation, began,
  (began + interval '12 months')::date - warning, (began + interval '12 months')::date
from (
  select id as plan_id, space_code, 'preparation' as rule, 90 as warning,
    'A One Plan is developed and approved' as title,
    'DDM Regulations 2024, reg 10(2)' as citation, drafted_at::date as began
  from plan where status = 'draft' and provenance <> 'published'
  union all
  select id, space_code, 'annual_review', 60, 'A One Plan is reviewed every year',
    'DDM Regulations 2024, reg 10(3)', adopted_at::date
  from plan where status = 'adopted' and provenance <> 'published'
) as running
"""

# Accents fold by Unicode's own decomposition: the extension for it may not be there.
# Without `<` and `>` nothing is taken for markup, whose words would not be found.
FOLDED = r"""
create function plans_folded(said text) returns text
language sql immutable strict parallel safe as $$
  select translate(
    regexp_replace(normalize(said, NFD), '[\u0300-\u036f]+', '', 'g'), '<>', '  ')
$$
"""

# English stems, so that "roads" finds "road", and the words as they are written, so
# that the beginning of any word finds it.
WORDS = """
create function plans_words(title text, content text) returns tsvector
language sql immutable parallel safe as $$
  select setweight(to_tsvector('english', t) || to_tsvector('simple', t), 'A')
    || setweight(to_tsvector('english', c) || to_tsvector('simple', c), 'B')
  from (select plans_folded(title), plans_folded(coalesce(content, ''))) said (t, c)
$$
"""

SOUGHT = """
create function plans_sought(said text, unfinished boolean) returns tsquery
language sql immutable strict parallel safe as $$
  select case when unfinished
    then regexp_replace(found::text, '''$', ''':*')::tsquery
    else found end
  from websearch_to_tsquery('english', plans_folded(said)) as found
$$
"""

# Words without text, beside the rows they belong to: under row-level security, no
# index on the protected rows themselves would serve a full-text condition, because
# `@@` is not leakproof. What a search answers is read from the protected rows.
SEARCH_ENTRY = """
create table search_entry (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('plan', 'intervention', 'resolution')),
  record uuid not null,
  code text not null default '',
  words tsvector not null,
  unique (record, kind, code)
)
"""

ENTRY = """
insert into search_entry (kind, record, code, words)
select '{kind}', {record}, {code}, plans_words({title}, {content}) from {source}
"""
NOTE_WORDS = """
create function plans_note_words_of_{kind}() returns trigger language plpgsql as $$
begin
  {entry}
  on conflict (record, kind, code) do update set words = excluded.words;
  return null;
end $$
"""
FORGET_WORDS = """
create function plans_forget_words() returns trigger language plpgsql as $$
declare gone jsonb := to_jsonb(old);
begin
  delete from search_entry where kind = tg_argv[0]
    and record = (gone ->> tg_argv[1])::uuid and code = coalesce(gone ->> 'code', '');
  return null;
end $$
"""
SEARCHED = {
    "plan": {
        "table": "plan",
        "record": "id",
        "code": "''",
        "title": "title",
        "content": "vision",
        "watched": "title, vision",
        "only": "true",
    },
    "intervention": {
        "table": "intervention",
        "record": "plan_id",
        "code": "code",
        "title": "code || ' ' || title",
        "content": "concat_ws(' ', section, note)",
        "watched": "title, section, note",
        "only": "true",
    },
    "resolution": {
        "table": "matter",
        "record": "id",
        "code": "''",
        "title": "reference",
        "content": "content",
        "watched": "reference, content",
        "only": "kind = 'resolution'",
    },
}


def upgrade() -> None:
    op.execute(CLOCK)
    op.execute(
        "create unique index uq_clock_running on clock (plan_id, rule) "
        "where stopped_on is null"
    )
    op.execute("create index ix_clock_due_on on clock (due_on, id)")
    op.execute("create index ix_clock_space_code on clock (space_code, due_on, id)")
    op.execute(REVIEW)
    op.execute("create index ix_review_plan_id on review (plan_id, id)")
    op.execute(
        "create unique index uq_review_open on review (plan_id) where outcome is null"
    )
    op.execute(CONTRADICTION)
    op.execute("create index ix_contradiction_plan_id on contradiction (plan_id, id)")
    op.execute(CHECK)
    op.execute(ANSWER)
    op.execute("select set_config('onedistrict.spaces', '*', true)")
    op.execute(STARTED_BEFORE)
    protect_by_space("clock", published="true")
    protect_by_space("review", published="true")
    for table in ("contradiction", "contradiction_check", "quality_answer"):
        protect_by_space(table, published=WITH_ITS_PLAN)
    op.execute(
        "create trigger content_is_fixed before insert or update or delete "
        "on quality_answer for each row "
        "execute function plans_refuse_change_after_adoption()"
    )
    search_over_everything()


def search_over_everything() -> None:
    for statement in (FOLDED, WORDS, SOUGHT, SEARCH_ENTRY, FORGET_WORDS):
        op.execute(statement)
    for kind, its in SEARCHED.items():
        table, record = its["table"], its["record"]
        before = ENTRY.format(**its, kind=kind, source=f"{table} where {its['only']}")
        op.execute(before)
        entry = ENTRY.format(**its, kind=kind, source="(select new.*) as written")
        op.execute(NOTE_WORDS.format(kind=kind, entry=entry.strip()))
        op.execute(
            f"create trigger note_words after insert or update of {its['watched']} "
            f"on {table} for each row when ({of_the_new(its['only'])}) "
            f"execute function plans_note_words_of_{kind}()"
        )
        op.execute(
            f"create trigger forget_words after delete on {table} for each row "
            f"execute function plans_forget_words('{kind}', '{record}')"
        )
    op.execute("create index ix_search_entry_words on search_entry using gin (words)")


def of_the_new(condition: str) -> str:
    return condition if condition == "true" else f"new.{condition}"
