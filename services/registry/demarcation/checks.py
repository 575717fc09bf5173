"""Pure checks that the places of any day are one tree that covers the country."""

from collections.abc import Mapping
from datetime import date

from services.registry.demarcation.rules import Applying
from services.registry.places.models import (
    COUNTRY,
    MUNICIPALITY,
    PROVINCE,
    SPACE,
    WARD,
    Place,
)
from services.registry.places.periods import Key

KINDS = (COUNTRY, PROVINCE, SPACE, MUNICIPALITY, WARD)
Standing = Mapping[Key, Place]
Fault = tuple[str, str, str]
"""Column, rule, detail."""


def check_tree(applying: Applying) -> None:
    """Look at the whole tree on every day on which something changes."""
    refused: set[tuple[Key, str]] = set()
    for day in sorted(applying.days):
        standing = applying.histories.standing(day)
        for place in standing.values():
            fault = _fault(applying, place, standing, day)
            if fault is None or (place.key, fault[1]) in refused:
                continue
            refused.add((place.key, fault[1]))
            _refuse(applying, place, fault)


def _refuse(applying: Applying, place: Place, fault: Fault) -> None:
    """At the row of the place, or of what was above it, or the first row there is."""
    above = place.above
    row = applying.rows.get(place.key) or (applying.rows.get(above) if above else None)
    row = row or applying.rows.get((MUNICIPALITY, place.parent_code or ""))
    column, rule, detail = fault
    if row is not None:
        named = column if row.code == place.code else "code"
        applying.refuse(row, named, rule, f"{place.kind} {place.code}: {detail}")
        return
    file = next(iter(applying.errors))
    applying.errors[file].add(
        1, "", place.code, rule=rule, detail=f"{place.kind} {place.code}: {detail}"
    )


def _fault(
    applying: Applying, place: Place, standing: Standing, day: date
) -> Fault | None:
    if place.kind == MUNICIPALITY:
        return (
            _cycle(place, standing)
            or _parent_fault(applying, place, standing, day)
            or _space_fault(applying, place, standing, day)
        )
    above = place.above
    if above is None:
        return None
    column = {SPACE: "province_code", WARD: "municipality_code"}.get(
        place.kind, "parent_code"
    )
    return _missing(applying, above, standing, day, column)


def _cycle(place: Place, standing: Standing) -> Fault | None:
    seen = {place.code}
    above = standing.get((MUNICIPALITY, place.parent_code or ""))
    while above is not None:
        if above.code in seen:
            return "parent_code", "hierarchy-cycle", f"{above.code} is above itself"
        seen.add(above.code)
        above = standing.get((MUNICIPALITY, above.parent_code or ""))
    return None


def _parent_fault(
    applying: Applying, place: Place, standing: Standing, day: date
) -> Fault | None:
    wanted = MUNICIPALITY if place.category == "B" else PROVINCE
    key = (wanted, place.parent_code or "")
    fault = _missing(applying, key, standing, day, "parent_code")
    if fault is not None or wanted == PROVINCE:
        return fault
    parent = standing[key]
    if parent.category != "C":
        return (
            "parent_code",
            "parent-of-wrong-kind",
            f"{parent.code} is not a district municipality",
        )
    if place.space_code and parent.space_code != place.space_code:
        return (
            "space_code",
            "space-differs",
            f"its district {parent.code} lies in space {parent.space_code}",
        )
    return None


def _space_fault(
    applying: Applying, place: Place, standing: Standing, day: date
) -> Fault | None:
    if not place.space_code:
        return "space_code", "municipality-without-space", "it lies in one space"
    key = (SPACE, place.space_code)
    fault = _missing(applying, key, standing, day, "space_code")
    if fault is not None:
        return fault
    if standing[key].province_code != place.province_code:
        return (
            "province_code",
            "province-differs",
            f"its space lies in province {standing[key].province_code}",
        )
    return None


def _missing(
    applying: Applying, key: Key, standing: Standing, day: date, column: str
) -> Fault | None:
    if key in standing:
        return None
    kind, code = key
    if applying.histories.last(key) is not None:
        return column, "code-expired", f"no {kind} {code} stands on {day}"
    if any((other, code) in standing for other in KINDS if other != kind):
        return column, "parent-of-wrong-kind", f"{code} is no {kind}"
    return column, "code-unknown", f"there is no {kind} {code}"
