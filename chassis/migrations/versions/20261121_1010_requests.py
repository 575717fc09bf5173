"""Answers kept for repeated requests, and the audit of accepted ones."""

from alembic import op

from chassis.migrations.operations import append_only

revision = "20261121_1010"
down_revision = "20261121_1000"

IDEMPOTENCY = """
create table idempotency (
  client_id text not null,
  key text not null,
  fingerprint bytea not null,
  status int,
  media_type text,
  headers jsonb not null default '{}',
  body bytea,
  created_at timestamptz not null default now(),
  primary key (client_id, key)
)
"""

AUDIT = """
create table audit_entry (
  position bigint generated always as identity primary key,
  chain text not null,
  seq bigint not null,
  at timestamptz not null default clock_timestamp(),
  operation text not null,
  path text not null,
  sub text not null,
  client_id text not null,
  role text not null,
  organ text,
  space_code text,
  records text[] not null,
  request_id text not null,
  status int not null,
  request_sha256 text not null,
  response_sha256 text not null,
  prev bytea not null,
  hash bytea not null,
  unique (chain, seq)
)
"""

AUDIT_HASH = """
create function audit_hash(e audit_entry) returns bytea language sql stable as $$
  select sha256(e.prev || convert_to(jsonb_build_array(
    e.chain, e.seq, extract(epoch from e.at)::text, e.operation, e.path, e.sub,
    e.client_id, e.role, e.organ, e.space_code, to_jsonb(e.records), e.request_id,
    e.status, e.request_sha256, e.response_sha256)::text, 'UTF8'))
$$
"""

AUDIT_LINK = """
create function audit_link() returns trigger language plpgsql as $$
declare last record;
begin
  new.chain := coalesce(new.space_code, '-');
  perform pg_advisory_xact_lock(hashtextextended('audit:' || new.chain, 0));
  select seq, hash into last from audit_entry
    where chain = new.chain order by seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  new.prev := coalesce(last.hash, ''::bytea);
  new.hash := audit_hash(new);
  return new;
end $$
"""


def upgrade() -> None:
    op.execute(IDEMPOTENCY)
    op.execute("create index ix_idempotency_created_at on idempotency (created_at)")
    op.execute(AUDIT)
    op.execute("create index ix_audit_entry_records on audit_entry using gin (records)")
    op.execute(AUDIT_HASH)
    op.execute(AUDIT_LINK)
    op.execute(
        "create trigger audit_link before insert on audit_entry "
        "for each row execute function audit_link()"
    )
    append_only("audit_entry")
