"""What a row must say besides its form: whom it names, and the rows beside it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chassis.tabular.faults import RowErrors
from chassis.tabular.given import Given
from services.plans.content.rules import faults_of
from services.plans.documents.content import Intervention
from services.plans.documents.rules import (
    Breach,
    check_circle,
    check_dependencies,
    check_lead,
    check_organs,
    check_places,
    check_points,
    check_strategies,
    check_years,
    circle_in,
)
from services.plans.imports.layout import InterventionRow
from services.plans.imports.records import RecordRow
from services.plans.reference.models import Place
from services.plans.reference.service import Named


@dataclass(frozen=True)
class Beside:
    """What rows are judged beside: the file's header, and the codes of their plan.

    `all_readable`: no row of the file is missing for a fault in its cells.
    """

    given: Given
    codes: Mapping[str, set[str]]
    all_readable: bool


def check_names(
    rows: Sequence[InterventionRow], named: Named, space: Place, errors: RowErrors
) -> None:
    """Places and organs exist and fit; addresses make sense."""
    for row in rows:
        for breach in _names(row, named, space):
            _add(errors, row, breach)


def check_interventions(
    rows: Sequence[InterventionRow],
    beside: Beside,
    standing: Mapping[str, Intervention],
    errors: RowErrors,
) -> None:
    """Years and points fit, whichever of them the file gives; others are there."""
    at = "end_year" if "end_year" in beside.given.columns else "start_year"
    known = beside.codes["intervention"] | {row.code for row in rows}
    circle = circle_in(_graph(rows, standing, known)) if beside.all_readable else []
    for row in rows:
        for breach in (
            *map(_in_its_column, check_years(row, row.planned, at=at)),
            *check_points((at["place_code"] for at in row.points), row.location_code),
            *check_strategies(row.strategies, beside.codes["strategy"]),
        ):
            _add(errors, row, breach)
        if beside.all_readable:
            others = [link.code for link in row.depends_on]
            for breach in check_dependencies(row.code, others, known):
                _add(errors, row, breach)
            for breach in check_circle(row.code, circle):
                _add(errors, row, breach)


def check_records(
    rows: Sequence[RecordRow], beside: Beside, _: object, errors: RowErrors
) -> None:
    """What a record names is there; a fault in what is not given is its code's."""
    for row in rows:
        for fault in faults_of(row.stated(), beside.codes):
            _, name, *_ = fault.pointer.split("/")
            column = name if name in beside.given.columns else "code"
            value = getattr(row, column)
            shown = " ".join(value) if isinstance(value, tuple) else value
            errors.add(
                row.row, column, shown or "", rule=fault.code, detail=fault.detail
            )


def _in_its_column(breach: Breach) -> Breach:
    """Each financial year has a column of its own in a file."""
    if breach.column != "planned":
        return breach
    column = f"planned_{str(breach.value).replace('/', '_')}"
    return replace(breach, column=column)


def _graph(
    rows: Sequence[InterventionRow],
    standing: Mapping[str, Intervention],
    known: Collection[str],
) -> dict[str, set[str]]:
    """Which intervention waits for which, once the rows are in the plan."""
    graph = {
        each.code: {link["code"] for link in each.depends_on}
        for each in standing.values()
    }
    for row in rows:
        others = {link.code for link in row.depends_on if link.code in known}
        graph[row.code] = others - {row.code}
    return graph


def _names(row: InterventionRow, named: Named, space: Place) -> Iterator[Breach]:
    yield from check_places(row.location_code, named, space, at="location_code")
    yield from check_lead(row.lead_organ, row.sphere, named)
    yield from check_organs(row.supporting_organs, named, at="supporting_organs")
    yield from _source(row)


def _source(row: InterventionRow) -> Iterator[Breach]:
    url = row.source_url
    if url is not None and not url.startswith(("https://", "http://")):
        yield Breach("source_url", url, "address-not-valid", "http:// or https://")


def _add(errors: RowErrors, row: InterventionRow, breach: Breach) -> None:
    errors.add(
        row.row, breach.column, breach.value, rule=breach.rule, detail=breach.detail
    )
