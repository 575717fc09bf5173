"""Pure rules of applying rows to histories: later periods only, and nothing twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from chassis.tabular.faults import RowErrors
from services.registry.demarcation.layouts import PlaceRow, TransitionRow
from services.registry.places import periods
from services.registry.places.models import (
    MUNICIPALITY,
    SAME_BOUNDARIES,
    SPACE,
    WARD,
    Place,
)
from services.registry.places.periods import Change, Histories, Key

FILE_OF = {SPACE: "spaces", MUNICIPALITY: "municipalities", WARD: "wards"}
TRANSITIONS = "transitions"
COLUMNS = tuple(Place.__table__.columns.keys())
UNCOUNTED = {"population_2011": None, "population_2016": None}


@dataclass
class Applying:
    """Histories as the files leave them, and what was wrong on the way."""

    histories: Histories
    vintage: str
    errors: dict[str, RowErrors]
    rows: dict[Key, PlaceRow] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)

    def refuse(self, row: PlaceRow, column: str, rule: str, detail: str) -> None:
        value = getattr(row, column, None) or row.stated.get(column) or row.parent_code
        self.errors[FILE_OF[row.kind]].add(
            row.row, column, value, rule=rule, detail=detail
        )

    def refuse_transition(
        self, row: TransitionRow, column: str, rule: str, detail: str
    ) -> None:
        self.errors[TRANSITIONS].add(
            row.row, column, getattr(row, column), rule=rule, detail=detail
        )


def apply_places(applying: Applying, rows: Sequence[PlaceRow]) -> None:
    """Every row by its day: begin, end or leave a period of its place."""
    for row in sorted(rows, key=lambda each: (each.valid_from, each.row)):
        applying.rows[row.kind, row.code] = row
        applying.days |= {row.valid_from} | ({row.valid_to} if row.valid_to else set())
        if row.valid_to is not None and row.valid_to <= row.valid_from:
            applying.refuse(row, "valid_to", "period-empty", "it ends after it begins")
            continue
        _apply(applying, row)


def _apply(applying: Applying, row: PlaceRow) -> None:
    last = applying.histories.last((row.kind, row.code))
    if last is None:
        _begin(applying, row, None)
    elif row.valid_from in {last.valid_from, last.since} and not _differs(row, last):
        _end(applying, row, last)
    elif row.valid_from <= last.valid_from or (
        last.valid_to is not None and last.valid_to > row.valid_from
    ):
        applying.refuse(
            row,
            "valid_from",
            "period-overlaps",
            f"a period from {last.valid_from} is known; a later one may follow it",
        )
    elif _differs(row, last) or last.valid_to is not None or _anew(row):
        if last.valid_to is None:
            last.valid_to = row.valid_from
        _begin(applying, row, last)


def _anew(row: PlaceRow) -> bool:
    return row.basis in {"established", "reconstituted", "continued"}


def _begin(applying: Applying, row: PlaceRow, last: Place | None) -> None:
    kept = {name: value for name, value in row.stated.items() if value is not None}
    before = last if last is not None and last.valid_to == row.valid_from else None
    basis = row.basis or _basis(row, before)
    values: dict[str, object] = dict.fromkeys(COLUMNS)
    if before is not None:
        values = {name: getattr(before, name) for name in COLUMNS}
    if basis not in SAME_BOUNDARIES:
        values |= UNCOUNTED
    if row.kind == MUNICIPALITY:
        values["space_code"] = None
    if row.kind == WARD:
        values |= _area_of(applying, row)
    values |= kept | {
        "kind": row.kind,
        "code": row.code,
        "name": row.name,
        "parent_code": row.parent_code,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "begun_by": basis,
        "vintage": applying.vintage,
    }
    applying.histories.begin(Place(**values))


def _area_of(applying: Applying, ward: PlaceRow) -> dict[str, object]:
    key = (MUNICIPALITY, ward.parent_code)
    municipality = applying.histories.on(key, ward.valid_from)
    if municipality is None:
        return {}
    return {
        "space_code": municipality.space_code,
        "province_code": municipality.province_code,
    }


def _basis(row: PlaceRow, last: Place | None) -> str:
    if last is None:
        return "established"
    if row.parent_code != last.parent_code or _space_differs(row, last):
        return "moved"
    return "renamed" if row.name != last.name else "reclassified"


def _space_differs(row: PlaceRow, last: Place) -> bool:
    return row.kind == MUNICIPALITY and row.stated["space_code"] != last.space_code


def _end(applying: Applying, row: PlaceRow, last: Place) -> None:
    if row.valid_to is None or row.valid_to == last.valid_to:
        return
    if last.valid_to is not None or row.valid_to <= last.valid_from:
        applying.refuse(
            row,
            "valid_to",
            "period-overlaps",
            f"known from {last.valid_from} to {last.valid_to or 'this day'}",
        )
        return
    last.valid_to = row.valid_to


def _differs(row: PlaceRow, last: Place) -> bool:
    """Whether the row says anything else; a blank cell says nothing, but of a space."""
    stated: dict[str, str | None] = {
        "name": row.name,
        "parent_code": row.parent_code,
    }
    stated |= {name: value for name, value in row.stated.items() if value is not None}
    if row.kind == MUNICIPALITY:
        stated["space_code"] = row.stated["space_code"]
    return any(getattr(last, name) != value for name, value in stated.items())


def end_disestablished(applying: Applying, rows: Sequence[TransitionRow]) -> None:
    """A disestablished municipality ends on the day, whether or not a row says so."""
    for row in rows:
        applying.days.add(row.date)
        if row.old_change == "continued":
            continue
        old = applying.histories.on((MUNICIPALITY, row.old_code), row.date)
        if old is not None and old.valid_from < row.date:
            old.valid_to = row.date


def change_boundaries(applying: Applying, changes: Sequence[Change]) -> None:
    """Those that go on with other boundaries begin a period; wards follow theirs."""
    found = periods.boundary_changes(changes, applying.histories)
    for before, after in _moved(applying):
        spaces = {before.space_code or "", after.space_code or ""}
        if len(spaces) > 1:
            found |= {((SPACE, code), after.valid_from) for code in spaces}
            found |= {((MUNICIPALITY, code), after.valid_from) for code in spaces}
    for key, day in sorted(found):
        place = applying.histories.on(key, day)
        if place is not None and place.valid_from == day and place.since != day:
            place.boundaries_since = day
        periods.cut(applying.histories, key, day, vintage=applying.vintage)
    for _, municipality in _moved(applying):
        _follow(applying, municipality)


def _moved(applying: Applying) -> list[tuple[Place, Place]]:
    """Municipalities that this demarcation hangs elsewhere, before and after."""
    return [
        (before, after)
        for (kind, _), found in applying.histories.periods.items()
        if kind == MUNICIPALITY
        for before, after in pairwise(found)
        if after.begun_by == "moved" and after.vintage == applying.vintage
    ]


def _follow(applying: Applying, municipality: Place) -> None:
    day = municipality.valid_from
    for ward in applying.histories.standing(day).values():
        if ward.kind != WARD or ward.parent_code != municipality.code:
            continue
        if ward.space_code == municipality.space_code or ward.valid_from >= day:
            continue
        periods.cut(applying.histories, ward.key, day, vintage=applying.vintage)
        after = applying.histories.periods[ward.key][-1]
        after.begun_by = "moved"
        after.boundaries_since = ward.boundaries_since
        after.space_code = municipality.space_code
        after.province_code = municipality.province_code
