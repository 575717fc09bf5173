"""An improvement plan, and the records of who met, decided and reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Spaces, one_of
from chassis.errors import FieldError
from contracts.events.plans_improvement import (
    ImprovementContentChanged,
    ImprovementPlanApproved,
    ImprovementPlanDecided,
    ImprovementPlanReviewed,
    ImprovementPlanStarted,
    ImprovementPlanSuperseded,
    ImprovementPlanValidated,
)
from contracts.ids import ImprovementPlanId
from services.plans.improvement.refusals import (
    BodyOutOfTurn,
    DraftersDoNotDecide,
    ImprovementPlanNotDraft,
    PlanBeforeBodies,
    PlanNotReady,
    ReviewNeedsApprovedPlan,
    VersionNeedsApprovedPlan,
)
from services.plans.improvement.templates import Body
from services.plans.tables import PlansTable


class ImprovementStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class BodyVerdict(StrEnum):
    """The body agrees, as its act has it, or returns the plan to be changed."""

    AGREES = "agrees"
    RETURNS = "returns"


class ReviewKind(StrEnum):
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


class ImprovementDecision(PlansTable):
    """What a body decided in its turn; `round` counts how often the turns began."""

    __tablename__ = "improvement_decision"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[ImprovementPlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    round: Mapped[int]
    body: Mapped[str]
    act: Mapped[str]
    verdict: Mapped[BodyVerdict] = mapped_column(one_of(BodyVerdict))
    minute_no: Mapped[str | None]
    decided_on: Mapped[date]
    reason: Mapped[str | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class ImprovementReview(PlansTable):
    __tablename__ = "improvement_review"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[ImprovementPlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    kind: Mapped[ReviewKind] = mapped_column(one_of(ReviewKind))
    period: Mapped[str]
    held_on: Mapped[date]
    summary: Mapped[str]
    progress: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class ImprovementPlan(PlansTable):
    """One version of a district's improvement plan.

    `decided` counts the bodies that agreed in this `round`; `revision` is its ETag.
    """

    __tablename__ = "improvement_plan"

    id: Mapped[ImprovementPlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    batch_id: Mapped[UUID | None]
    template: Mapped[str]
    template_version: Mapped[int]
    title: Mapped[str]
    currency: Mapped[str]
    provenance: Mapped[str]
    version: Mapped[int]
    replaces: Mapped[ImprovementPlanId | None] = mapped_column(Uuid)
    status: Mapped[ImprovementStatus] = mapped_column(one_of(ImprovementStatus))
    starts_on: Mapped[date]
    revision: Mapped[int]
    round: Mapped[int]
    decided: Mapped[int]
    validated: Mapped[bool]
    authors: Mapped[list[str]] = mapped_column(ARRAY(Text))
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]

    def started(self) -> ImprovementPlanStarted:
        return ImprovementPlanStarted(
            plan_id=self.id,
            space_code=self.space_code,
            template=self.template,
            template_version=self.template_version,
            version=self.version,
            replaces=self.replaces,
            starts_on=self.starts_on,
            provenance=self.provenance,
            started_by=self.drafted_by,
        )

    def must_be_draft(self) -> None:
        if self.status is not ImprovementStatus.DRAFT:
            raise ImprovementPlanNotDraft(
                f"improvement plan {self.id} is {self.status}"
            )

    def change(
        self, kind: str, code: str, *, removed: bool, by: str, at: datetime
    ) -> ImprovementContentChanged:
        """Count a change of the content, by an author."""
        self.must_be_draft()
        if self.decided:
            told = f"{self.decided} bodies agreed to what stands; one must return it"
            raise PlanBeforeBodies(told)
        self.authors = sorted({*self.authors, by})
        self._touch(at)
        return ImprovementContentChanged(
            plan_id=self.id,
            space_code=self.space_code,
            kind=kind,
            code=code,
            removed=removed,
            changed_by=by,
        )

    def validate_with(
        self, meeting: ImprovementMeeting, *, at: datetime
    ) -> ImprovementPlanValidated:
        self.must_be_draft()
        self.validated = True
        self._touch(at)
        return ImprovementPlanValidated(
            plan_id=self.id,
            space_code=self.space_code,
            held_on=meeting.held_on,
            participants=len(meeting.participants),
        )

    def must_await(self, body: Body, due: Body, *, by: str) -> None:
        """It is this body's turn, and somebody else than an author records it."""
        self.must_be_draft()
        if body != due:
            raise BodyOutOfTurn(f"{due.name} {due.act} next")
        if by in self.authors:
            raise DraftersDoNotDecide(
                "you wrote in this plan: somebody else records it"
            )

    def decide(
        self,
        decision: ImprovementDecision,
        obstacles: Sequence[FieldError],
        *,
        at: datetime,
    ) -> ImprovementPlanDecided:
        """Go on to the next body, or back to be changed in another round."""
        if obstacles and decision.verdict is BodyVerdict.AGREES:
            raise PlanNotReady("the plan is not complete", obstacles)
        if decision.verdict is BodyVerdict.AGREES:
            self.decided += 1
        else:
            self.decided, self.round = 0, self.round + 1
        self._touch(at)
        return ImprovementPlanDecided(
            plan_id=self.id,
            space_code=self.space_code,
            body=decision.body,
            act=decision.act,
            verdict=decision.verdict,
            minute_no=decision.minute_no,
            decided_on=decision.decided_on,
        )

    def approve(
        self, *, cost: Decimal, pledged: Decimal, at: datetime
    ) -> ImprovementPlanApproved:
        self.status, self.approved_at = ImprovementStatus.APPROVED, at
        return ImprovementPlanApproved(
            plan_id=self.id,
            plan_version=self.version,
            space_code=self.space_code,
            template=self.template,
            currency=self.currency,
            cost=cost,
            pledged=pledged,
            approved_at=at,
        )

    def supersede(
        self, *, by: ImprovementPlanId, at: datetime
    ) -> ImprovementPlanSuperseded:
        self.status, self.superseded_at = ImprovementStatus.SUPERSEDED, at
        self._touch(at)
        return ImprovementPlanSuperseded(
            plan_id=self.id,
            plan_version=self.version,
            space_code=self.space_code,
            superseded_by=by,
        )

    def review(self, review: ImprovementReview) -> ImprovementPlanReviewed:
        if self.status is not ImprovementStatus.APPROVED:
            raise ReviewNeedsApprovedPlan(
                f"improvement plan {self.id} is {self.status}"
            )
        self.revision += 1
        return ImprovementPlanReviewed(
            plan_id=self.id,
            space_code=self.space_code,
            kind=review.kind,
            period=review.period,
            held_on=review.held_on,
        )

    def must_be_approved(self) -> None:
        if self.status is not ImprovementStatus.APPROVED:
            told = f"improvement plan {self.id} is {self.status}"
            raise VersionNeedsApprovedPlan(told)

    def _touch(self, at: datetime) -> None:
        self.revision += 1
        self.updated_at = at


@dataclass(frozen=True)
class Wanted:
    """Which plans are asked for; `None` asks for any."""

    drafts_in: Spaces
    space_code: str | None = None
    template: str | None = None
    status: ImprovementStatus | None = None
    batch_id: UUID | None = None
