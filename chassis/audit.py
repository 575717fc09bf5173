"""Who did what, when, for whom: a row in the transaction that did it.

Entries are append-only and chained per space, so that districts never wait for
each other and a changed or missing entry shows (ADR 0014). The chain is made by
the database, in the trigger `audit_link` of the chassis migration.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True)
class Act:
    """One accepted request that changed something.

    `records` names every record it touched, so that each can be looked up; `on_behalf`
    the offices whose powers let it happen, and whether their holder was acting.
    """

    operation: str
    path: str
    sub: str
    client_id: str
    role: str
    organ: str | None
    space_code: str | None
    records: Sequence[str]
    request_id: str
    status: int
    request_sha256: str
    response_sha256: str
    on_behalf: Sequence[Mapping[str, str]] = ()


async def record(session: AsyncSession, act: Act) -> None:
    await session.execute(
        text(RECORD).bindparams(bindparam("on_behalf", type_=JSONB)),
        vars(act)
        | {"records": list(act.records), "on_behalf": [*map(dict, act.on_behalf)]},
    )


async def entries(
    session: AsyncSession, *, record_id: str | None, after: int, limit: int
) -> list[dict[str, Any]]:
    """Entries oldest first, of one record or of all, visible to this transaction."""
    rows = await session.execute(
        text(ENTRIES), {"record_id": record_id, "after": after, "limit": limit}
    )
    return [dict(row) for row in rows.mappings()]


async def broken_links(session: AsyncSession) -> list[str]:
    """Chains whose recomputed hashes do not agree; empty when all is well."""
    rows = await session.execute(text(VERIFY))
    return [f"{row.chain}:{row.seq}" for row in rows]


RECORD = """
insert into audit_entry (operation, path, sub, client_id, role, organ, space_code,
  records, request_id, status, request_sha256, response_sha256, on_behalf)
values (:operation, :path, :sub, :client_id, :role, :organ, :space_code,
  :records, :request_id, :status, :request_sha256, :response_sha256, :on_behalf)
"""

ENTRIES = """
select position, chain, seq, at, operation, path, sub, client_id, role, organ,
  space_code, records, request_id, status, request_sha256, response_sha256, on_behalf,
  encode(hash, 'hex') as hash
from audit_entry
where position > :after
  and (space_code is null or onedistrict_may_act(space_code))
  and (cast(:record_id as text) is null or records @> array[cast(:record_id as text)])
order by position
limit :limit
"""

VERIFY = """
select chain, seq from (
  select chain, seq, hash, prev, audit_hash(audit_entry) as computed,
    lag(hash) over (partition by chain order by seq) as before,
    row_number() over (partition by chain order by seq) as place
  from audit_entry
) linked
where hash is distinct from computed or seq <> place
  or prev is distinct from coalesce(before, ''::bytea)
"""
