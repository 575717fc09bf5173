"""Pure: municipalities as organs of state, from the periods of their places."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from chassis.identifiers import new_id
from services.registry.organs.kinds import OrganKind, Sphere
from services.registry.organs.models import DEMARCATION, Organ
from services.registry.organs.repository import Periods
from services.registry.places.models import MUNICIPALITY, Place


def municipal_organs(
    places: Iterable[Place], titles: Mapping[str, str], known: Periods
) -> list[Organ]:
    """A period for each time during which name and class stayed the same.

    A municipality that was established anew under an old code is another organ.
    """
    bodies: dict[tuple[str, date], list[Organ]] = {}
    for place in sorted(places, key=lambda each: (each.code, each.valid_from)):
        if place.kind != MUNICIPALITY:
            continue
        periods = bodies.setdefault((place.code, place.since), [])
        name = " ".join(filter(None, (place.name, titles.get(place.category or ""))))
        if periods and periods[-1].name == name:
            periods[-1].valid_to = place.valid_to
            continue
        identifier = periods[-1].id if periods else _known_id(place, known)
        version = known[place.code][-1].version if place.code in known else 0
        periods.append(_organ(place, name, identifier, version))
    return [organ for periods in bodies.values() for organ in periods]


def _known_id(place: Place, known: Periods) -> UUID:
    for organ in known.get(place.code, ()):
        if organ.valid_from == place.since:
            return organ.id
    return new_id()


def _organ(place: Place, name: str, identifier: UUID, version: int) -> Organ:
    return Organ(
        code=place.code,
        valid_from=place.valid_from,
        valid_to=place.valid_to,
        id=identifier,
        name=name,
        kind=OrganKind.MUNICIPALITY.value,
        sphere=Sphere.LOCAL.value,
        place_code=place.code,
        parent_code=None,
        vote=None,
        functions=[],
        confidence=None,
        source=None,
        illustrative=False,
        origin=DEMARCATION,
        version=version,
    )


def changed(organs: Iterable[Organ], known: Periods) -> list[Organ]:
    """Those of which the registry does not hold all of this yet."""
    held = {
        (organ.code, organ.valid_from): organ
        for periods in known.values()
        for organ in periods
    }
    return [organ for organ in organs if _differs(organ, held)]


def _differs(organ: Organ, held: Mapping[tuple[str, date], Organ]) -> bool:
    before = held.get((organ.code, organ.valid_from))
    return before is None or any(
        getattr(before, name) != getattr(organ, name)
        for name in ("name", "valid_to", "kind", "origin")
    )
