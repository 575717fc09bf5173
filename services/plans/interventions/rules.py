"""Everything that is wrong with one intervention, found at once."""

from collections.abc import Collection, Mapping

from chassis.errors import FieldError
from services.plans.documents.content import Intervention
from services.plans.documents.rules import (
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
    code = intervention.code
    others = {link["code"] for link in intervention.depends_on}
    way = {**graph, code: (others & graph.keys()) - {code}}
    breaches = (
        *check_places(intervention.location_codes, named, space, at="location_codes"),
        *check_lead(intervention.lead_organ, intervention.sphere, named),
        *check_organs(intervention.supporting_organs, named, at="supporting_organs"),
        *check_years(intervention, intervention.planned),
        *check_strategies(intervention.strategies or (), strategies),
        *check_points(
            (point["place_code"] for point in intervention.points or ()),
            intervention.location_codes,
        ),
        *check_dependencies(code, sorted(others), graph),
        *check_circle(code, circle_in(way)),
    )
    return [
        FieldError(f"/{breach.column}", breach.rule, f"{breach.value}: {breach.detail}")
        for breach in breaches
    ]
