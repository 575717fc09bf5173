"""What a comparison of figures stands on: places by day, and how they changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from services.registry.figures.models import Figure
from services.registry.lineage.rules import Holder
from services.registry.places.models import (
    MUNICIPALITY,
    PROVINCE,
    SPACE,
    Place,
    Transition,
)

Key = tuple[str, str]


def identity(place: Place) -> Holder:
    """A place among those that ever had its code: by its first day under it."""
    return place.code, place.since


@dataclass(frozen=True)
class Grounds:
    """Places, transitions, the figures of the years asked for, and the day wanted."""

    places: Sequence[Place]
    transitions: Sequence[Transition]
    figures: Sequence[Figure]
    target: date
    decimals: int

    @property
    def unit(self) -> Decimal:
        """The smallest step of a figure: 1 where people are counted."""
        return Decimal(1).scaleb(-self.decimals)

    def on(self, day: date, kind: str, code: str) -> Place | None:
        return self._by_day[day].get((kind, code))

    def standing(self, day: date, kind: str) -> list[Place]:
        """Places of a kind on a day, by code."""
        found = self._by_day[day]
        return [found[key] for key in sorted(found) if key[0] == kind]

    def wanted(self, kind: str) -> list[Place]:
        return self.standing(self.target, kind)

    def keeps_boundaries(self, place: Place, day: date) -> bool:
        """Whether the boundaries it has now are those it had on that day."""
        then = self.on(day, place.kind, place.code)
        return (
            then is not None
            and then.since == place.since
            and then.boundaries_since == place.boundaries_since
        )

    def area(self, day: date, kind: str, municipality: Place) -> Holder:
        """The place of a kind that a municipality lies in on a day."""
        code = {
            MUNICIPALITY: municipality.code,
            SPACE: municipality.space_code,
            PROVINCE: municipality.province_code,
        }.get(kind)
        place = self.on(day, kind, code or "")
        return ("", date.min) if place is None else identity(place)

    @cached_property
    def changed(self) -> set[Holder]:
        """Municipalities of which something became part of another, on any day."""
        return {(each.old_code, each.old_since) for each in self.transitions}

    @cached_property
    def _by_day(self) -> dict[date, dict[Key, Place]]:
        """What stood on the days that matter."""
        days = {figure.boundaries_on for figure in self.figures} | {self.target}
        return {
            day: {place.key: place for place in self.places if place.stood_on(day)}
            for day in days
        }
