"""Challenges, proposals, resolutions and actions on the wire."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Code, Day, Reason, Sent
from contracts.ids import CommissionId, MatterId, SittingId
from services.plans.resolutions.models import (
    MatterKind,
    MatterStatus,
    ResolutionOutcome,
)
from services.plans.sittings.models import SittingBasis


class ChallengeSent(Sent):
    """What is wrong. Without a commission it was raised in the plenary."""

    content: Reason = Field(examples=["Households without a water connection"])
    commission_id: CommissionId | None = None
    on: Day | None = Field(
        default=None, description="The day; else the sitting's last that has come."
    )


class ProposalSent(ChallengeSent):
    """What should be done; `follows` is a challenge."""

    follows: MatterId | None = None
    owner_organ: Code | None = None


class ResolutionSent(ProposalSent):
    """How it was decided; `follows` is what was decided about.

    That is a challenge, a proposal, or a resolution deferred or referred before.
    """

    outcome: ResolutionOutcome


class ActionSent(Sent):
    """Who does what until when, to carry out an adopted resolution."""

    content: Reason
    follows: MatterId | None = None
    commission_id: CommissionId | None = None
    owner_organ: Code
    due_on: Day


class ActionCompletion(Sent):
    """What shows that it is done."""

    evidence: Reason


class ActionCancellation(Sent):
    """Why."""

    reason: Reason


class MatterView(BaseModel):
    """A matter on record. `basis` reported: a source says so; quorum is not known.

    `age_days` counts from `first_raised_on`, the day on which the first matter of its
    chain was raised. Names ending in `as_found` and `source` repeat a public source.
    """

    model_config = ConfigDict(from_attributes=True)

    id: MatterId
    sitting_id: SittingId
    basis: SittingBasis
    structure_code: str | None
    space_code: str | None = Field(examples=["DC45"])
    kind: MatterKind
    reference: str = Field(examples=["DC45-DIF 2026/3.2"])
    commission_id: CommissionId | None
    content: str
    status: MatterStatus
    follows: MatterId | None
    raised_on: date | None
    first_raised_on: date | None
    age_days: int | None
    owner_organ: str | None
    owner_as_found: str | None
    due_on: date | None
    is_overdue: bool
    evidence: str | None
    reason: str | None
    source: str | None
    published: bool
    revision: int
    raised_by: str
    raised_at: datetime
    updated_at: datetime
