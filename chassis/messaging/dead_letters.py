"""Events that could not be applied: look at them, try them again, or pass over them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Text, cast, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import Conflict, NotFound
from chassis.messaging import inbox
from chassis.messaging.inbox import InboxMessage, InboxState


class DeadLetterNotFound(NotFound):
    """No event with this id has failed here."""


class DeadLetterNotReplayable(Conflict):
    """Only a failed event whose turn it is can be applied again or passed over.

    It may have been settled since; or it could not be read at all, or came where
    another event had been, and can then only be discarded.
    """


UNSETTLED = (InboxState.WAITING, InboxState.FAILED)


async def unsettled(
    session: AsyncSession,
    *,
    state: InboxState | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Sequence[InboxMessage]:
    """Events that failed and those that wait, by id, oldest first; `after` is an id."""
    letters = (
        select(InboxMessage)
        .where(InboxMessage.state.in_(UNSETTLED if state is None else (state,)))
        .where(cast(InboxMessage.event_id, Text) > (after or ""))
        .order_by(InboxMessage.event_id)
        .limit(limit)
    )
    return (await session.scalars(letters)).all()


async def replay(session: AsyncSession, event_id: UUID) -> InboxMessage:
    """Have a failed event applied again, and then those that wait behind it.

    It happens right after this transaction commits, in the loop that applies events,
    so that replaying keeps the order and the rules of every other delivery.
    """
    letter, settled = await _failed(session, event_id)
    if letter.aggregate_seq != settled + 1:
        raise DeadLetterNotReplayable(f"event {event_id} has no turn to come")
    letter.state = InboxState.WAITING
    letter.attempts = 0
    letter.retry_at = None
    return letter


async def discard(
    session: AsyncSession, event_id: UUID, *, reason: str
) -> InboxMessage:
    """Pass over a failed event for good; those that wait behind it are applied next."""
    letter, settled = await _failed(session, event_id)
    if letter.aggregate_seq == settled + 1:
        place = {"durable": letter.durable, "aggregate": letter.aggregate}
        await session.execute(PASS_OVER, place)
    letter.state = InboxState.DISCARDED
    letter.reason = f"{letter.reason}; discarded: {reason}"
    letter.settled_at = await session.scalar(select(func.now()))
    return letter


async def _failed(session: AsyncSession, event_id: UUID) -> tuple[InboxMessage, int]:
    """A failed event, its aggregate locked, and how far that aggregate is settled."""
    letters = select(InboxMessage).where(InboxMessage.event_id == event_id)
    found = (await session.scalars(letters)).first()
    if found is None:
        raise DeadLetterNotFound(f"no event {event_id} was received here")
    settled = await inbox.lock(session, found.durable, found.aggregate)
    await session.refresh(found, with_for_update=True)
    if found.state != InboxState.FAILED:
        raise DeadLetterNotReplayable(f"event {event_id} is {found.state}")
    return found, settled


PASS_OVER = text("""
update inbox_position set seq = seq + 1
where durable = :durable and aggregate = :aggregate
""")
