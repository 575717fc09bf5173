"""A review of an adopted plan (DDM Regulations 2024, reg 10(3)).

ReviewNotFound      404
PlanNotInForce      409  only the adopted plan of a space is reviewed
ReviewOpenAlready   409  one review of a plan at a time
ReviewConcluded     409  a review is concluded once
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import Conflict, NotFound
from contracts.events.plans_judging import PlanReviewConcluded, PlanReviewOpened
from contracts.ids import PlanId, ReviewId
from services.plans.tables import PlansTable


class ReviewNotFound(NotFound):
    """No review has this id."""


class PlanNotInForce(Conflict):
    """Only the adopted plan of a space is reviewed."""


class ReviewOpenAlready(Conflict):
    """A plan is under one review at a time."""


class ReviewConcluded(Conflict):
    """A review is concluded once."""


class ReviewOutcome(StrEnum):
    """The plan goes on as it is, or a new version is to be drafted; or one was."""

    CONFIRMED = "confirmed"
    REVISION_NEEDED = "revision_needed"
    SUPERSEDED = "superseded"


class Review(PlansTable):
    """A review; open until it has an outcome."""

    __tablename__ = "review"

    id: Mapped[ReviewId] = mapped_column(Uuid, primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    outcome: Mapped[ReviewOutcome | None] = mapped_column(one_of(ReviewOutcome))
    reason: Mapped[str | None]
    concluded_by: Mapped[str | None]
    concluded_at: Mapped[datetime | None]

    @property
    def version(self) -> int:
        """The record's ETag: it changes once, when it is concluded."""
        return 1 if self.outcome is None else 2

    def opened(self) -> PlanReviewOpened:
        return PlanReviewOpened(
            plan_id=self.plan_id,
            review_id=self.id,
            space_code=self.space_code,
            opened_by=self.opened_by,
            opened_at=self.opened_at,
        )

    def conclude(
        self, outcome: ReviewOutcome, *, reason: str, by: str, at: datetime
    ) -> PlanReviewConcluded:
        if self.outcome is not None:
            raise ReviewConcluded(f"review {self.id} ended with {self.outcome}")
        self.outcome, self.reason = outcome, reason
        self.concluded_by, self.concluded_at = by, at
        return PlanReviewConcluded(
            plan_id=self.plan_id,
            review_id=self.id,
            space_code=self.space_code,
            outcome=outcome,
            reason=reason,
            concluded_by=by,
            concluded_at=at,
        )
