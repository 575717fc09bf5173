"""Two services that exchange events: `plans` speaks, `budgets` notes what it hears.

Their databases hold what the chassis gives every service, and a notebook.
"""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import nats
from nats.js import JetStreamContext
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import EVERYWHERE, Sessions, connect, sessions_of, transaction
from chassis.messaging import outbox
from chassis.messaging.consumer import Consumers
from chassis.messaging.pace import Pace
from chassis.messaging.worker import Messaging, messaging
from chassis.settings import Settings
from contracts.events.plans import StageCompleted
from contracts.ids import PlanId
from deploy.embedded.nats import Nats

STREAM = "ONEDISTRICT_PLANS"
DURABLE = "budgets-from-plans"
BRISK = Pace(
    idle=0.05,
    inspection=0.3,
    setback=0.05,
    election=0.1,
    fetch=0.5,
    redelivery=1.0,
    attempts_after=(0.01, 0.02),
)

NOTEBOOK = """
create table notebook (
  position bigint generated always as identity, plan_id uuid, stage text)
"""


class NotToday(Exception):
    """What a handler with a bug raises."""


def stage_completed(plan: UUID, stage: str) -> StageCompleted:
    return StageCompleted(
        plan_id=PlanId(plan), space_code="DC45", stage=stage, completed_by="somebody"
    )


@dataclass
class Lab:
    """Stages in `broken` cannot be handled until they are taken out of it."""

    broker: Nats
    speaker_url: str
    listener_url: str
    speaker: Sessions
    listener: Sessions
    broken: set[str] = field(default_factory=set)

    def speaking(self) -> AbstractAsyncContextManager[Messaging]:
        """The service `plans` at work."""
        return self._working(
            "plans", self.speaker_url, self.speaker, Consumers("plans")
        )

    def listening(self) -> AbstractAsyncContextManager[Messaging]:
        """The service `budgets` at work; it writes every completed stage down."""
        consumers = Consumers("budgets")

        @consumers.on(StageCompleted)
        async def note(event: StageCompleted, session: AsyncSession) -> None:
            if event.stage in self.broken:
                raise NotToday(event.stage)
            await write_down(event, session)

        return self._working("budgets", self.listener_url, self.listener, consumers)

    async def state(self, plan: UUID, *stages: str) -> None:
        """Complete stages of a plan, in one transaction."""
        async with transaction(self.speaker) as session:
            for stage in stages:
                outbox.record(session, stage_completed(plan, stage))

    async def heard(self, plan: UUID | None = None) -> list[str]:
        """The stages written down, of one plan or of all, in the order they were."""
        async with transaction(self.listener, EVERYWHERE) as session:
            return list(await session.scalars(HEARD, {"plan": plan}))

    async def has_heard(self, count: int) -> list[str]:
        heard = await self.heard()
        return heard if len(heard) >= count else []

    @asynccontextmanager
    async def administration(self) -> AsyncGenerator[JetStreamContext]:
        """JetStream, as the one user who may do anything."""
        client = await nats.connect(self.broker.url())
        try:
            yield client.jetstream()
        finally:
            await client.close()

    @asynccontextmanager
    async def _working(
        self, service: str, database_url: str, sessions: Sessions, consumers: Consumers
    ) -> AsyncGenerator[Messaging]:
        settings = settings_of(database_url, self.broker.url(service))
        engine = sessions.kw["bind"]
        async with messaging(
            service, settings, engine, sessions, consumers, pace=BRISK
        ) as working:
            yield working


def settings_of(database_url: str, nats_url: str) -> Settings:
    return Settings(
        database_url=database_url, nats_url=nats_url, jwks_url="http://unused.invalid"
    )


async def write_down(event: StageCompleted, session: AsyncSession) -> None:
    await session.execute(NOTE, {"plan": event.plan_id, "stage": event.stage})


@asynccontextmanager
async def a_lab(
    broker: Nats, speaker_url: str, listener_url: str, listener_owner_url: str
) -> AsyncGenerator[Lab]:
    owner = connect(listener_owner_url, pool_size=1)
    async with owner.begin() as connection:
        await connection.execute(text(NOTEBOOK))
        await connection.execute(text("grant all on notebook to public"))
    await owner.dispose()
    engines = [connect(speaker_url), connect(listener_url)]
    speaker, listener = (sessions_of(engine) for engine in engines)
    try:
        yield Lab(broker, speaker_url, listener_url, speaker, listener)
    finally:
        for engine in engines:
            await engine.dispose()


NOTE = text("insert into notebook (plan_id, stage) values (:plan, :stage)")
HEARD = text("""
select stage from notebook
where plan_id = coalesce(cast(:plan as uuid), plan_id) order by position
""")
