"""Who met about an improvement plan, decided about it, and reviewed it."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import FieldError
from contracts.events.plans_improvement import (
    ImprovementPlanDecided,
    ImprovementPlanReviewed,
    ImprovementPlanValidated,
)
from contracts.ids import ImprovementPlanId
from services.plans.improvement.models import ImprovementPlan, ImprovementStatus
from services.plans.improvement_approval.refusals import (
    PlanNotReady,
    ReviewNeedsApprovedPlan,
)
from services.plans.tables import PlansTable


class ImprovementVerdict(StrEnum):
    """The body agrees, as its act has it, or returns the plan to be changed."""

    AGREES = "agrees"
    RETURNS = "returns"


class ImprovementReviewKind(StrEnum):
    QUARTERLY = "quarterly"
    ANNUAL = "annual"


class ImprovementMeeting(PlansTable):
    __tablename__ = "improvement_meeting"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[ImprovementPlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    held_on: Mapped[date]
    participants: Mapped[list[str]] = mapped_column(ARRAY(Text))
    summary: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]

    def validates(
        self, plan: ImprovementPlan, *, at: datetime
    ) -> ImprovementPlanValidated:
        plan.mark_validated(at=at)
        return ImprovementPlanValidated(
            plan_id=plan.id,
            space_code=plan.space_code,
            held_on=self.held_on,
            participants=len(self.participants),
        )


class ImprovementDecision(PlansTable):
    """What a body decided in its turn; `round` counts how often the turns began."""

    __tablename__ = "improvement_decision"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[ImprovementPlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    round: Mapped[int]
    body: Mapped[str]
    act: Mapped[str]
    verdict: Mapped[ImprovementVerdict] = mapped_column(one_of(ImprovementVerdict))
    minute_no: Mapped[str | None]
    decided_on: Mapped[date]
    reason: Mapped[str | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]

    @property
    def agrees(self) -> bool:
        return self.verdict is ImprovementVerdict.AGREES

    def must_be_ready(self, obstacles: Sequence[FieldError]) -> None:
        """A body agrees to a complete plan; one that is not can be returned."""
        if obstacles and self.agrees:
            raise PlanNotReady("the plan is not complete", obstacles)

    def takes_turn(
        self, plan: ImprovementPlan, *, at: datetime
    ) -> ImprovementPlanDecided:
        plan.take_turn(agreed=self.agrees, at=at)
        return ImprovementPlanDecided(
            plan_id=plan.id,
            space_code=plan.space_code,
            body=self.body,
            act=self.act,
            verdict=self.verdict,
            minute_no=self.minute_no,
            decided_on=self.decided_on,
        )


class ImprovementReview(PlansTable):
    __tablename__ = "improvement_review"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[ImprovementPlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    kind: Mapped[ImprovementReviewKind] = mapped_column(one_of(ImprovementReviewKind))
    period: Mapped[str]
    held_on: Mapped[date]
    summary: Mapped[str]
    progress: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]

    def looks_back_on(self, plan: ImprovementPlan) -> ImprovementPlanReviewed:
        if plan.status is not ImprovementStatus.APPROVED:
            told = f"improvement plan {plan.id} is {plan.status}"
            raise ReviewNeedsApprovedPlan(told)
        plan.count_review()
        return ImprovementPlanReviewed(
            plan_id=plan.id,
            space_code=plan.space_code,
            kind=self.kind,
            period=self.period,
            held_on=self.held_on,
        )
