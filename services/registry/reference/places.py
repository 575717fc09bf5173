"""Places as the demarcation knows them, with the people who live there.

A space and a district (or metropolitan) municipality are two records even where
they share a code: the first is an area, the second an organ of state.
"""

from dataclasses import dataclass
from datetime import date

from services.registry.reference.files import Row, rows


@dataclass(frozen=True, slots=True)
class Province:
    """An area directly below the country: a province, a region."""

    code: str
    name: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class ProvincialModel:
    """A province's own way of planning its spaces, beside the country's."""

    province_code: str
    code: str
    name: str
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Space:
    """An area that is planned for as one: a district, a metropolitan area."""

    code: str
    name: str
    kind: str
    province_code: str
    seat: str | None
    valid_from: date
    valid_from_basis: str
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Municipality:
    """A local government; `country.toml` names its categories and classes.

    Its parent is the organ above it: a local's district, else the province.
    `valid_to` is None while it stands.
    """

    code: str
    name: str
    category: str
    parent_code: str
    space_code: str | None
    province_code: str
    miif_class: str | None
    valid_from: date
    valid_from_basis: str
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a space stands on a map of squares, from the north-west corner."""

    space_code: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Transition:
    """What a boundary change did to one old and one new code on one day."""

    date: date
    old_code: str
    new_code: str
    old_change: str
    new_change: str


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name a code no longer carries; `valid_to` is a day or only a year."""

    code: str
    former_name: str
    valid_from: date
    valid_to: str
    valid_to_precision: str
    basis: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Alias:
    """Another scheme's code for a place."""

    scheme: str
    alias: str
    code: str


@dataclass(frozen=True, slots=True)
class Population:
    """People in a place (an area, never an organ), on one vintage of boundaries."""

    code: str
    year: int
    population: int
    source: str
    boundary_vintage: str


def provinces() -> list[Province]:
    return [
        Province(row["code"], row["name"], date.fromisoformat(row["valid_from"]))
        for row in rows("provinces.csv")
    ]


def spaces() -> list[Space]:
    """Those of today."""
    return [_space(row) for row in rows("spaces.csv")]


def ended_spaces() -> list[Space]:
    """Areas that ended."""
    return [_space(row) for row in rows("spaces_ended.csv")]


def _space(row: Row) -> Space:
    return Space(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        province_code=row["province_code"],
        seat=row["seat"] or None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_from_basis=row.get("valid_from_basis") or "register_opening",
        valid_to=_day(row.get("valid_to", "")),
    )


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def municipalities() -> list[Municipality]:
    """Those that stand today."""
    return [_municipality(row) for row in rows("municipalities.csv")]


def disestablished_municipalities() -> list[Municipality]:
    """Those that ended; their codes stay in older budgets."""
    return [_municipality(row) for row in rows("municipalities_disestablished.csv")]


def reconstituted_municipalities() -> list[Municipality]:
    """Those whose code passed to another municipality when they merged into it."""
    return [_municipality(row) for row in rows("municipalities_reconstituted.csv")]


def _municipality(row: Row) -> Municipality:
    return Municipality(
        code=row["code"],
        name=row["name"],
        category=row["category"],
        parent_code=row["parent_code"],
        space_code=row["space_code"] or None,
        province_code=row["province_code"],
        miif_class=row["miif_class"] or None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_from_basis=row["valid_from_basis"],
        valid_to=_day(row["valid_to"]),
    )


def provincial_models() -> list[ProvincialModel]:
    return [ProvincialModel(**row) for row in rows("provincial_models.csv")]


def tiles() -> list[Tile]:
    return [
        Tile(row["space_code"], int(row["row"]), int(row["column"]))
        for row in rows("tiles.csv")
    ]


def transitions() -> list[Transition]:
    """Those of the last demarcation."""
    return _transitions("transitions.csv")


def earlier_transitions() -> list[Transition]:
    """Those of demarcations before, as far as they are held."""
    return _transitions("transitions_2011.csv")


def _transitions(file: str) -> list[Transition]:
    return [
        Transition(
            date=date.fromisoformat(row["date"]),
            old_code=row["old_code"],
            new_code=row["new_code"],
            old_change=row["old_change"],
            new_change=row["new_change"],
        )
        for row in rows(file)
    ]


def former_names() -> list[FormerName]:
    return [
        FormerName(
            code=row["code"],
            former_name=row["former_name"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=row["valid_to"],
            valid_to_precision=row["valid_to_precision"],
            basis=row["basis"],
            confidence=row["confidence"],
        )
        for row in rows("name_history.csv")
    ]


def aliases() -> list[Alias]:
    return [Alias(**row) for row in rows("aliases.csv")]


def populations() -> list[Population]:
    return [
        Population(
            code=row["code"],
            year=int(row["year"]),
            population=int(row["population"]),
            source=row["source"],
            boundary_vintage=row["boundary_vintage"],
        )
        for row in rows("population.csv")
    ]
