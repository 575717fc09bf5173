"""Keeps a service's events flowing while the service runs."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.database import Sessions
from chassis.messaging import standing
from chassis.messaging.broker import Broker
from chassis.messaging.consumer import Consumers
from chassis.messaging.delivery import Delivery
from chassis.messaging.pace import PACE, Pace
from chassis.messaging.reader import Reader
from chassis.messaging.relay import Relay
from chassis.messaging.setbacks import Setbacks
from chassis.messaging.supervision import keep_running, stop
from chassis.settings import Settings


@dataclass(frozen=True)
class Messaging:
    """A service's events at work: call `nudge` after a commit, ask how it stands."""

    service: str
    broker: Broker
    relay: Relay
    sweeping: asyncio.Event
    readers: list[Reader]
    sessions: Sessions

    def nudge(self) -> None:
        """Something was committed: publish it, or apply it again, without delay."""
        self.relay.nudge()
        self.sweeping.set()

    async def status(self) -> dict[str, Any]:
        """Whether the broker is there, what waits to go out and what to be applied."""
        return await standing.status(
            self.service, self.broker, self.relay, self.sessions
        )

    async def refresh_metrics(self) -> None:
        """Bring the gauges up to date, for a scrape that follows."""
        await standing.refresh(
            self.service, self.broker, self.relay, self.readers, self.sessions
        )


@asynccontextmanager
async def messaging(  # noqa: PLR0913  the parts of a service
    service: str,
    settings: Settings,
    engine: AsyncEngine,
    sessions: Sessions,
    consumers: Consumers,
    *,
    pace: Pace = PACE,
) -> AsyncGenerator[Messaging]:
    """Relay and consume until the block ends; with the broker or without."""
    broker = Broker(settings.nats_url, f"onedistrict-{service}")
    relay = Relay(service, broker, pace, replicas=settings.stream_replicas)
    delivery = Delivery(
        consumers,
        sessions,
        Setbacks(sessions, pace),
        applied=relay.nudge,
        enough_seconds=pace.transaction,
    )
    sweeping = asyncio.Event()
    readers = [
        Reader(publisher, durable, broker, delivery, pace)
        for publisher, durable in consumers.durables.items()
    ]
    loops: dict[str, Callable[[], Awaitable[None]]] = {
        "relay": partial(relay.run, engine.url.render_as_string(hide_password=False)),
        "sweep": partial(_sweep, delivery, sweeping, pace),
        **{reader.durable: reader.run for reader in readers},
    }
    connecting = asyncio.create_task(
        keep_running(f"{service}.broker", broker.stay_connected)
    )
    running = [
        asyncio.create_task(keep_running(f"{service}.{name}", loop))
        for name, loop in loops.items()
    ]
    try:
        yield Messaging(service, broker, relay, sweeping, readers, sessions)
    finally:
        await stop(running)
        await stop([connecting])


async def _sweep(delivery: Delivery, sweeping: asyncio.Event, pace: Pace) -> None:
    while True:
        sweeping.clear()
        await delivery.sweep()
        try:
            await asyncio.wait_for(sweeping.wait(), pace.idle)
        except TimeoutError:
            continue
