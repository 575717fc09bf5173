"""The parts of a plan as tables, in the columns of their import."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from chassis.tabular.columns import AmountsByYear
from chassis.tabular.units import Unit
from chassis.tabular.writing import Sheet
from services.plans.content.models import Record
from services.plans.content.whole import Whole
from services.plans.documents.content import Intervention
from services.plans.imports.cells import (
    written_milestones,
    written_points,
    written_sources,
)
from services.plans.imports.importers import IMPORTERS
from services.plans.imports.layout import LAYOUT, link_of
from services.plans.imports.models import Part

YEARS = "planned"


def sheet_of(whole: Whole, part: Part) -> Sheet:
    """Amounts in rand."""
    if part is Part.INTERVENTIONS:
        return _interventions(whole.interventions)
    return _records(part, getattr(whole, part))


def _interventions(interventions: Sequence[Intervention]) -> Sheet:
    years = sorted({year for each in interventions for year in each.planned})
    before, after = _around_the_years()
    header = (*before, *(f"{YEARS}_{year.replace('/', '_')}" for year in years))
    rows = []
    for each in interventions:
        said = _said(each)
        amounts = [shown(each.planned.get(year)) for year in years]
        rows.append(
            (
                *(said[name] for name in before),
                *amounts,
                *(said[name] for name in after),
            )
        )
    return Sheet(Part.INTERVENTIONS, (*header, *after), rows)


def _around_the_years() -> tuple[list[str], list[str]]:
    """The columns of the import, before and after those of the years; and the unit."""
    names = [column.name for column in LAYOUT.columns]
    (at,) = (
        position
        for position, column in enumerate(LAYOUT.columns)
        if isinstance(column, AmountsByYear)
    )
    return names[:at], [*names[at + 1 :], "unit"]


def _said(intervention: Intervention) -> dict[str, str]:
    """By column; where a column has another name than what stands, under both."""
    said = intervention.states()
    return {name: shown(value) for name, value in said.items()} | {
        "intervention_id": intervention.code,
        "location_code": shown(intervention.location_codes),
        "planned_unphased": shown(intervention.unphased),
        "depends_on": " ".join(
            link_of(link).written() for link in intervention.depends_on
        ),
        "points": written_points(intervention.points),
        "milestones": written_milestones(intervention.milestones),
        "unit": Unit.RAND.label,
    }


def _records(part: Part, records: Iterable[Record]) -> Sheet:
    header = [column.name for column in IMPORTERS[part].layout.columns]
    said = [each.states() for each in records]
    return Sheet(part, header, [[_cell(name, one) for name in header] for one in said])


def _cell(name: str, said: Mapping[str, Any]) -> str:
    if name == "sources":
        return written_sources(said["sources"])
    return shown(said[name])


def shown(value: object) -> str:
    """As a cell: nothing for what is not known, codes beside each other."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value:f}"
        case list():
            return " ".join(map(str, value))
        case _:
            return str(value)
