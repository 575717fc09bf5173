"""Kept answers are forgotten when their time is over, while a service runs."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

from chassis import idempotency
from chassis.database import Sessions, transaction
from chassis.messaging.supervision import keep_running, stop

EVERY_SECONDS = 3600


@asynccontextmanager
async def forgetting(service: str, sessions: Sessions) -> AsyncGenerator[None]:
    """Forget at once and then every hour, until the block ends."""
    loop = partial(_forget_hourly, sessions)
    task = asyncio.create_task(keep_running(f"{service}.forgetting", loop))
    try:
        yield
    finally:
        await stop([task])


async def _forget_hourly(sessions: Sessions) -> None:
    while True:
        forgotten = idempotency.AT_A_TIME
        while forgotten == idempotency.AT_A_TIME:
            async with transaction(sessions) as session:
                forgotten = await idempotency.forget(session)
        await asyncio.sleep(EVERY_SECONDS)
