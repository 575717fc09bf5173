"""Pure rules of stating figures: on boundaries that stood, and never backwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chassis.identifiers import new_id
from services.registry.figures.models import STATED, Figure
from services.registry.figures.rows import FigureRow
from services.registry.places.models import Place
from services.registry.reference.country import Country
from services.registry.reference.figures import Measure
from services.registry.statements import Difference, Effect, Faults


@dataclass
class Stating:
    """Rows to be stated from a day on, what is known, and what comes of them.

    `effective` None is the country pack's: from the day a figure was counted.
    """

    effective: date | None
    today: date
    stated_in: str
    country: Country
    measures: Mapping[str, Measure]
    places: Mapping[tuple[str, str], Sequence[Place]]
    known: Mapping[str, Figure]
    faults: Faults = field(default_factory=Faults)
    ended: list[tuple[Figure, date]] = field(default_factory=list)
    added: list[Figure] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def refuse(self, index: int, column: str, rule: str, detail: str) -> None:
        self.faults.add(index, column, rule, detail)


def state(stating: Stating, rows: Sequence[FigureRow]) -> None:
    """Check every row, and say what it ends and adds; a known one does neither."""
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row.record in seen:
            stating.refuse(index, "code", "figure-repeated", "a row before states it")
            continue
        seen.add(row.record)
        place = _place(stating, index, row)
        if place is not None and _fits(stating, index, row):
            _state(stating, index, row, place)


def _place(stating: Stating, index: int, row: FigureRow) -> Place | None:
    day = stating.country.stood_on(row.boundary_vintage)
    if day is None:
        known = ", ".join(each.code for each in stating.country.boundary_vintages)
        stating.refuse(index, "boundary_vintage", "vintage-unknown", f"known: {known}")
        return None
    periods = stating.places.get((row.kind.value, row.code), ())
    found = next((place for place in periods if place.stood_on(day)), None)
    if found is None:
        rule = "place-not-standing" if periods else "place-unknown"
        what = f"no {row.kind.value} {row.code} stood on {day}"
        stating.refuse(index, "code", rule, what)
    return found


def _fits(stating: Stating, index: int, row: FigureRow) -> bool:
    measure = stating.measures.get(row.measure)
    if measure is None:
        known = ", ".join(stating.measures)
        stating.refuse(index, "measure", "measure-unknown", f"known: {known}")
        return False
    if row.value is not None and round(row.value, measure.decimals) != row.value:
        detail = f"{measure.unit} with at most {measure.decimals} decimals"
        stating.refuse(index, "value", "value-too-fine", detail)
        return False
    return True


def _state(stating: Stating, index: int, row: FigureRow, place: Place) -> None:
    known = stating.known.get(row.record)
    current = known if known is not None and known.valid_to is None else None
    day = stating.effective or _first_said(stating, row, known)
    if _says(current, row):
        return
    if day < date(row.year, 1, 1):
        detail = f"in force from {row.year}-01-01 at the earliest"
        stating.refuse(index, "year", "figure-before-its-year", detail)
    elif known is not None and day < (known.valid_to or known.valid_from):
        detail = f"stated from {known.valid_from} already; state it from a later day"
        stating.refuse(index, "code", "history-rewritten", detail)
    elif current is not None and day == current.valid_from:
        detail = f"another value is stated from {day} on"
        stating.refuse(index, "value", "history-rewritten", detail)
    else:
        _change(stating, row, place, current, day)


def _says(current: Figure | None, row: FigureRow) -> bool:
    if current is None or row.value is None:
        return current is None and row.value is None
    return all(getattr(current, name) == getattr(row, name) for name in STATED)


def _first_said(stating: Stating, row: FigureRow, known: Figure | None) -> date:
    counted = stating.country.stood_on(row.boundary_vintage) or stating.today
    first = max(counted, date(row.year, 1, 1))
    return first if known is None else stating.today


def _change(
    stating: Stating, row: FigureRow, place: Place, current: Figure | None, day: date
) -> None:
    added = None if row.value is None else _figure(stating, row, place, day)
    if current is not None:
        stating.ended.append((current, day))
    if added is not None:
        stating.added.append(added)
    stating.differences.append(
        Difference(
            record=row.record,
            effect=_effect(current, added),
            effective=day,
            before={} if current is None else current.stated(),
            after={} if added is None else added.stated(),
        )
    )


def _effect(before: Figure | None, after: Figure | None) -> Effect:
    if after is None:
        return Effect.ENDED
    return Effect.ADDED if before is None else Effect.CHANGED


def _figure(stating: Stating, row: FigureRow, place: Place, day: date) -> Figure:
    said = {name: getattr(row, name) for name in STATED}
    return Figure(
        **said,
        id=new_id(),
        kind=row.kind.value,
        code=row.code,
        measure=row.measure,
        year=row.year,
        boundary_vintage=row.boundary_vintage,
        boundaries_on=stating.country.stood_on(row.boundary_vintage),
        in_space=place.space_code,
        stated_in=stating.stated_in,
        valid_from=day,
        valid_to=None,
    )


def by_key(places: Iterable[Place]) -> dict[tuple[str, str], list[Place]]:
    """All periods of places, by kind and code."""
    found: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        found.setdefault(place.key, []).append(place)
    return found
