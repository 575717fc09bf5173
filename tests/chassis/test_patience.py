"""A few may wait for what is on its way; it is theirs as soon as it is there."""

import asyncio

from chassis.patience import MOST_WAITING, patiently
from tests.harness import eventually


class Arrival:
    """Something that is looked for; counts the looks."""

    def __init__(self) -> None:
        self.has_come = False
        self.looks = 0

    async def look(self) -> bool:
        self.looks += 1
        return self.has_come

    async def looked(self, times: int) -> bool:
        return self.looks >= times


async def test_what_comes_while_somebody_waits_is_seen() -> None:
    parcel = Arrival()
    waiting = asyncio.create_task(patiently(parcel.look, bool))
    await eventually(lambda: parcel.looked(2))

    parcel.has_come = True

    assert await waiting is True


async def test_what_is_there_is_looked_for_once() -> None:
    parcel = Arrival()
    parcel.has_come = True

    assert await patiently(parcel.look, bool) is True
    assert parcel.looks == 1


async def test_one_too_many_does_not_wait() -> None:
    parcel = Arrival()
    waiting = [
        asyncio.create_task(patiently(parcel.look, bool)) for _ in range(MOST_WAITING)
    ]
    await eventually(lambda: parcel.looked(MOST_WAITING))
    late = Arrival()

    assert await patiently(late.look, bool) is False

    assert late.looks == 1
    parcel.has_come = True
    assert await asyncio.gather(*waiting) == [True] * MOST_WAITING
