"""Offices go where their places go when spaces are demarcated anew."""

from typing import Any

from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from tests.harness import Running
from tests.registry.demarcating import MUNICIPALITY, applied, merger

MOVED = "NC453,Gamagara,B,DC8,DC8,NC,,2026-11-04,,\n"


async def office(registry: Running, code: str, day: str) -> Any:
    async with registry.as_anyone() as anyone:
        answer = await anyone.get(f"/v1/offices/{code}?as_of={day}")
    return answer.json()["space_codes"] if answer.is_success else None


async def test_the_offices_of_a_municipality_cross_into_its_new_space(start) -> None:
    registry = await start("registry")

    await applied(registry, municipalities=MUNICIPALITY + MOVED)

    assert await office(registry, "NC453.municipal_manager", "2026-11-03") == ["DC45"]
    assert await office(registry, "NC453.municipal_manager", "2026-11-04") == ["DC8"]
    assert await office(registry, "NC452.municipal_manager", "2026-11-04") == ["DC45"]
    assert await editions_told(registry) == 2


async def test_the_offices_of_a_municipality_that_is_no_more_end_with_it(start) -> None:
    registry = await start("registry")

    await applied(registry, **merger())

    assert await office(registry, "NC452.municipal_manager", "2026-11-03") == ["DC45"]
    assert await office(registry, "NC452.municipal_manager", "2026-11-04") is None
    assert await office(registry, "NC451.municipal_manager", "2026-11-04") == ["DC45"]


async def editions_told(registry: Running) -> int:
    """Of how many editions of offices others were told."""
    async with transaction(registry.sessions, EVERYWHERE) as session:
        told = await session.scalars(
            text(
                "select count(distinct aggregate) from outbox "
                "where subject like '%offices_stated%'"
            )
        )
        return int(told.one())
