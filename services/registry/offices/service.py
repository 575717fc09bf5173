"""What may be done with offices: load those of the pack, tell the others."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.messaging import outbox
from contracts.events.registry_offices import OfficesStated
from services.registry import editions, reference
from services.registry.offices.following import Redrawn, following
from services.registry.offices.models import (
    Office,
    OfficeKind,
    OfficePower,
)
from services.registry.offices.repository import Kinds, Offices
from services.registry.offices.rules import Areas
from services.registry.periods import PACK
from services.registry.places.models import COUNTRY, MUNICIPALITY, PROVINCE, SPACE
from services.registry.places.repository import Places

OFFICES_PER_EVENT = 300
SERVED = (COUNTRY, PROVINCE, SPACE, MUNICIPALITY)


async def load_edition(session: AsyncSession) -> None:
    """Load the country pack's offices and their powers, if they are new.

    What a proposal has stated of an office since stays as that left it.
    """
    kinds, powers = reference.office_kinds(), reference.office_powers()
    offices = reference.offices()
    if not await editions.is_new(session, "offices", [*kinds, *powers, *offices]):
        return
    await Kinds(session).replace(
        [_kind(each) for each in kinds], [_power(each) for each in powers]
    )
    known = await Offices(session).periods()
    areas = await areas_on(session, clock.today())
    served = {each.kind: each.place_kind for each in kinds}
    derived = [_office(each, served[each.kind], areas) for each in offices]
    await publish(session, [each for each in derived if _is_news(each, known)])


async def follow_demarcation(session: AsyncSession, days: Iterable[date]) -> None:
    """Bring offices to what the places that they serve are from each of these days."""
    kinds = await Kinds(session).all()
    for day in sorted(days):
        redrawn = Redrawn(
            day,
            await areas_on(session, day - timedelta(days=1)),
            await areas_on(session, day),
        )
        known = await Offices(session).periods()
        changed = list(following(known, kinds, redrawn))
        if changed:
            await publish(session, changed)


async def areas_on(session: AsyncSession, day: date) -> Areas:
    """The places that offices may serve on that day."""
    return Areas(await Places(session).standing(as_of=day, kinds=SERVED))


async def publish(session: AsyncSession, offices: Sequence[Office]) -> None:
    """Write these periods as a new edition, and promise to tell the other services."""
    edition = await Offices(session).advance()
    await Offices(session).write(offices)
    kinds = await Kinds(session).all()
    for start in range(0, len(offices), OFFICES_PER_EVENT):
        part = offices[start : start + OFFICES_PER_EVENT]
        outbox.record(
            session,
            OfficesStated(
                batch=f"edition {edition}",
                offices=tuple(office.record(kinds[office.kind]) for office in part),
            ),
        )


async def list_kinds(
    session: AsyncSession,
) -> Iterable[tuple[OfficeKind, Sequence[OfficePower]]]:
    kinds, powers = Kinds(session), await Kinds(session).powers()
    return [
        (kind, [each for each in powers if each.kind == code])
        for code, kind in (await kinds.all()).items()
    ]


def _is_news(office: Office, known: Mapping[str, Sequence[Office]]) -> bool:
    """Not what is known already, nor what a proposal has changed."""
    before = known.get(office.code, ())
    if any(each.origin != PACK for each in before):
        return False
    office.version = max((each.version for each in before), default=0) + 1
    return all(each.says() != office.says() for each in before)


def _office(office: reference.Office, place_kind: str, areas: Areas) -> Office:
    return Office(
        code=office.code,
        valid_from=office.valid_from,
        valid_to=office.valid_to,
        title=office.title,
        kind=office.kind,
        organ_code=office.organ_code,
        place_code=office.place_code,
        space_codes=list(areas.spaces(place_kind, office.place_code)),
        origin=PACK,
        version=1,
    )


def _kind(kind: reference.OfficeKind) -> OfficeKind:
    return OfficeKind(
        kind=kind.kind,
        title=kind.title,
        sphere=kind.sphere,
        place_kind=kind.place_kind,
        champion=kind.champion,
        valid_from=kind.valid_from,
        source=kind.source,
    )


def _power(power: reference.OfficePower) -> OfficePower:
    return OfficePower(
        kind=power.kind,
        scopes=list(power.scopes),
        valid_from=power.valid_from,
        valid_to=power.valid_to,
        source=power.source,
    )
