"""Events that could not be applied are kept: to be tried again, or for a person.

Attempts are counted in the inbox, not by the broker's deliveries: so the count outlives
restarts and a lost stream, and an event that came early, which has no delivery left
when its turn comes, is treated like any other.
"""

import base64
from dataclasses import dataclass
from uuid import NAMESPACE_OID, uuid5

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import NOWHERE, Sessions, transaction
from chassis.messaging import inbox, metrics
from chassis.messaging.consumer import FactMalformed, FactUnknown
from chassis.messaging.envelope import Envelope
from chassis.messaging.inbox import InboxState
from chassis.messaging.pace import Pace
from chassis.messaging.trouble import explain, is_passing

log = structlog.get_logger()

HOPELESS = (FactUnknown, FactMalformed)


@dataclass(frozen=True)
class Setbacks:
    sessions: Sessions
    pace: Pace

    async def note(self, durable: str, event: Envelope, failure: Exception) -> None:
        """Keep an event that failed; raise `failure` again if it may pass by itself."""
        if is_passing(failure):
            raise failure
        try:
            async with transaction(self.sessions, NOWHERE) as session:
                await self._keep(session, durable, event, failure)
        except Exception as unkeepable:
            if is_passing(unkeepable):
                raise
            raw = event.model_dump_json().encode()
            await self.set_aside(durable, event.type, raw, unkeepable)

    async def set_aside(
        self, durable: str, subject: str, raw: bytes, failure: Exception
    ) -> None:
        """Keep bytes that are no event we could take in, under an id made from them."""
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

    async def _keep(
        self, session: AsyncSession, durable: str, event: Envelope, failure: Exception
    ) -> None:
        settled = await inbox.lock(session, durable, event.subject)
        if event.aggregateseq <= settled:
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
            given_up=again is None,
            reason=explain(failure),
            exc_info=failure if again is None else None,
        )
