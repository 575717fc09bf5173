"""Events published by plans about judging them: reviews, contradictions, quality."""

from datetime import datetime
from typing import ClassVar

from contracts.event import Event
from contracts.ids import ContradictionId, PlanId, ReviewId


class PlanReviewOpened(Event):
    """The yearly review of an adopted plan began (DDM Regulations 2024, reg 10(3))."""

    subject: ClassVar[str] = "onedistrict.plans.plan_review_opened.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    review_id: ReviewId
    space_code: str
    opened_by: str
    opened_at: datetime


class PlanReviewConcluded(Event):
    """A review ended; `outcome` is confirmed, revision_needed or superseded."""

    subject: ClassVar[str] = "onedistrict.plans.plan_review_concluded.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    review_id: ReviewId
    space_code: str
    outcome: str
    reason: str
    concluded_by: str
    concluded_at: datetime


class ContradictionsChecked(Event):
    """A draft was checked for what it says against itself, or says twice."""

    subject: ClassVar[str] = "onedistrict.plans.contradictions_checked.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    found: int
    opened: int
    resolved: int


class ContradictionDecided(Event):
    """People set a contradiction aside (dismissed) or took it up (taken_up)."""

    subject: ClassVar[str] = "onedistrict.plans.contradiction_decided.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    contradiction_id: ContradictionId
    space_code: str
    kind: str
    codes: tuple[str, ...]
    state: str
    reason: str
    resolution: str | None
    decided_by: str
    decided_at: datetime


class QualityAssessed(Event):
    """A person answered a question about the quality of a draft, 0 to 2."""

    subject: ClassVar[str] = "onedistrict.plans.quality_assessed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    question: str
    score: int
    reason: str
    assessed_by: str
    assessed_at: datetime
