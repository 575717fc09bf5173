"""Applies each event once, in its aggregate's order; a failing one blocks only those.

An event that fails is kept in the inbox and tried again from there, not redelivered by
the broker: attempts are counted across restarts and a lost stream, and an event that
came early has no delivery of its own left to repeat.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from uuid import NAMESPACE_OID, UUID, uuid5

import structlog
from pydantic import ValidationError
from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import correlation
from chassis.database import EVERYWHERE, NOWHERE, Sessions, transaction
from chassis.faults import crash_point
from chassis.messaging import facts, inbox, metrics
from chassis.messaging.consumer import Consumers
from chassis.messaging.envelope import Envelope
from chassis.messaging.inbox import InboxState
from chassis.messaging.pace import Pace
from chassis.messaging.trouble import explain, is_passing

log = structlog.get_logger()


class FactUnknown(Exception):
    """No contract this process has imported describes this version of a fact."""


class FactMalformed(Exception):
    """The content does not fit the contract of the fact."""


HOPELESS = (FactUnknown, FactMalformed)


@dataclass(frozen=True)
class Delivery:
    """What one service does with the events it hears; `applied` is called after each.

    Its methods raise only what may pass by itself: the database was away, or busy.
    """

    consumers: Consumers
    sessions: Sessions
    pace: Pace
    applied: Callable[[], None]

    async def unseen(self, durable: str, events: list[Envelope]) -> set[UUID]:
        """The ids of those events that were not taken in before."""
        ids = [event.id for event in events]
        async with transaction(self.sessions, NOWHERE) as session:
            return set(ids) - await inbox.received(session, durable, ids)

    async def receive(self, durable: str, event: Envelope) -> None:
        """Apply `event` and those that waited for it, or keep it until it can be."""
        try:
            async with transaction(self.sessions, EVERYWHERE) as session:
                successor_waits = await self._take(session, durable, event)
        except Exception as failure:  # noqa: BLE001  handlers may raise anything
            await self._set_back(durable, event, failure)
            return
        self.applied()
        if successor_waits:
            await self.catch_up(durable, event.subject)

    async def catch_up(self, durable: str, aggregate: str) -> None:
        """Apply the waiting events of one aggregate, as far as they go."""
        event = None
        try:
            async with transaction(self.sessions, EVERYWHERE) as session:
                settled = await inbox.lock(session, durable, aggregate)
                kept = await inbox.next_due(session, durable, aggregate, settled + 1)
                if kept is None:
                    return
                event = Envelope.model_validate(kept.envelope)
                successor_waits = await self._apply(session, durable, event)
        except Exception as failure:
            if event is None:
                raise
            await self._set_back(durable, event, failure)
            return
        self.applied()
        if successor_waits:
            await self.catch_up(durable, aggregate)

    async def sweep(self) -> None:
        """Apply whatever waits and is due: after a pause, a replay or a crash."""
        async with transaction(self.sessions, NOWHERE) as session:
            due = await inbox.due(session)
        for durable, aggregate in due:
            await self.catch_up(durable, aggregate)

    async def set_aside(
        self, durable: str, subject: str, raw: bytes, failure: Exception
    ) -> None:
        """Keep bytes that cannot be taken in, under an id made from them."""
        metrics.EVENTS.labels(durable, "unreadable").inc()
        log.error("event_unreadable", durable=durable, subject=subject)
        async with transaction(self.sessions, NOWHERE) as session:
            await inbox.keep_unreadable(
                session,
                durable,
                uuid5(NAMESPACE_OID, f"{durable}:{subject}:{raw.hex()}"),
                subject=subject,
                envelope={"unreadable_base64": base64.b64encode(raw).decode()},
                reason=explain(failure),
            )

    async def _take(self, session: AsyncSession, durable: str, event: Envelope) -> bool:
        settled = await inbox.lock(session, durable, event.subject)
        if event.aggregateseq == settled + 1:
            return await self._apply(session, durable, event)
        if event.aggregateseq > settled:
            metrics.EVENTS.labels(durable, "early").inc()
            await inbox.keep(session, durable, event)
        elif await inbox.find(session, durable, event.id) is not None:
            metrics.EVENTS.labels(durable, "repeated").inc()
        else:
            metrics.EVENTS.labels(durable, "out_of_sequence").inc()
            reason = f"number {event.aggregateseq} was taken by another event"
            await inbox.keep(
                session, durable, event, state=InboxState.FAILED, reason=reason
            )
        return False

    async def _apply(
        self, session: AsyncSession, durable: str, event: Envelope
    ) -> bool:
        with correlation.correlated(event.correlationid or event.id):
            await self._handle(session, event)
            await session.flush()
        successor_waits = await inbox.settle(session, durable, event)
        crash_point("consumer_after_effect_before_commit")
        metrics.EVENTS.labels(durable, "applied").inc()
        return successor_waits

    async def _handle(self, session: AsyncSession, event: Envelope) -> None:
        listening = self.consumers.handler_of(event.type)
        if listening is None:
            if not facts.is_known(event.type):
                raise FactUnknown(event.type)
            return
        fact, handle = listening
        try:
            stated = fact.model_validate_json(to_json(event.data))
        except ValidationError as invalid:
            faults = {".".join(map(str, e["loc"])) for e in invalid.errors()}
            raise FactMalformed(f"faults in: {', '.join(sorted(faults))}") from None
        await handle(stated, session)

    async def _set_back(
        self, durable: str, event: Envelope, failure: Exception
    ) -> None:
        """Note that applying `event` failed: it is tried again later, or given up."""
        if is_passing(failure):
            raise failure
        async with transaction(self.sessions, NOWHERE) as session:
            settled = await inbox.lock(session, durable, event.subject)
            if event.aggregateseq != settled + 1:
                return
            kept = await inbox.find(session, durable, event.id)
            attempts = 1 + (0 if kept is None else kept.attempts)
            pauses = () if isinstance(failure, HOPELESS) else self.pace.attempts_after
            again = pauses[attempts - 1] if attempts <= len(pauses) else None
            await inbox.keep(
                session,
                durable,
                event,
                state=InboxState.FAILED if again is None else InboxState.WAITING,
                reason=explain(failure),
                attempts=attempts,
                retry_after_seconds=again,
            )
        metrics.EVENTS.labels(durable, "failed").inc()
        log.warning(
            "event_failed",
            durable=durable,
            event_id=str(event.id),
            subject=event.type,
            attempts=attempts,
            reason=explain(failure),
            exc_info=failure if again is None else None,
        )
