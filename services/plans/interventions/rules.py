"""Everything that is wrong with one intervention, found at once."""

from collections.abc import Collection, Iterator, Mapping

from chassis.errors import FieldError
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
from services.plans.reference.models import Place
from services.plans.reference.service import Named


def faults_of(
    intervention: Intervention,
    *,
    named: Named,
    space: Place,
    strategies: Collection[str],
    graph: Mapping[str, set[str]],
) -> list[FieldError]:
    """`strategies` and `graph` are what its plan has, with or without itself."""
    breaches = (
        *check_places(intervention.location_codes, named, space, at="location_codes"),
        *check_lead(intervention.lead_organ, intervention.sphere, named),
        *check_organs(intervention.supporting_organs, named, at="supporting_organs"),
        *check_years(intervention, intervention.planned),
        *_strategies(intervention, strategies),
        *check_points(
            (point["place_code"] for point in intervention.points or ()),
            intervention.location_codes,
        ),
        *_dependencies(intervention, graph),
    )
    return [
        FieldError(f"/{breach.column}", breach.rule, f"{breach.value}: {breach.detail}")
        for breach in breaches
    ]


def _strategies(intervention: Intervention, known: Collection[str]) -> Iterator[Breach]:
    for code in intervention.strategies or ():
        if code not in known:
            detail = "the plan has no strategy with this code"
            yield Breach("strategies", code, "strategy-unknown", detail)


def _dependencies(
    intervention: Intervention, graph: Mapping[str, set[str]]
) -> Iterator[Breach]:
    code = intervention.code
    wanted = {link["code"] for link in intervention.depends_on}
    for other in sorted(wanted):
        if other == code:
            detail = "an intervention cannot wait for itself"
            yield Breach("depends_on", other, "dependency-on-itself", detail)
        elif other not in graph:
            detail = "the plan has no intervention with this code"
            yield Breach("depends_on", other, "dependency-unknown", detail)
    circle = circle_in({**graph, code: (wanted & graph.keys()) - {code}})
    if circle:
        way = f"it would wait for itself: {' > '.join(circle)}"
        yield Breach("depends_on", code, "dependency-cycle", way)
