"""What was counted in places: measures, and figures of a place and a year."""

from dataclasses import dataclass
from decimal import Decimal

from services.registry.reference.files import rows
from services.registry.reference.places import ended_spaces, populations, spaces


@dataclass(frozen=True, slots=True)
class Measure:
    """What figures are of. Figures of an additive one may be summed and divided."""

    code: str
    name: str
    unit: str
    decimals: int
    additive: bool


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure, the boundaries it was counted on, and how sure we are of it.

    `basis`: count, survey, estimate, projection or sum (of the parts).
    """

    kind: str
    code: str
    measure: str
    year: int
    value: Decimal
    boundary_vintage: str
    basis: str
    confidence: str
    source: str


POPULATION = "population"


def measures() -> list[Measure]:
    return [
        Measure(
            code=row["code"],
            name=row["name"],
            unit=row["unit"],
            decimals=int(row["decimals"]),
            additive=row["additive"] == "1",
        )
        for row in rows("measures.csv")
    ]


def figures() -> list[StatedFigure]:
    """Populations of areas, then what else is known, with its confidence."""
    areas = {space.code for space in (*spaces(), *ended_spaces())}
    counted = [
        StatedFigure(
            kind="space" if each.code in areas else "municipality",
            code=each.code,
            measure=POPULATION,
            year=each.year,
            value=Decimal(each.population),
            boundary_vintage=each.boundary_vintage,
            basis="count" if each.source.startswith("Census") else "survey",
            confidence="high",
            source=each.source,
        )
        for each in populations()
    ]
    return counted + [
        StatedFigure(
            kind=row["kind"],
            code=row["code"],
            measure=row["measure"],
            year=int(row["year"]),
            value=Decimal(row["value"]),
            boundary_vintage=row["boundary_vintage"],
            basis=row["basis"],
            confidence=row["confidence"],
            source=row["source"],
        )
        for row in rows("figures.csv")
    ]
