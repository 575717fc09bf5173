"""ApprovalRounds, steps and what bodies say, on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Name, Reason, Sent
from contracts.ids import (
    ApprovalRoundId,
    ApprovalRuleId,
    ApprovalStepId,
    ConditionId,
    DecisionId,
    PlanId,
    SittingId,
)
from services.plans.adoption.models import Verdict
from services.plans.adoption.schemas import DecisionMade, DecisionView
from services.plans.approvals.models import RoundStatus
from services.plans.chains.rules import BodyKind, Needs

FROM_RECORD = ConfigDict(from_attributes=True)


class BodyDecisionSent(Sent):
    """What a body decided, recorded by whoever holds its deciding office today.

    A forum or a council names the sitting that is taking it, whose attendance today is
    its quorum; a council or authority the resolution (`reference`); an objection its
    reason.
    """

    decision: Literal[
        Verdict.APPROVE,
        Verdict.APPROVE_WITH_CONDITIONS,
        Verdict.ABSTAIN,
        Verdict.OBJECT,
    ]
    reason: Reason | None = None
    conditions: Annotated[list[Reason], Field(max_length=50)] = Field(
        default_factory=list
    )
    sitting_id: SittingId | None = None
    reference: Name | None = None


class WithdrawalSent(Sent):
    """Why a plan is taken back."""

    reason: Reason


class FulfilmentSent(Sent):
    """What shows that a condition is met."""

    evidence: Reason


class FulfilmentView(BaseModel):
    """The body's own word that its condition is met."""

    model_config = FROM_RECORD

    evidence: str
    met_by: str
    met_at: datetime


class ConditionView(BaseModel):
    """What an approval depends on, and how it was met."""

    model_config = FROM_RECORD

    id: ConditionId
    decision_id: DecisionId
    text: str
    fulfilment: FulfilmentView | None


class ApprovalStepView(BaseModel):
    """One body's part, and what it decided: by whom, in which office, with whom there.

    `verdict` is what it said last, null if nothing yet.
    """

    model_config = FROM_RECORD

    id: ApprovalStepId
    position: int
    step: str
    title: str
    body_kind: BodyKind
    body_code: str = Field(examples=["NC451"])
    office_kinds: list[str]
    needs: Needs
    binding: bool
    in_sitting: bool
    citation: str
    verdict: Verdict | None
    is_satisfied: bool
    decisions: list[DecisionView]
    conditions: list[ConditionView]


class ApprovalRoundView(BaseModel):
    """A version of a plan before the bodies of a chain.

    `seal` is the SHA-256 of what they decide about, and of what is adopted.
    """

    model_config = FROM_RECORD

    id: ApprovalRoundId
    plan_id: PlanId
    space_code: str
    plan_version: int
    chain: str
    rule_id: ApprovalRuleId | None
    seal: str
    submitted_by: str
    submitted_at: datetime
    status: RoundStatus
    ended_at: datetime | None
    ended_because: str | None
    steps: list[ApprovalStepView]


class BodyDecisionMade(DecisionMade):
    """A body's decision, and what became of the submission and of the plan."""

    round_status: RoundStatus


class ConditionMade(ConditionView):
    """A condition just met, and what became of the submission."""

    space_code: str
    round_status: RoundStatus
