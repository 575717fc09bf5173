"""What places and organs are also called, and labels waiting for a decision."""

from alembic import op

revision = "20261121_1600"
down_revision = "20261121_1410"

ALIAS = """
create table name_alias (
  id uuid primary key,
  subject text not null check (subject in ('place', 'organ')),
  scheme text not null,
  identifier text not null,
  key text not null,
  kind text check (kind in ('country', 'province', 'space', 'municipality')),
  code text not null,
  valid_from date,
  valid_to date check (valid_to > valid_from),
  needs_title boolean not null default false,
  confidence text,
  source text not null check (source in ('pack', 'review', 'file')),
  adopted_by text,
  adopted_at timestamptz,
  reason text,
  check (subject = 'place' or kind is null),
  check (
    source = 'pack'
    or (adopted_by is not null and adopted_at is not null and reason is not null)
  )
)
"""

REVIEW = """
create table name_review (
  id uuid primary key,
  topic text not null,
  label text not null,
  key text not null,
  kind text,
  within text,
  as_of date not null,
  outcome text not null check (outcome in ('ambiguous', 'unknown')),
  why text not null,
  candidates jsonb not null,
  times_asked int not null default 1 check (times_asked > 0),
  asked_by text not null,
  asked_at timestamptz not null,
  status text not null default 'open'
    check (status in ('open', 'adopted', 'dismissed')),
  place_kind text,
  place_code text,
  decided_by text,
  decided_at timestamptz,
  reason text,
  version int not null default 1,
  check ((status = 'open') = (decided_by is null)),
  check ((status = 'open') = (decided_at is null)),
  check ((status = 'open') = (reason is null)),
  check ((status = 'adopted') = (place_code is not null)),
  check ((place_kind is null) = (place_code is null))
)
"""

# A random stamp and not a counter: no two databases ever share one by chance, so a
# process may keep what it built under a stamp whatever database it came from.
EDITION = """
create table name_edition (
  one boolean primary key default true check (one),
  stamp uuid not null
)
"""
CHANGED = """
create function name_edition_changed() returns trigger language plpgsql as $$
begin
  insert into name_edition (stamp) values (gen_random_uuid())
  on conflict (one) do update set stamp = excluded.stamp;
  return null;
end $$
"""


def upgrade() -> None:
    op.execute(ALIAS)
    op.execute("create index ix_name_alias_lookup on name_alias (subject, scheme, key)")
    op.execute(
        "create unique index uq_name_alias on name_alias (subject, scheme, key, code, "
        "coalesce(kind, ''), coalesce(valid_from, '-infinity'))"
    )
    op.execute("create index ix_name_alias_code on name_alias (subject, code)")
    op.execute(
        "create unique index uq_name_alias_adopted on name_alias (subject, key) "
        "where scheme = 'adopted'"
    )
    op.execute(REVIEW)
    op.execute(
        "create unique index uq_name_review_topic on name_review (topic) "
        "where status = 'open'"
    )
    op.execute("create index ix_name_review_status on name_review (status, id)")
    op.execute(EDITION)
    op.execute("insert into name_edition (stamp) values (gen_random_uuid())")
    op.execute(CHANGED)
    for table in ("place", "name_alias"):
        op.execute(
            f"create trigger name_edition after insert or update or delete on {table} "
            "for each statement execute function name_edition_changed()"
        )
