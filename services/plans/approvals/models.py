"""A round of approval, its steps, and what bodies said: adoption follows from them.

NotSubmitted           409  no bodies decide about this plan now
ChainHasNoBodies       409  a single approver decides here: nothing is submitted
BodyMissing            409  the registry knows no such body, or nobody to decide for it
StepNotFound           404
StepConcluded          409
StepOutOfOrder         409
NotInOffice            403
SittingNotNamed        422
SittingNotOfBody       422
CountedByDecider       403
ObjectionNeedsReason   422
ConditionsNotNamed     422
ResolutionNotNamed     422
ConditionNotFound      404
ConditionMetAlready    409
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKeyConstraint, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from chassis.database import one_of
from chassis.errors import Conflict, NotFound, NotPermitted, Unprocessable
from contracts.events.plans_adoption import PlanReturned, PlanSubmitted
from contracts.ids import (
    ApprovalRoundId,
    ApprovalRuleId,
    ApprovalStepId,
    ConditionId,
    DecisionId,
    PlanId,
)
from services.plans.adoption.models import Decision, Verdict
from services.plans.chains.rules import BodyKind, Needs
from services.plans.tables import PlansTable


class RoundStatus(StrEnum):
    """Before its bodies, or how that ended."""

    OPEN = "open"
    ADOPTED = "adopted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class NotSubmitted(Conflict):
    """The plan is not before the bodies of a chain."""


class ChainHasNoBodies(Conflict):
    """A single approver decides about plans of this space: nothing is submitted."""


class BodyMissing(Conflict):
    """A body that must decide is not stated in the registry, or has no such office."""


class StepNotFound(NotFound):
    """The submission of the plan has no such step."""


class StepConcluded(Conflict):
    """The body has decided about this submission."""


class StepOutOfOrder(Conflict):
    """Bodies decide in the order of the chain."""


class NotInOffice(NotPermitted):
    """Only who holds the deciding office of the body that day speaks for it."""


class SittingNotNamed(Unprocessable):
    """A forum or a council decides in one of its sittings, and names it."""


class SittingNotOfBody(Unprocessable):
    """The sitting is no sitting of the body that decides, or only a reported one."""


class CountedByDecider(NotPermitted):
    """Who noted who is there, or reported the council's count, decides by no count."""


class ObjectionNeedsReason(Unprocessable):
    """Who objects says why."""


class ConditionsNotNamed(Unprocessable):
    """An approval with conditions names them, and only such an approval does."""


class ResolutionNotNamed(Unprocessable):
    """A council or authority names its resolution as `reference`."""


class ConditionNotFound(NotFound):
    """The submission of the plan has no such condition."""


class ConditionMetAlready(Conflict):
    """A condition is met once."""


class ConditionFulfilment(PlansTable):
    """The body's own word that its condition is met."""

    __tablename__ = "condition_fulfilment"
    __table_args__ = (
        ForeignKeyConstraint(["condition_id"], ["approval_condition.id"]),
    )

    condition_id: Mapped[ConditionId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    evidence: Mapped[str]
    met_by: Mapped[str]
    met_at: Mapped[datetime]


class Condition(PlansTable):
    """What an approval depends on."""

    __tablename__ = "approval_condition"
    __table_args__ = (ForeignKeyConstraint(["step_id"], ["approval_step.id"]),)

    id: Mapped[ConditionId] = mapped_column(Uuid, primary_key=True)
    step_id: Mapped[ApprovalStepId] = mapped_column(Uuid)
    decision_id: Mapped[DecisionId] = mapped_column(Uuid)
    space_code: Mapped[str]
    text: Mapped[str]
    fulfilment: Mapped[ConditionFulfilment | None] = relationship(lazy="selectin")

    @property
    def is_met(self) -> bool:
        return self.fulfilment is not None


class ApprovalStep(PlansTable):
    """One body's part in a submission; `office_kinds` may record what it decides."""

    __tablename__ = "approval_step"
    __table_args__ = (
        ForeignKeyConstraint(["approval_round_id"], ["approval_round.id"]),
    )

    id: Mapped[ApprovalStepId] = mapped_column(Uuid, primary_key=True)
    approval_round_id: Mapped[ApprovalRoundId] = mapped_column(Uuid)
    space_code: Mapped[str]
    position: Mapped[int]
    step: Mapped[str]
    title: Mapped[str]
    body_kind: Mapped[BodyKind] = mapped_column(one_of(BodyKind))
    body_code: Mapped[str]
    office_kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    needs: Mapped[Needs] = mapped_column(one_of(Needs))
    binding: Mapped[bool]
    in_sitting: Mapped[bool]
    citation: Mapped[str]
    decisions: Mapped[list[Decision]] = relationship(
        primaryjoin=lambda: ApprovalStep.id == foreign(Decision.step_id),
        order_by=lambda: Decision.id,
        lazy="selectin",
    )
    conditions: Mapped[list[Condition]] = relationship(
        order_by=Condition.id, lazy="selectin"
    )

    @property
    def verdict(self) -> Verdict | None:
        """What the body said last."""
        return self.decisions[-1].decision if self.decisions else None

    @property
    def is_satisfied(self) -> bool:
        match self.verdict:
            case Verdict.APPROVE:
                return True
            case Verdict.APPROVE_WITH_CONDITIONS:
                return all(condition.is_met for condition in self.conditions)
            case Verdict.ABSTAIN:
                return self.needs is Needs.NO_OBJECTION
            case _:
                return False

    @property
    def is_concluded(self) -> bool:
        """Whether the body has no more to say; who abstained may still approve."""
        if self.verdict is Verdict.ABSTAIN:
            return self.needs is Needs.NO_OBJECTION
        return self.verdict is not None


class ApprovalRound(PlansTable):
    """A version of a plan before the bodies of its chain."""

    __tablename__ = "approval_round"
    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "space_code"], ["plan.id", "plan.space_code"]),
    )

    id: Mapped[ApprovalRoundId] = mapped_column(Uuid, primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    plan_version: Mapped[int]
    chain: Mapped[str]
    rule_id: Mapped[ApprovalRuleId | None] = mapped_column(Uuid)
    seal: Mapped[str]
    submitted_by: Mapped[str]
    submitted_at: Mapped[datetime]
    status: Mapped[RoundStatus] = mapped_column(one_of(RoundStatus))
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None]
    steps: Mapped[list[ApprovalStep]] = relationship(
        order_by=(ApprovalStep.position, ApprovalStep.body_code), lazy="selectin"
    )

    @property
    def is_satisfied(self) -> bool:
        """Whether every body that binds has approved, at least one of them."""
        binding = [step for step in self.steps if step.binding]
        return bool(binding) and all(step.is_satisfied for step in binding)

    def step(self, step_id: ApprovalStepId) -> ApprovalStep:
        for step in self.steps:
            if step.id == step_id:
                return step
        raise StepNotFound(f"no step {step_id}")

    def condition(self, condition_id: ConditionId) -> tuple[ApprovalStep, Condition]:
        for step in self.steps:
            for condition in step.conditions:
                if condition.id == condition_id:
                    return step, condition
        raise ConditionNotFound(f"no condition {condition_id}")

    def must_be_due(self, step: ApprovalStep) -> None:
        if step.is_concluded:
            raise StepConcluded(f"{step.body_code} has decided: {step.verdict}")
        for earlier in self.steps:
            behind = earlier.position < step.position
            if behind and earlier.binding and not earlier.is_satisfied:
                raise StepOutOfOrder(f"{earlier.body_code} comes first: {earlier.step}")

    def end(self, status: RoundStatus, reason: str | None, *, at: datetime) -> None:
        self.status = status
        self.ended_at = at
        self.ended_because = reason

    def submitted(self) -> PlanSubmitted:
        return PlanSubmitted(
            plan_id=self.plan_id,
            plan_version=self.plan_version,
            space_code=self.space_code,
            approval_round_id=self.id,
            chain=self.chain,
            seal=self.seal,
            bodies=tuple(dict.fromkeys(step.body_code for step in self.steps)),
            submitted_by=self.submitted_by,
        )

    def returned(self, reason: str, *, body: str | None, by: str) -> PlanReturned:
        return PlanReturned(
            plan_id=self.plan_id,
            plan_version=self.plan_version,
            space_code=self.space_code,
            approval_round_id=self.id,
            body_code=body,
            reason=reason,
            returned_by=by,
        )
