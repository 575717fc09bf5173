"""A repeated request gets the first answer, from the transaction that gave it.

After draft-ietf-httpapi-idempotency-key-header: the same key with the same request is
answered again; with another request it is refused (ADR 0006).
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import Conflict, Malformed, Unprocessable

LONGEST_KEY = 255
KEPT_DAYS = 7
AT_A_TIME = 5000


class IdempotencyKeyMalformed(Malformed):
    """An idempotency key is 1 to 255 visible ASCII characters."""


class IdempotencyKeyReused(Unprocessable):
    """An idempotency key belongs to the request it was first used with."""


class IdempotencyKeyInUse(Conflict):
    """A request with this idempotency key is still being carried out."""

    retry_after_seconds = 1


@dataclass(frozen=True)
class StoredAnswer:
    status: int
    media_type: str
    headers: dict[str, str]
    body: bytes


def check_key(key: str) -> None:
    if not 1 <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise IdempotencyKeyMalformed("1 to 255 visible ASCII characters")


async def claim(
    session: AsyncSession, *, client_id: str, key: str, fingerprint: bytes
) -> StoredAnswer | None:
    """Take the key for this request, or return the answer it was given before.

    A concurrent request with the same key waits here for the first to finish.
    """
    parameters = {"client_id": client_id, "key": key, "fingerprint": fingerprint}
    taken = await session.scalar(text(CLAIM), parameters)
    if taken:
        return None
    known = (await session.execute(text(RECALL), parameters)).one()
    if bytes(known.fingerprint) != fingerprint:
        raise IdempotencyKeyReused(f"key {key!r} belongs to another request")
    return StoredAnswer(
        known.status, known.media_type, dict(known.headers), bytes(known.body)
    )


async def settle(
    session: AsyncSession, *, client_id: str, key: str, answer: StoredAnswer
) -> None:
    """Keep the answer, in the transaction of its effect."""
    await session.execute(
        text(SETTLE).bindparams(bindparam("headers", type_=JSONB)),
        {
            "client_id": client_id,
            "key": key,
            "status": answer.status,
            "media_type": answer.media_type,
            "headers": answer.headers,
            "body": answer.body,
        },
    )


async def forget(session: AsyncSession) -> int:
    """Forget answers given more than `KEPT_DAYS` ago, at most `AT_A_TIME`; how many."""
    gone = await session.scalars(text(FORGET), {"days": KEPT_DAYS, "most": AT_A_TIME})
    return len(gone.all())


CLAIM = """
insert into idempotency (client_id, key, fingerprint)
values (:client_id, :key, :fingerprint)
on conflict (client_id, key) do nothing
returning true
"""

RECALL = """
select fingerprint, status, media_type, headers, body
from idempotency where client_id = :client_id and key = :key
"""

SETTLE = """
update idempotency
set status = :status, media_type = :media_type, headers = :headers, body = :body
where client_id = :client_id and key = :key
"""

FORGET = """
delete from idempotency where (client_id, key) in (
  select client_id, key from idempotency
  where created_at < now() - make_interval(days => :days) limit :most
)
returning true
"""
