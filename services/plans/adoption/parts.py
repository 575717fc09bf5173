"""Adopted content travels in parts, none too large for a message."""

from collections.abc import Iterator, Sequence

from contracts.events.plans import AdoptedIntervention, InterventionsAdopted
from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan

MOST_INTERVENTIONS = 200
MOST_BYTES = 150_000


def in_parts(
    plan: Plan, interventions: Sequence[Intervention]
) -> list[InterventionsAdopted]:
    """The plan's content as events, at least one, in the order of codes."""
    adopted = [intervention.adopted() for intervention in interventions]
    portions = list(_portions(adopted)) or [()]
    return [
        InterventionsAdopted(
            plan_id=plan.id,
            plan_version=plan.version,
            space_code=plan.space_code,
            part=number,
            parts=len(portions),
            interventions=portion,
        )
        for number, portion in enumerate(portions, start=1)
    ]


def _portions(
    adopted: Sequence[AdoptedIntervention],
) -> Iterator[tuple[AdoptedIntervention, ...]]:
    portion: list[AdoptedIntervention] = []
    size = 0
    for intervention in adopted:
        weight = len(intervention.model_dump_json().encode())
        if portion and (
            len(portion) == MOST_INTERVENTIONS or size + weight > MOST_BYTES
        ):
            yield tuple(portion)
            portion, size = [], 0
        portion.append(intervention)
        size += weight
    if portion:
        yield tuple(portion)
