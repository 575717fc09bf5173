"""What places and organs are, as far as the rules ask.

A metro's code names its space and its municipality; so does a district's, whose
municipality is not a place to build in but an organ. Money at such a code is meant
for the whole space.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.budgets.alignment.rules.rows import Organ, Place

_WHOLE_SPACE = frozenset({"A", "C"})


class Level(StrEnum):
    MUNICIPALITY = "municipality"
    SPACE = "space"
    PROVINCE = "province"
    COUNTRY = "country"
    UNKNOWN = "unknown"


_KINDS = frozenset(level.value for level in Level)


@dataclass(frozen=True, slots=True)
class Registry:
    """Places and organs by code; a code may name more than one place."""

    places: Mapping[str, tuple[Place, ...]]
    organs: Mapping[str, Organ]

    def level(self, code: str) -> Level:
        levels = {_level(place) for place in self.places.get(code, ())}
        return (
            Level.SPACE if Level.SPACE in levels else min(levels, default=Level.UNKNOWN)
        )

    def space_of(self, code: str) -> str | None:
        """The space that holds the place; a space holds itself."""
        match self.level(code):
            case Level.SPACE:
                return code
            case Level.MUNICIPALITY:
                return self._first(code, "space_code")
            case _:
                return None

    def municipalities_in(self, space_code: str) -> tuple[Place, ...]:
        """The local municipalities of a space; none in a metro."""
        return tuple(
            place
            for code in sorted(self.places)
            for place in self.places[code]
            if place.space_code == space_code and _level(place) is Level.MUNICIPALITY
        )

    def category(self, code: str) -> str | None:
        """A metro, B local, C district (Municipal Demarcation Board)."""
        return next(filter(None, map(_category, self.places.get(code, ()))), None)

    def miif_class(self, code: str) -> str | None:
        return self._first(code, "miif_class")

    def parent(self, code: str) -> str | None:
        return self._first(code, "parent")

    def municipality_of(self, organ_code: str) -> str | None:
        """The place an organ governs, if it is a municipality."""
        organ = self.organs.get(organ_code)
        return organ.place_code if organ and organ.sphere == "local" else None

    def _first(self, code: str, attribute: str) -> str | None:
        found = (getattr(place, attribute) for place in self.places.get(code, ()))
        return next((value for value in found if value), None)


def registry_of(places: Iterable[Place], organs: Iterable[Organ]) -> Registry:
    by_code: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_code[place.code].append(place)
    return Registry(
        {
            code: tuple(sorted(same, key=lambda place: place.kind))
            for code, same in by_code.items()
        },
        {organ.code: organ for organ in organs},
    )


def _level(place: Place) -> Level:
    if place.kind == Level.MUNICIPALITY and _category(place) in _WHOLE_SPACE:
        return Level.SPACE
    return Level(place.kind) if place.kind in _KINDS else Level.UNKNOWN


def _category(place: Place) -> str | None:
    return place.miif_class[0] if place.miif_class else place.category
