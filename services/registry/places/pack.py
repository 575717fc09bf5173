"""The country pack's rows as places over time, and how they followed one another."""

from collections.abc import Mapping
from datetime import date

from services.registry import reference
from services.registry.places import periods
from services.registry.places.models import (
    COUNTRY,
    MUNICIPALITY,
    PROVINCE,
    SPACE,
    Place,
    Transition,
)
from services.registry.places.periods import Change, Histories
from services.registry.reference import figures

Populations = Mapping[tuple[str, int], int]


def history() -> tuple[list[Place], list[Transition]]:
    """Every period of every place of the pack, and the transitions between them."""
    histories = Histories.of(
        [_country(), *_provinces(), *_spaces(), *_municipalities()]
    )
    changes = [*_changes(), *_reconstitutions()]
    for key, day in sorted(periods.boundary_changes(changes, histories)):
        periods.cut(histories, key, day, vintage=vintage())
    places = [place for found in histories.periods.values() for place in found]
    _count_people(places)
    return places, periods.transitions(changes, histories, vintage=vintage())


def vintage() -> str:
    """The demarcation that the pack holds."""
    return reference.country().vintage


def _count_people(places: list[Place]) -> None:
    people = {
        (figure.code, figure.year): int(figure.value)
        for figure in figures.figures()
        if figure.measure == figures.POPULATION
        and figure.boundary_vintage == str(figure.year)
    }
    for place in places:
        place.population_2011 = _people(people, place, 2011)
        place.population_2016 = _people(people, place, 2016)


def _people(people: Populations, place: Place, year: int) -> int | None:
    """The figure of a year, unless the place was not there when it was counted."""
    counted_on = reference.country().stood_on(str(year))
    if counted_on is None or place.since > counted_on:
        return None
    if place.valid_to is not None and place.valid_to <= counted_on:
        return None
    return people.get((place.code, year))


def _place(kind: str, code: str, valid_from: date, **values: object) -> Place:
    return Place(
        **dict.fromkeys(Place.__table__.columns.keys())
        | {
            "kind": kind,
            "code": code,
            "valid_from": valid_from,
            "since": valid_from,
            "boundaries_since": valid_from,
            "begun_by": "register_opening",
            "vintage": vintage(),
        }
        | values
    )


def _country() -> Place:
    country = reference.country()
    return _place(COUNTRY, country.code, country.register_opened, name=country.name)


def _provinces() -> list[Place]:
    return [
        _place(
            PROVINCE,
            row.code,
            row.valid_from,
            name=row.name,
            parent_code=reference.country().code,
            province_code=row.code,
        )
        for row in reference.provinces()
    ]


def _spaces() -> list[Place]:
    return [
        _place(
            SPACE,
            row.code,
            row.valid_from,
            name=row.name,
            category=row.kind,
            seat=row.seat,
            parent_code=row.province_code,
            space_code=row.code,
            province_code=row.province_code,
            valid_to=row.valid_to,
            begun_by=row.valid_from_basis,
        )
        for row in [*reference.spaces(), *reference.ended_spaces()]
    ]


def _municipalities() -> list[Place]:
    return [
        _place(
            MUNICIPALITY,
            row.code,
            row.valid_from,
            name=row.name,
            category=row.category,
            miif_class=row.miif_class,
            parent_code=row.parent_code,
            space_code=row.space_code,
            province_code=row.province_code,
            valid_to=row.valid_to,
            begun_by=row.valid_from_basis,
        )
        for row in [
            *reference.municipalities(),
            *reference.disestablished_municipalities(),
            *reference.reconstituted_municipalities(),
        ]
    ]


def _changes() -> list[Change]:
    rows = [*reference.transitions(), *reference.earlier_transitions()]
    return [
        Change(row.date, row.old_code, row.new_code, row.old_change, row.new_change)
        for row in rows
    ]


def _reconstitutions() -> list[Change]:
    """A code that passed to another municipality: the old one became part of it."""
    return [
        Change(row.valid_to, row.code, row.code, "reconstituted", "reconstituted")
        for row in reference.reconstituted_municipalities()
        if row.valid_to is not None
    ]
