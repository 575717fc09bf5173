"""What other slices ask of the copies: who and what a code names today.

The copies lag behind the registry by a moment. A code that is not known yet is
waited for, before anything is locked, and only then called unknown.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError
from chassis.patience import patiently
from contracts.events.registry import OrganRecord, PlaceRecord
from contracts.events.registry_organs import OrganHistoryRecord
from services.plans.reference.models import SPACE, Organ, Place, SpaceUnknown
from services.plans.reference.repository import Organs, Places


@dataclass(frozen=True)
class Named:
    """What codes name today; a place code may name a space and a municipality."""

    places: Mapping[str, Sequence[Place]]
    organs: Mapping[str, Organ]


async def copy_places(session: AsyncSession, places: Sequence[PlaceRecord]) -> None:
    await Places(session).remember(places)


async def copy_organs(session: AsyncSession, organs: Sequence[OrganRecord]) -> None:
    await Organs(session).remember(organs)


async def note_ends_of_organs(
    session: AsyncSession, histories: Sequence[OrganHistoryRecord]
) -> None:
    await Organs(session).note_ends(histories)


async def has_ended(session: AsyncSession, organ: str) -> bool:
    """Whether the registry told that this organ stands no more."""
    return await Organs(session).has_ended(organ, on=clock.today())


async def find_space(session: AsyncSession, code: str) -> Place:
    """The space with this code, or `SpaceUnknown`."""
    named = await find_named(session, places={code}, organs=set())
    for place in named.places.get(code, ()):
        if place.kind == SPACE:
            return place
    detail = f"no space has the code {code}"
    fault = FieldError("/space_code", "space-unknown", detail)
    raise SpaceUnknown(detail, [fault])


async def find_municipalities(
    session: AsyncSession, space_code: str, *, on: date
) -> Sequence[Place]:
    """The municipalities of the space on a day, its district's included."""
    return await Places(session).municipalities_in(space_code, on=on)


async def find_name(session: AsyncSession, space_code: str, *, on: date) -> str:
    """What the space was called on a day; its code where nobody told."""
    for place in await Places(session).named({space_code}, on=on):
        if place.kind == SPACE:
            return place.name
    return space_code


async def names_of_organs(
    session: AsyncSession, codes: Collection[str]
) -> Mapping[str, str]:
    """What those of these organs are called that are known; nothing is waited for."""
    return {organ.code: organ.name for organ in await Organs(session).named(codes)}


async def find_province(session: AsyncSession, space_code: str, *, on: date) -> str:
    """The province in which the space lies; nothing where nobody told."""
    for place in await Places(session).named({space_code}, on=on):
        if place.kind == SPACE:
            return place.province_code or ""
    return ""


async def find_named(
    session: AsyncSession, *, places: Collection[str], organs: Collection[str]
) -> Named:
    """What these codes name; waits at most two seconds for those not known yet."""
    return await patiently(
        lambda: _look_up(session, places, organs),
        lambda named: (
            len(named.places) == len(places) and len(named.organs) == len(organs)
        ),
    )


async def _look_up(
    session: AsyncSession, places: Collection[str], organs: Collection[str]
) -> Named:
    by_code: dict[str, list[Place]] = defaultdict(list)
    for place in await Places(session).named(places, on=clock.today()):
        by_code[place.code].append(place)
    found = await Organs(session).named(organs)
    return Named(by_code, {organ.code: organ for organ in found})
