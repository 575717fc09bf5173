"""What may be asked of figures: what was stated, and how two years compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import FieldError
from services.registry.figures import restating
from services.registry.figures.grounds import Grounds
from services.registry.figures.models import (
    Figure,
    FigureFilter,
    FiguresNotComparable,
    MeasureNotAdditive,
    MeasureUnknown,
)
from services.registry.figures.repository import Figures
from services.registry.figures.restating import Compared
from services.registry.places.repository import Transitions
from services.registry.reference.figures import Measure, measures

MOST_NAMED = 100


@dataclass(frozen=True)
class Comparison:
    """Two years of a measure, for places of a kind, on the boundaries of a day."""

    measure: Measure
    from_year: int
    to_year: int
    boundaries_on: date
    restated: bool
    items: Sequence[Compared]


@dataclass(frozen=True)
class Comparing:
    """What is asked to be compared; `space` narrows it to what lies in one."""

    measure: str
    from_year: int
    to_year: int
    kind: str
    space: str | None
    boundaries_on: date
    restate: bool


async def list_figures(
    session: AsyncSession, wanted: FigureFilter, *, as_of: date, after: str, limit: int
) -> Sequence[Figure]:
    return await Figures(session).list(wanted, as_of=as_of, after=after, limit=limit)


def list_measures() -> Sequence[Measure]:
    return measures()


async def compare(
    session: AsyncSession, asked: Comparing, *, as_of: date
) -> Comparison:
    """Compare as the figures stand, or refuse; or carry them to one demarcation."""
    measure = _measure(asked)
    years = (asked.from_year, asked.to_year)
    grounds = Grounds(
        places=await Figures(session).places(),
        transitions=await Transitions(session).every(),
        figures=await Figures(session).of_years(measure.code, years, as_of=as_of),
        target=asked.boundaries_on,
        decimals=measure.decimals,
    )
    items = restating.compare(grounds, asked.kind, asked.space, years)
    if not asked.restate:
        _refuse_other_boundaries(items, asked)
    return Comparison(measure, *years, asked.boundaries_on, asked.restate, items)


def _measure(asked: Comparing) -> Measure:
    found = {measure.code: measure for measure in measures()}
    if asked.measure not in found:
        wrong = FieldError("/query/measure", "measure-unknown", ", ".join(found))
        raise MeasureUnknown(f"no measure {asked.measure}", errors=[wrong])
    measure = found[asked.measure]
    if asked.restate and not measure.additive:
        raise MeasureNotAdditive(f"{measure.name} is no sum of its parts")
    return measure


def _refuse_other_boundaries(items: Sequence[Compared], asked: Comparing) -> None:
    elsewhere = [item for item in items if item.is_on_other_boundaries]
    if elsewhere:
        raise FiguresNotComparable(
            f"figures of {len(elsewhere)} places were counted on other boundaries than "
            f"those of {asked.boundaries_on}",
            errors=[
                FieldError(
                    f"/{asked.kind}/{item.place.code}",
                    "boundaries-differ",
                    f"boundaries of {item.place.code} stand since "
                    f"{item.place.boundaries_since}",
                )
                for item in elsewhere[:MOST_NAMED]
            ],
        )
