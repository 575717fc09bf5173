"""A loop that fails is started again, after a pause that grows as it fails again."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

import structlog

from chassis.messaging import metrics
from chassis.messaging.trouble import explain, is_passing

log = structlog.get_logger()

FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0
INSIST_SECONDS = 0.5


async def keep_running(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    """Run `loop` until cancelled, whatever it raises."""
    clock = asyncio.get_running_loop()
    pause = FIRST_PAUSE_SECONDS
    while True:
        began = clock.time()
        try:
            await loop()
        except Exception as failure:
            unforeseen = None if is_passing(failure) else failure
            log.exception(
                "loop_failed", loop=name, reason=explain(failure), exc_info=unforeseen
            )
            metrics.RESTARTS.labels(name).inc()
        if clock.time() - began > LONGEST_PAUSE_SECONDS:
            pause = FIRST_PAUSE_SECONDS
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


async def stop(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancel tasks until they are done.

    Once may not do: a library can turn a cancellation into an error of its own, as
    nats-py does, or lose one, as `asyncio.wait_for` does.
    """
    running: Collection[asyncio.Task[None]] = tasks
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=INSIST_SECONDS)
