"""A decision about a plan: somebody authorised made it, and it stands.

SeparationOfDuties    403  who drafted does not decide
RejectionNeedsReason  422
ChainApplies          409  where a chain decides, no single approver does
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import Conflict, NotPermitted, Unprocessable
from contracts.events.plans_adoption import PlanRejected, QuorumCounted
from contracts.ids import ApprovalStepId, DecisionId, PlanId, SittingId
from services.plans.proceedings.rules import Quorum
from services.plans.tables import PlansTable


class Verdict(StrEnum):
    """A single approver approves or rejects; a body of a chain has four ways."""

    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    ABSTAIN = "abstain"
    OBJECT = "object"
    REJECT = "reject"


class SeparationOfDuties(NotPermitted):
    """Who drafted a plan, changed it or loaded into it does not decide about it."""


class RejectionNeedsReason(Unprocessable):
    """A rejection says why."""


class ChainApplies(Conflict):
    """A chain of bodies decides about plans of this space: submit the plan to it."""


class Decision(PlansTable):
    """What was decided about one version of a plan.

    `content_sha256` is the seal of what was decided about (see `sealing.document`).
    A decision of a body names its step, the office that recorded it and the body's own
    reference to it. One that is taken in a sitting keeps what was counted when it was
    taken, whatever is noted later; `present` are the voting offices that were there.
    """

    __tablename__ = "decision"

    id: Mapped[DecisionId] = mapped_column(Uuid, primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    plan_version: Mapped[int]
    organ: Mapped[str | None]
    decided_by: Mapped[str]
    role: Mapped[str]
    decision: Mapped[Verdict] = mapped_column(one_of(Verdict))
    reason: Mapped[str | None]
    decided_at: Mapped[datetime]
    content_sha256: Mapped[str]
    step_id: Mapped[ApprovalStepId | None] = mapped_column(Uuid)
    body_code: Mapped[str | None]
    office_code: Mapped[str | None]
    present: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    reference: Mapped[str | None]
    sitting_id: Mapped[SittingId | None] = mapped_column(Uuid)
    voting_members: Mapped[int | None]
    members_present: Mapped[int | None]

    def rejected(self, reason: str) -> PlanRejected:
        return PlanRejected(
            plan_id=self.plan_id,
            plan_version=self.plan_version,
            space_code=self.space_code,
            decision_id=self.id,
            reason=reason,
            decided_by=self.decided_by,
        )

    def count(self, quorum: Quorum) -> QuorumCounted:
        """Keep who was there when it was taken; it does not change with the record."""
        self.sitting_id = quorum.sitting_id
        self.present = sorted(quorum.offices)
        self.voting_members = quorum.voting_members
        self.members_present = quorum.present
        return QuorumCounted(
            plan_id=self.plan_id,
            plan_version=self.plan_version,
            space_code=self.space_code,
            decision_id=self.id,
            body_code=self.body_code or "",
            sitting_id=quorum.sitting_id,
            day=quorum.day,
            voting_members=quorum.voting_members,
            present=quorum.present,
        )
