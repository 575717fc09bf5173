"""Tables that carry events out of a service and into it."""

from alembic import op

from chassis.migrations.operations import append_only

revision = "20261121_1000"
down_revision = "20261121_0900"

# The relay reads by (xid, position): an identity alone is handed out before commit,
# so that a reader of "everything after the last one" misses slower transactions.
OUTBOX = """
create table outbox (
  position bigint generated always as identity,
  xid xid8 not null,
  event_id uuid not null,
  subject text not null,
  aggregate text not null,
  aggregate_seq bigint not null,
  space_code text,
  correlation_id uuid,
  occurred_at timestamptz not null,
  payload jsonb not null,
  constraint pk_outbox primary key (position),
  constraint uq_outbox_event_id unique (event_id),
  constraint uq_outbox_aggregate_aggregate_seq unique (aggregate, aggregate_seq)
)
"""

# The lock on the aggregate keeps its writers in the order they commit; the number is
# read after it, in a snapshot of its own. Without sorting, that is one step down the
# unique index, even by a plan that was made when the table was small.
OUTBOX_NUMBER = """
create function outbox_number() returns trigger language plpgsql
set enable_sort = off as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('outbox:' || new.aggregate, 0));
  select coalesce(
    (
      select told.aggregate_seq from outbox as told
      where told.aggregate = new.aggregate
      order by told.aggregate_seq desc
      limit 1
    ),
    0
  ) + 1 into new.aggregate_seq;
  new.xid := pg_current_xact_id();
  return new;
end $$
"""

RELAY_PROGRESS = """
create table relay_progress (
  only_row boolean not null default true,
  epoch int not null default 0,
  xid xid8 not null default '0',
  position bigint not null default 0,
  stream_created text,
  stream_seq bigint not null default 0,
  stream_gaps bigint not null default 0,
  constraint pk_relay_progress primary key (only_row),
  constraint ck_relay_progress_only_row check (only_row)
)
"""

INBOX = """
create table inbox (
  durable text not null,
  event_id uuid not null,
  subject text not null,
  aggregate text not null,
  aggregate_seq bigint not null,
  state text not null,
  envelope jsonb,
  reason text,
  attempts int not null default 0,
  retry_at timestamptz,
  received_at timestamptz not null default now(),
  settled_at timestamptz,
  constraint pk_inbox primary key (durable, event_id),
  constraint ck_inbox_state
    check (state in ('applied', 'waiting', 'failed', 'discarded'))
)
"""

INBOX_POSITION = """
create table inbox_position (
  durable text not null,
  aggregate text not null,
  seq bigint not null,
  constraint pk_inbox_position primary key (durable, aggregate)
)
"""


def upgrade() -> None:
    op.execute(OUTBOX)
    op.execute("create index ix_outbox_xid_position on outbox (xid, position)")
    op.execute(OUTBOX_NUMBER)
    op.execute(
        "create trigger outbox_number before insert on outbox "
        "for each row execute function outbox_number()"
    )
    append_only("outbox")
    op.execute(RELAY_PROGRESS)
    op.execute("insert into relay_progress default values")
    op.execute(INBOX)
    op.execute(
        "create index ix_inbox_waiting on inbox (durable, aggregate, aggregate_seq) "
        "where state = 'waiting'"
    )
    op.execute(
        "create index ix_inbox_unsettled on inbox (event_id) "
        "where state in ('waiting', 'failed')"
    )
    op.execute(INBOX_POSITION)
