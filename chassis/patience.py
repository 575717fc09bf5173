"""Waiting for a copy that lags behind its owner, by a few requests at a time.

Who waits holds a database connection: if all might wait, codes that do not exist
would keep everybody else out, and the event that is waited for as well.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

PATIENCE_SECONDS = 2.0
PAUSE_SECONDS = 0.1
MOST_WAITING = 3

T = TypeVar("T")

_waiting = asyncio.Semaphore(MOST_WAITING)


async def patiently(
    look: Callable[[], Awaitable[T]], is_complete: Callable[[T], bool]
) -> T:
    """What `look` sees once it is complete, or else after two seconds.

    What it sees at first, when as many others wait already as may.
    """
    seen = await look()
    if is_complete(seen) or _waiting.locked():
        return seen
    async with _waiting:
        for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
            await asyncio.sleep(PAUSE_SECONDS)
            seen = await look()
            if is_complete(seen):
                break
    return seen
