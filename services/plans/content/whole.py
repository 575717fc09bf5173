"""A plan with everything it says, as one thing to judge, seal, compare and copy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.plans.content.models import Issue, Outcome, PlanLink, Record, Strategy
from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan

PLURALS: Mapping[type[Record], str] = {
    Issue: "issues",
    Outcome: "outcomes",
    Strategy: "strategies",
    PlanLink: "links",
}
KINDS = tuple(PLURALS)


@dataclass(frozen=True)
class Whole:
    """Each sequence is in the order of codes."""

    plan: Plan
    issues: Sequence[Issue]
    outcomes: Sequence[Outcome]
    strategies: Sequence[Strategy]
    links: Sequence[PlanLink]
    interventions: Sequence[Intervention]
