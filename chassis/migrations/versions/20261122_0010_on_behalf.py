"""The audit says for which offices somebody acted; older entries keep their hash."""

from alembic import op

revision = "20261122_0010"
down_revision = "20261121_1010"

AUDIT_HASH = """
create or replace function audit_hash(e audit_entry)
returns bytea language sql stable as $$
  select sha256(e.prev || convert_to((jsonb_build_array(
    e.chain, e.seq, extract(epoch from e.at)::text, e.operation, e.path, e.sub,
    e.client_id, e.role, e.organ, e.space_code, to_jsonb(e.records), e.request_id,
    e.status, e.request_sha256, e.response_sha256)
    || case when e.on_behalf = '[]' then '[]' else jsonb_build_array(e.on_behalf) end
    )::text, 'UTF8'))
$$
"""


def upgrade() -> None:
    op.execute("alter table audit_entry add on_behalf jsonb not null default '[]'")
    op.execute(AUDIT_HASH)
