"""Events arrive in a table: what was applied, what waits its turn, what failed.

`inbox_position` says, per aggregate, up to where its events have been settled. Its row
is locked while one of them is applied, so that two replicas keep the same order.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, func, select, text
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from chassis.messaging.envelope import Envelope
from chassis.messaging.tables import MessagingTable


class InboxState(StrEnum):
    """`waiting` for a predecessor or for another attempt, `failed` for a person."""

    APPLIED = "applied"
    WAITING = "waiting"
    FAILED = "failed"
    DISCARDED = "discarded"


class InboxMessage(MessagingTable):
    """An event as one durable received it. The envelope is kept until it is applied.

    What could not be read as an event has aggregate "" and sequence number 0.
    """

    __tablename__ = "inbox"

    durable: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str]
    aggregate: Mapped[str]
    aggregate_seq: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    envelope: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    reason: Mapped[str | None]
    attempts: Mapped[int]
    retry_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


async def received(session: AsyncSession, durable: str, ids: list[UUID]) -> set[UUID]:
    """Those of `ids` that this durable has already taken in."""
    known = select(InboxMessage.event_id).where(
        InboxMessage.durable == durable, InboxMessage.event_id.in_(ids)
    )
    return set(await session.scalars(known))


async def find(
    session: AsyncSession, durable: str, event_id: UUID
) -> InboxMessage | None:
    return await session.get(InboxMessage, (durable, event_id), populate_existing=True)


async def lock(session: AsyncSession, durable: str, aggregate: str) -> int:
    """Hold this aggregate until the transaction ends; the last number settled."""
    seq = await session.scalar(LOCK, {"durable": durable, "aggregate": aggregate})
    return int(seq or 0)


async def settle(session: AsyncSession, durable: str, event: Envelope) -> bool:
    """Note that `event` was applied; True when its successor is already waiting."""
    applied = {
        "durable": durable,
        "event_id": event.id,
        "subject": event.type,
        "aggregate": event.subject,
        "seq": event.aggregateseq,
    }
    return bool(await session.scalar(SETTLE, applied))


async def keep(  # noqa: PLR0913  one per column that differs
    session: AsyncSession,
    durable: str,
    event: Envelope,
    *,
    state: InboxState = InboxState.WAITING,
    reason: str | None = None,
    attempts: int = 0,
    retry_after_seconds: float | None = None,
) -> None:
    """Keep an event that cannot be applied now; what was kept of it is replaced."""
    now_is = {
        "state": state,
        "envelope": event.model_dump(mode="json", exclude_none=True),
        "reason": reason,
        "attempts": attempts,
        "retry_at": _from_now(retry_after_seconds),
    }
    row = insert(InboxMessage).values(
        durable=durable,
        event_id=event.id,
        subject=event.type,
        aggregate=event.subject,
        aggregate_seq=event.aggregateseq,
        **now_is,
    )
    await session.execute(
        row.on_conflict_do_update(index_elements=["durable", "event_id"], set_=now_is)
    )


async def keep_unreadable(
    session: AsyncSession, durable: str, event_id: UUID, **columns: object
) -> None:
    """Keep bytes that are no event, once; nothing waits behind them."""
    row = insert(InboxMessage).values(
        durable=durable,
        event_id=event_id,
        aggregate="",
        aggregate_seq=0,
        state=InboxState.FAILED,
        attempts=1,
        **columns,
    )
    await session.execute(row.on_conflict_do_nothing())


async def next_due(
    session: AsyncSession, durable: str, aggregate: str, seq: int
) -> InboxMessage | None:
    """The waiting event with this number, unless its next attempt is still to come."""
    waiting = select(InboxMessage).where(
        InboxMessage.durable == durable,
        InboxMessage.aggregate == aggregate,
        InboxMessage.aggregate_seq == seq,
        InboxMessage.state == InboxState.WAITING,
        func.coalesce(InboxMessage.retry_at, func.now()) <= func.now(),
    )
    return (await session.scalars(waiting)).first()


async def due(session: AsyncSession) -> list[tuple[str, str]]:
    """The durables and aggregates in which a waiting event may be applied now."""
    return [(row.durable, row.aggregate) for row in await session.execute(DUE)]


def _from_now(seconds: float | None) -> Any:  # noqa: ANN401  an SQL expression or null
    if seconds is None:
        return None
    return func.now() + func.make_interval(0, 0, 0, 0, 0, 0, seconds)


LOCK = text("""
insert into inbox_position as place (durable, aggregate, seq)
values (:durable, :aggregate, 0)
on conflict (durable, aggregate) do update set seq = place.seq
returning seq
""")

SETTLE = text("""
with moved as (
  update inbox_position set seq = :seq
  where durable = :durable and aggregate = :aggregate
), noted as (
  insert into inbox (durable, event_id, subject, aggregate, aggregate_seq, state,
    attempts, settled_at)
  values (:durable, :event_id, :subject, :aggregate, :seq, 'applied', 1, now())
  on conflict (durable, event_id) do update set state = 'applied', envelope = null,
    reason = null, retry_at = null, attempts = inbox.attempts + 1, settled_at = now()
)
select exists (
  select from inbox where state = 'waiting' and durable = :durable
    and aggregate = :aggregate and aggregate_seq = :seq + 1
)
""")

DUE = text("""
select durable, aggregate from inbox join inbox_position using (durable, aggregate)
where state = 'waiting' and aggregate_seq = seq + 1
  and coalesce(retry_at, now()) <= now()
order by received_at limit 100
""")
