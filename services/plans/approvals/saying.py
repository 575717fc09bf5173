"""What a body says about a plan, and what it must say with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.errors import FieldError
from contracts.ids import SittingId
from services.plans.adoption.models import Verdict
from services.plans.approvals.models import (
    ApprovalStep,
    ConditionsNotNamed,
    ObjectionNeedsReason,
    ResolutionNotNamed,
)
from services.plans.chains.rules import BodyKind

BY_RESOLUTION = frozenset({BodyKind.COUNCIL, BodyKind.ORGAN})


@dataclass(frozen=True)
class Said:
    """What is said, and in which sitting of the body."""

    decision: Verdict
    reason: str | None
    conditions: Sequence[str]
    sitting_id: SittingId | None
    reference: str | None


def must_be_whole(step: ApprovalStep, said: Said) -> None:
    """Refuse a decision that leaves out what goes with it."""
    if said.decision is Verdict.OBJECT and said.reason is None:
        detail = "an objection says why"
        raise ObjectionNeedsReason(
            detail, [FieldError("/reason", "objection-needs-reason", detail)]
        )
    if bool(said.conditions) != (said.decision is Verdict.APPROVE_WITH_CONDITIONS):
        detail = "an approval with conditions names them, no other decision has any"
        raise ConditionsNotNamed(
            detail, [FieldError("/conditions", "conditions-not-named", detail)]
        )
    if step.body_kind in BY_RESOLUTION and said.reference is None:
        detail = f"name the resolution by which {step.body_code} decided"
        raise ResolutionNotNamed(
            detail, [FieldError("/reference", "resolution-not-named", detail)]
        )
