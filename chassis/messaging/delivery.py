"""Applies each event once, in its aggregate's order; a failing one blocks no others."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import correlation
from chassis.database import EVERYWHERE, NOWHERE, Sessions, transaction
from chassis.faults import crash_point
from chassis.messaging import inbox, metrics
from chassis.messaging.consumer import Consumers
from chassis.messaging.envelope import Envelope
from chassis.messaging.inbox import InboxState
from chassis.messaging.setbacks import Setbacks


class Outcome(StrEnum):
    """What became of an event; one that was applied may have released its successor."""

    APPLIED = "applied"
    RELEASED = "applied_and_released"
    EARLY = "early"
    REPEATED = "repeated"
    OUT_OF_SEQUENCE = "out_of_sequence"


@dataclass(frozen=True)
class Delivery:
    """What one service does with the events it hears; `applied` is called after some.

    Its methods raise only what may pass by itself: the database was away, or busy.
    A transaction takes in events for `enough_seconds`, no longer: a long one would
    hold up every relay of the cluster.
    """

    consumers: Consumers
    sessions: Sessions
    setbacks: Setbacks
    applied: Callable[[], None]
    enough_seconds: float

    async def unseen(self, durable: str, events: Sequence[Envelope]) -> list[Envelope]:
        """Those of `events` that were not taken in before."""
        async with transaction(self.sessions, NOWHERE) as session:
            ids = [event.id for event in events]
            received = await inbox.received(session, durable, ids)
        metrics.EVENTS.labels(durable, Outcome.REPEATED.value).inc(len(received))
        return [event for event in events if event.id not in received]

    async def receive(self, durable: str, events: Sequence[Envelope]) -> None:
        """Apply events, and those that waited for them, or keep them for later."""
        start = 0
        while start < len(events):
            start += await self._receive_some(durable, events[start:])

    async def catch_up(self, durable: str, aggregate: str) -> None:
        """Apply the waiting events of one aggregate, as far as they go."""
        event, outcome = None, Outcome.RELEASED
        while outcome is Outcome.RELEASED:
            try:
                async with transaction(self.sessions, EVERYWHERE) as session:
                    settled = await inbox.lock(session, durable, aggregate)
                    kept = await inbox.next_due(
                        session, durable, aggregate, settled + 1
                    )
                    if kept is None:
                        return
                    event = Envelope.model_validate(kept.envelope)
                    outcome = await self._apply(session, durable, event)
            except Exception as failure:
                if event is None:
                    raise
                await self.setbacks.note(durable, event, failure)
                return
            self._report(durable, [outcome])

    async def sweep(self) -> None:
        """Apply whatever waits and is due: after a pause, a replay or a crash."""
        async with transaction(self.sessions, NOWHERE) as session:
            due = await inbox.due(session)
        for durable, aggregate in due:
            await self.catch_up(durable, aggregate)

    async def _receive_some(self, durable: str, events: Sequence[Envelope]) -> int:
        """Take in as many as fit into one transaction; how many that were.

        Where one of several fails, each is given a transaction of its own.
        """
        outcomes: list[Outcome] = []
        try:
            await self._take_together(durable, events, outcomes)
        except Exception as failure:  # noqa: BLE001  handlers may raise anything
            if not outcomes or len(events) == 1:
                await self.setbacks.note(durable, events[0], failure)
                return 1
            for event in events[: len(outcomes)]:
                await self._receive_some(durable, [event])
            return len(outcomes)
        self._report(durable, outcomes)
        for event, outcome in zip(events, outcomes, strict=False):
            if outcome is Outcome.RELEASED:
                await self.catch_up(durable, event.subject)
        return len(outcomes)

    async def _take_together(
        self, durable: str, events: Sequence[Envelope], outcomes: list[Outcome]
    ) -> None:
        loop = asyncio.get_running_loop()
        enough = loop.time() + self.enough_seconds
        async with transaction(self.sessions, EVERYWHERE) as session:
            for event in events:
                outcomes.append(await self._take(session, durable, event))
                if loop.time() > enough:
                    break

    async def _take(
        self, session: AsyncSession, durable: str, event: Envelope
    ) -> Outcome:
        settled = await inbox.lock(session, durable, event.subject)
        if event.aggregateseq == settled + 1:
            return await self._apply(session, durable, event)
        if event.aggregateseq > settled:
            await inbox.keep(session, durable, event)
            return Outcome.EARLY
        if await inbox.find(session, durable, event.id) is not None:
            return Outcome.REPEATED
        reason = f"number {event.aggregateseq} was taken by another event"
        await inbox.keep(
            session, durable, event, state=InboxState.FAILED, reason=reason
        )
        return Outcome.OUT_OF_SEQUENCE

    async def _apply(
        self, session: AsyncSession, durable: str, event: Envelope
    ) -> Outcome:
        with correlation.correlated(event.correlationid or event.id):
            await self.consumers.handle(event, session)
            await session.flush()
        successor_waits = await inbox.settle(session, durable, event)
        crash_point("consumer_after_effect_before_commit")
        return Outcome.RELEASED if successor_waits else Outcome.APPLIED

    def _report(self, durable: str, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            metrics.EVENTS.labels(durable, outcome.value).inc()
        self.applied()
