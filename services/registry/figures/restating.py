"""Pure rules of carrying figures from the boundaries they were counted on to others.

A figure on the boundaries of the day asked for stands as it is. Any other is made of
what moved: a municipality's share goes, by its established weight, to where it lies
then. What leaves one place arrives in another, to the last unit, so sums are kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from services.registry.figures.grounds import Grounds, identity
from services.registry.figures.models import Figure
from services.registry.lineage import rules as lineage
from services.registry.lineage.models import WeightsNotEstablished
from services.registry.lineage.rules import Holder
from services.registry.places.models import MUNICIPALITY, Place

NO_FIGURE = "no figure"


@dataclass(frozen=True)
class Step:
    """A municipality's share that came from, or (negative) went to, another place."""

    municipality: str
    weight: Decimal
    amount: Decimal


@dataclass
class Value:
    """A figure on the boundaries wanted: as counted, restated by steps, or missing."""

    year: int
    value: Decimal | None = None
    counted: Figure | None = None
    restated: bool = False
    steps: list[Step] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def is_on_other_boundaries(self) -> bool:
        return self.restated or (self.value is None and self.counted is not None)


@dataclass(frozen=True)
class Compared:
    """A place with its figures of two years."""

    place: Place
    earlier: Value
    later: Value

    @property
    def is_on_other_boundaries(self) -> bool:
        return self.earlier.is_on_other_boundaries or self.later.is_on_other_boundaries

    @property
    def change(self) -> Decimal | None:
        if self.earlier.value is None or self.later.value is None:
            return None
        return self.later.value - self.earlier.value


def compare(
    grounds: Grounds, kind: str, space: str | None, years: tuple[int, int]
) -> list[Compared]:
    """Every place of a kind that there is anything to say of, by code."""
    earlier, later = (_values(grounds, kind, year) for year in years)
    return [
        Compared(
            place,
            earlier.get(holder) or Value(years[0], missing=[NO_FIGURE]),
            later.get(holder) or Value(years[1], missing=[NO_FIGURE]),
        )
        for place in grounds.wanted(kind)
        for holder in [identity(place)]
        if holder in earlier or holder in later
        if space is None or place.space_code == space
    ]


def _values(grounds: Grounds, kind: str, year: int) -> dict[Holder, Value]:
    """Values of a year; of several vintages the one that needs no restating."""
    figures = [figure for figure in grounds.figures if figure.year == year]
    found: dict[Holder, Value] = {}
    for day in sorted({figure.boundaries_on for figure in figures}):
        counted = [figure for figure in figures if figure.boundaries_on == day]
        for holder, value in _on_wanted(grounds, kind, counted, day).items():
            known = found.get(holder)
            if known is None or known.value is None or not value.restated:
                found[holder] = value
    return found


def _on_wanted(
    grounds: Grounds, kind: str, figures: Sequence[Figure], day: date
) -> dict[Holder, Value]:
    """Values on the boundaries wanted, of figures that were counted on one day's."""
    own = {
        identity(place): figure
        for figure in figures
        if figure.kind == kind
        for place in [grounds.on(day, kind, figure.code)]
        if place is not None
    }
    moves = Moves(grounds, kind, figures, day)
    found: dict[Holder, Value] = {}
    for place in grounds.wanted(kind):
        holder = identity(place)
        figure = own.get(holder)
        if figure is not None and grounds.keeps_boundaries(place, day):
            found[holder] = Value(figure.year, figure.value, figure)
        elif figure is not None or holder in moves.touched:
            found[holder] = _carried(grounds, place, figure, moves)
    return found


def _carried(
    grounds: Grounds, place: Place, figure: Figure | None, moves: "Moves"
) -> Value:
    """What the place had, less what left and with what came."""
    holder = identity(place)
    value = Value(
        moves.year,
        counted=figure,
        steps=list(moves.steps[holder]),
        missing=list(moves.missing[holder]),
    )
    stood = grounds.on(moves.day, place.kind, place.code)
    if figure is None and stood is not None and identity(stood) == holder:
        value.missing.append(f"no figure of {place.code} in {moves.year}")
    if holder not in moves.touched:
        value.missing.append(
            f"boundaries of {moves.day} are others, and nothing says how they changed"
        )
    if not value.missing:
        own = Decimal(0) if figure is None else figure.value
        value.value = own + sum((each.amount for each in value.steps), Decimal(0))
        value.restated = True
    return value


class Moves:
    """What of which municipality lies in another place of a kind than it did."""

    def __init__(
        self, grounds: Grounds, kind: str, figures: Sequence[Figure], day: date
    ) -> None:
        self.grounds, self.kind, self.day = grounds, kind, day
        self.year = figures[0].year
        self.steps: dict[Holder, list[Step]] = defaultdict(list)
        self.missing: dict[Holder, list[str]] = defaultdict(list)
        known = {f.code: f for f in figures if f.kind == MUNICIPALITY}
        for place in grounds.standing(day, MUNICIPALITY):
            self._follow(place, known.get(place.code))
        self.touched = set(self.steps) | set(self.missing)

    def _follow(self, place: Place, figure: Figure | None) -> None:
        span = {"as_of": self.day, "target": self.grounds.target}
        steps, holder = self.grounds.transitions, identity(place)
        if holder not in self.grounds.changed:
            return
        try:
            weights = lineage.carry(holder, steps, **span)
        except WeightsNotEstablished as unknown:
            self._miss(place, lineage.reach(holder, steps, **span), unknown.detail)
            return
        if figure is None:
            self._miss(place, weights, f"no figure of {place.code} in {self.year}")
            return
        was = self.grounds.area(self.day, self.kind, place)
        parts = lineage.spread(figure.value, weights, self.grounds.unit)
        for part, amount in parts.items():
            now = self._area_of(part)
            if was != now:
                weight = weights[part]
                self.steps[was].append(Step(place.code, weight, -amount))
                self.steps[now].append(Step(place.code, weight, amount))

    def _miss(self, place: Place, parts: Iterable[Holder], why: str) -> None:
        """Note what is missing in every place that it would have changed."""
        was = self.grounds.area(self.day, self.kind, place)
        areas = {was, *(self._area_of(part) for part in parts)}
        if areas != {was}:
            for area in areas:
                self.missing[area].append(why)

    def _area_of(self, holder: Holder) -> Holder:
        place = self.grounds.on(self.grounds.target, MUNICIPALITY, holder[0])
        if place is None:
            return holder
        return self.grounds.area(self.grounds.target, self.kind, place)
