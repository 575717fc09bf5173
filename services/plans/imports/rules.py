"""What a row must say besides its form: whom it names, and the rows beside it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chassis.tabular.faults import RowErrors
from chassis.tabular.given import Given
from services.plans.documents.content import Intervention
from services.plans.documents.rules import (
    Breach,
    check_lead,
    check_organs,
    check_places,
    check_points,
    check_years,
    circle_in,
)
from services.plans.imports.layout import InterventionRow
from services.plans.reference.models import Place
from services.plans.reference.service import Named


@dataclass(frozen=True)
class Changes:
    """What rows mean for a plan: new interventions, and known ones as they become."""

    created: list[Intervention]
    updated: list[tuple[Intervention, Intervention]]

    def __bool__(self) -> bool:
        return bool(self.created or self.updated)


def completed(
    rows: Sequence[InterventionRow], standing: Mapping[str, Intervention], given: Given
) -> list[InterventionRow]:
    """The rows, with what stands where the file has no column."""
    return [
        row.completed(given, standing[row.intervention_id])
        if row.intervention_id in standing
        else row
        for row in rows
    ]


def compare(
    rows: Sequence[InterventionRow], standing: Mapping[str, Intervention]
) -> Changes:
    """What these rows add to and change in the plan's interventions."""
    changes = Changes([], [])
    for row in rows:
        stated = row.intervention()
        known = standing.get(stated.code)
        if known is None:
            changes.created.append(stated)
        elif known.states() != stated.states():
            changes.updated.append((known, stated))
    return changes


def check_names(
    rows: Sequence[InterventionRow], named: Named, space: Place, errors: RowErrors
) -> None:
    """Places and organs exist and fit; addresses make sense."""
    for row in rows:
        for breach in _names(row, named, space):
            _add(errors, row, breach)


def check_horizons(
    rows: Sequence[InterventionRow], given: Given, errors: RowErrors
) -> None:
    """A horizon makes sense, whichever of the two years the file gives.

    So do the money and the milestones in it.
    """
    at = "end_year" if "end_year" in given.columns else "start_year"
    for row in rows:
        for breach in check_years(row, row.planned, at=at):
            _add(errors, row, _in_its_column(breach))


def _in_its_column(breach: Breach) -> Breach:
    """Each financial year has a column of its own in a file."""
    if breach.column != "planned":
        return breach
    column = f"planned_{str(breach.value).replace('/', '_')}"
    return replace(breach, column=column)


def check_points_within(rows: Sequence[InterventionRow], errors: RowErrors) -> None:
    """Points lie in places of their intervention, whichever of the two is given."""
    for row in rows:
        places = [point["place_code"] for point in row.points]
        for breach in check_points(places, row.location_code):
            _add(errors, row, breach)


def check_strategies(
    rows: Sequence[InterventionRow], known: Collection[str], errors: RowErrors
) -> None:
    """Interventions stand under strategies of their plan."""
    for row in rows:
        for code in row.strategies:
            if code not in known:
                detail = "the plan has no strategy with this code"
                _add(
                    errors, row, Breach("strategies", code, "strategy-unknown", detail)
                )


def check_dependencies(
    rows: Sequence[InterventionRow],
    standing: Mapping[str, Intervention],
    errors: RowErrors,
) -> None:
    """Dependencies lead to other interventions of the file or plan, never in a circle.

    `standing` holds the plan's interventions by code.
    """
    graph = {
        known.code: {link["code"] for link in known.depends_on}
        for known in standing.values()
    }
    known = graph.keys() | {row.intervention_id for row in rows}
    for row in rows:
        for breach in _dependencies(row, known):
            _add(errors, row, breach)
        graph[row.intervention_id] = {
            link.code
            for link in row.depends_on
            if link.code in known and link.code != row.intervention_id
        }
    circle = circle_in(graph)
    way = " > ".join(circle)
    for row in rows:
        if row.intervention_id in circle:
            breach = Breach("depends_on", _shown(row), "dependency-cycle", way)
            _add(errors, row, breach)


def _names(row: InterventionRow, named: Named, space: Place) -> Iterator[Breach]:
    yield from check_places(row.location_code, named, space, at="location_code")
    yield from check_lead(row.lead_organ, row.sphere, named)
    yield from check_organs(row.supporting_organs, named, at="supporting_organs")
    yield from _source(row)


def _source(row: InterventionRow) -> Iterator[Breach]:
    url = row.source_url
    if url is not None and not url.startswith(("https://", "http://")):
        yield Breach("source_url", url, "address-not-valid", "http:// or https://")


def _dependencies(row: InterventionRow, known: Collection[str]) -> Iterator[Breach]:
    for link in row.depends_on:
        if link.code == row.intervention_id:
            detail = "an intervention cannot wait for itself"
            yield Breach("depends_on", _shown(row), "dependency-on-itself", detail)
        elif link.code not in known:
            detail = f"{link.code} is neither in the file nor in the plan"
            yield Breach("depends_on", _shown(row), "dependency-unknown", detail)


def _shown(row: InterventionRow) -> str:
    return " ".join(link.written() for link in row.depends_on)


def _add(errors: RowErrors, row: InterventionRow, breach: Breach) -> None:
    errors.add(
        row.row, breach.column, breach.value, rule=breach.rule, detail=breach.detail
    )
