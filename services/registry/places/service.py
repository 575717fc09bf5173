"""What may be done with places: load an edition, look one up, list them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.messaging import outbox
from contracts.events.registry import PlacesPublished
from services.registry import editions
from services.registry.places import pack
from services.registry.places.models import Place
from services.registry.places.repository import Places

VINTAGE = "za-2016-08-03"
PLACES_PER_EVENT = 150


async def load_edition(session: AsyncSession) -> None:
    """Load the country pack's places and tell the other services, if it is new."""
    places = pack.places()
    records = [place.record() for place in places]
    dumped = [record.model_dump(mode="json") for record in records]
    if not await editions.is_new(session, "places", dumped):
        return
    await Places(session).replace_all(places)
    parts = [
        records[start : start + PLACES_PER_EVENT]
        for start in range(0, len(records), PLACES_PER_EVENT)
    ]
    for number, part in enumerate(parts, start=1):
        outbox.record(
            session,
            PlacesPublished(
                vintage=VINTAGE, part=number, parts=len(parts), places=tuple(part)
            ),
        )


async def get_space(session: AsyncSession, code: str, *, as_of: date) -> Place:
    return await Places(session).get("space", code, as_of=as_of)


async def get_municipality(session: AsyncSession, code: str, *, as_of: date) -> Place:
    return await Places(session).get("municipality", code, as_of=as_of)


async def list_provinces(session: AsyncSession, *, as_of: date) -> Sequence[Place]:
    return await Places(session).list("province", as_of=as_of)


async def list_spaces(
    session: AsyncSession, *, as_of: date, province: str | None, category: str | None
) -> Sequence[Place]:
    return await Places(session).list(
        "space", as_of=as_of, province=province, category=category
    )


async def list_municipalities(
    session: AsyncSession,
    *,
    as_of: date,
    province: str | None = None,
    space: str | None = None,
    category: str | None = None,
) -> Sequence[Place]:
    return await Places(session).list(
        "municipality", as_of=as_of, province=province, space=space, category=category
    )
