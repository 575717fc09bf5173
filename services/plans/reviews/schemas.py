"""Reviews on the wire."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Reason, Sent
from contracts.ids import PlanId, ReviewId
from services.plans.reviews.models import ReviewOutcome


class ConclusionSent(Sent):
    """What a review concludes, and why."""

    outcome: Literal[ReviewOutcome.CONFIRMED, ReviewOutcome.REVISION_NEEDED]
    reason: Reason


class ReviewView(BaseModel):
    """A review of an adopted plan; open while `outcome` is null."""

    model_config = ConfigDict(from_attributes=True)

    id: ReviewId
    plan_id: PlanId
    space_code: str = Field(examples=["DC45"])
    opened_by: str
    opened_at: datetime
    outcome: ReviewOutcome | None
    reason: str | None
    concluded_by: str | None
    concluded_at: datetime | None
