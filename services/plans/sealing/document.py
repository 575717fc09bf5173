"""What the seal of a plan is taken over: published answers, in canonical JSON.

The sealed document is `{"interventions": [...], "plan": {...}}`:

plan           `id space_code title provenance generation version` of GET /v1/plans/{id}
interventions  the items of GET /v1/plans/{id}/interventions, as answered, ordered by
               the code points of `code`

Amounts are decimal strings and everything else is text, whole numbers, true, false or
null, so that no rule about floating point numbers is needed. What comes later (who
signed, what superseded the plan) is not part of it.
"""

from collections.abc import Sequence

from contracts.seal import canonical
from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan

SEALED = ("id", "space_code", "title", "provenance", "generation", "version")


def document_of(plan: Plan, interventions: Sequence[Intervention]) -> bytes:
    """The plan's content, in the bytes that are sealed."""
    in_order = sorted(interventions, key=lambda intervention: intervention.code)
    return canonical(
        {
            "plan": {name: getattr(plan, name) for name in SEALED},
            "interventions": [intervention.states() for intervention in in_order],
        }
    )
