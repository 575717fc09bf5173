"""What a row must say besides its form: whom it names, and the rows beside it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from chassis.tabular.faults import RowErrors
from chassis.tabular.given import Given
from services.plans.documents.content import Intervention
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


@dataclass(frozen=True)
class Breach:
    """A rule that a row breaks, and in which column."""

    column: str
    value: object
    rule: str
    detail: str


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
        for breach in (*_place(row, named, space), *_organ(row, named), *_source(row)):
            _add(errors, row, breach)


def check_years(
    rows: Sequence[InterventionRow], given: Given, errors: RowErrors
) -> None:
    """Nothing ends before it starts, whichever of the two years the file gives."""
    for row in rows:
        for breach in _years(row, given):
            _add(errors, row, breach)


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
    circle = _circle(graph)
    way = " > ".join(circle)
    for row in rows:
        if row.intervention_id in circle:
            breach = Breach("depends_on", _shown(row), "dependency-cycle", way)
            _add(errors, row, breach)


def _place(row: InterventionRow, named: Named, space: Place) -> Iterator[Breach]:
    for code in row.location_code:
        places = named.places.get(code)
        if not places:
            detail = "the registry knows no place with this code today"
            yield Breach("location_code", code, "place-unknown", detail)
        elif not any(place.concerns(space) for place in places):
            detail = f"neither in {space.code} nor its province or country"
            yield Breach("location_code", code, "place-outside-space", detail)


def _organ(row: InterventionRow, named: Named) -> Iterator[Breach]:
    organ = named.organs.get(row.lead_organ)
    if organ is None:
        detail = "the registry knows no organ with this code"
        yield Breach("lead_organ", row.lead_organ, "organ-unknown", detail)
    elif organ.sphere != row.sphere:
        detail = f"{organ.code} is registered as {organ.sphere}"
        yield Breach("sphere", row.sphere, "sphere-differs", detail)


def _source(row: InterventionRow) -> Iterator[Breach]:
    url = row.source_url
    if url is not None and not url.startswith(("https://", "http://")):
        yield Breach("source_url", url, "address-not-valid", "http:// or https://")


def _years(row: InterventionRow, given: Given) -> Iterator[Breach]:
    start, end = row.start_year, row.end_year
    if start is not None and end is not None and end < start:
        if "end_year" in given.columns:
            yield Breach("end_year", end, "end-before-start", f"it starts in {start}")
        else:
            yield Breach("start_year", start, "end-before-start", f"it ends in {end}")


def _dependencies(row: InterventionRow, known: Collection[str]) -> Iterator[Breach]:
    for link in row.depends_on:
        if link.code == row.intervention_id:
            detail = "an intervention cannot wait for itself"
            yield Breach("depends_on", _shown(row), "dependency-on-itself", detail)
        elif link.code not in known:
            detail = f"{link.code} is neither in the file nor in the plan"
            yield Breach("depends_on", _shown(row), "dependency-unknown", detail)


def _circle(graph: Mapping[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


def _shown(row: InterventionRow) -> str:
    return " ".join(f"{link.code}:{link.kind}" for link in row.depends_on)


def _add(errors: RowErrors, row: InterventionRow, breach: Breach) -> None:
    errors.add(
        row.row, breach.column, breach.value, rule=breach.rule, detail=breach.detail
    )
