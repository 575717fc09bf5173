"""One service of the laboratory in a process of its own, so that it can be killed.

Run as `python -m tests.messaging_process SERVICE DATABASE_URL NATS_URL`; it ends when
its input does, or at the crash point named in its environment.
"""

import asyncio
import sys

from chassis.database import connect, sessions_of
from chassis.messaging.consumer import Consumers
from chassis.messaging.worker import messaging
from contracts.events.plans import StageCompleted
from tests.messaging_lab import BRISK, settings_of, write_down


async def work(service: str, database_url: str, nats_url: str) -> None:
    consumers = Consumers(service)
    if service == "budgets":
        consumers.on(StageCompleted)(write_down)
    engine = connect(database_url)
    settings = settings_of(database_url, nats_url)
    async with messaging(
        service, settings, engine, sessions_of(engine), consumers, pace=BRISK
    ):
        await asyncio.to_thread(sys.stdin.read)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
