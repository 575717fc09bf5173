"""What may be done with places: load an edition, look one up, list them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import FieldError
from chassis.messaging import outbox
from contracts.events.registry import MunicipalitiesTransitioned, PlacesPublished
from services.registry import editions, reference
from services.registry.places import pack
from services.registry.places.models import (
    COUNTRY,
    MUNICIPALITY,
    PROVINCE,
    SPACE,
    WARD,
    CategoryUnknown,
    Place,
    PlaceNotFound,
    Transition,
)
from services.registry.places.repository import Places, Transitions
from services.registry.places.tree import Node, tree
from services.registry.reference.places import ProvincialModel

PLACES_PER_EVENT = 150
TRANSITIONS_PER_EVENT = 300
LEVELS = (COUNTRY, PROVINCE, SPACE, MUNICIPALITY, WARD)


async def load_edition(session: AsyncSession) -> None:
    """Load the country pack's places and tell the other services, if it is new.

    What a later demarcation has changed since stays as that left it.
    """
    places, transitions = pack.history()
    dumped = [place.record().model_dump(mode="json") for place in places]
    if not await editions.is_new(session, "places", dumped):
        return
    later = await Places(session).keys_of_other_vintages(pack.vintage())
    places = [place for place in places if place.key not in later]
    await publish(session, places, transitions, vintage=pack.vintage())


async def publish(
    session: AsyncSession,
    places: Sequence[Place],
    transitions: Sequence[Transition],
    *,
    vintage: str,
) -> None:
    """Write these periods and transitions, and promise to tell the other services."""
    await Places(session).write(places)
    await Transitions(session).add(transitions)
    starts = range(0, len(places), PLACES_PER_EVENT)
    for number, start in enumerate(starts, start=1):
        part = places[start : start + PLACES_PER_EVENT]
        outbox.record(
            session,
            PlacesPublished(
                vintage=vintage,
                part=number,
                parts=len(starts),
                places=tuple(place.record() for place in part),
            ),
        )
    tell(session, transitions, vintage=vintage)


def tell(
    session: AsyncSession, transitions: Sequence[Transition], *, vintage: str
) -> None:
    """Promise to tell the other services what became of municipalities."""
    for start in range(0, len(transitions), TRANSITIONS_PER_EVENT):
        part = transitions[start : start + TRANSITIONS_PER_EVENT]
        records = tuple(transition.record() for transition in part)
        outbox.record(
            session, MunicipalitiesTransitioned(vintage=vintage, transitions=records)
        )


async def get_space(session: AsyncSession, code: str, *, as_of: date) -> Place:
    return await Places(session).get(SPACE, code, as_of=as_of)


def provincial_model(space: Place) -> ProvincialModel | None:
    """How its province plans its spaces, where it has a way of its own."""
    found = (
        model
        for model in reference.provincial_models()
        if model.province_code == space.province_code
    )
    return next(found, None)


async def get_municipality(session: AsyncSession, code: str, *, as_of: date) -> Place:
    return await Places(session).get(MUNICIPALITY, code, as_of=as_of)


async def list_provinces(session: AsyncSession, *, as_of: date) -> Sequence[Place]:
    return await Places(session).list(PROVINCE, as_of=as_of)


async def list_spaces(
    session: AsyncSession, *, as_of: date, province: str | None, category: str | None
) -> Sequence[Place]:
    _refuse_unknown(SPACE, category)
    return await Places(session).list(
        SPACE, as_of=as_of, province=province, category=category
    )


async def list_municipalities(
    session: AsyncSession,
    *,
    as_of: date,
    province: str | None = None,
    space: str | None = None,
    category: str | None = None,
) -> Sequence[Place]:
    _refuse_unknown(MUNICIPALITY, category)
    return await Places(session).list(
        MUNICIPALITY, as_of=as_of, province=province, space=space, category=category
    )


def _refuse_unknown(kind: str, category: str | None) -> None:
    known = reference.country().categories(kind)
    if category is not None and category not in known:
        wrong = FieldError("/query/category", "category-unknown", ", ".join(known))
        raise CategoryUnknown(f"no category {category} of {kind}", errors=[wrong])


async def read_hierarchy(
    session: AsyncSession, *, as_of: date, down_to: str
) -> Node | None:
    """The country with everything below it, in one query; None before it was held."""
    kinds = LEVELS[: LEVELS.index(down_to) + 1]
    return tree(await Places(session).standing(as_of=as_of, kinds=kinds))


async def list_children(  # noqa: PLR0913  a place, a day, and a window
    session: AsyncSession,
    kind: str,
    code: str,
    *,
    as_of: date,
    after: str,
    limit: int,
) -> Sequence[Place]:
    await Places(session).get(kind, code, as_of=as_of)
    return await Places(session).children(
        kind, code, as_of=as_of, after=after, limit=limit
    )


async def list_periods(session: AsyncSession, kind: str, code: str) -> Sequence[Place]:
    found = await Places(session).periods(kind, code)
    if not found:
        raise PlaceNotFound(f"no {kind} ever had the code {code}")
    return found
