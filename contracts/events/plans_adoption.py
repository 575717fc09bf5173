"""Events published by plans on the way from submission to the signed compact."""

from datetime import date, datetime
from typing import ClassVar

from contracts.event import Event
from contracts.ids import (
    ApprovalRoundId,
    ApprovalRuleId,
    ApprovalStepId,
    ConditionId,
    DecisionId,
    PlanId,
    SignatureId,
    SittingId,
)


class ApprovalRuleStated(Event):
    """From a day on this chain applies to a space, to a kind of them, or to all.

    `binding` names the steps that bind; null leaves it to the chain.
    """

    subject: ClassVar[str] = "onedistrict.plans.approval_rule_stated.v1"
    ordered_by: ClassVar[str] = "rule_id"

    rule_id: ApprovalRuleId
    space_code: str | None
    space_kind: str | None
    chain: str
    binding: tuple[str, ...] | None
    applies_from: date
    stated_by: str


class PlanSubmitted(Event):
    """A plan is before the bodies of its chain; its content stands still."""

    subject: ClassVar[str] = "onedistrict.plans.plan_submitted.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    approval_round_id: ApprovalRoundId
    chain: str
    seal: str
    bodies: tuple[str, ...]
    submitted_by: str


class BodyDecided(Event):
    """A body of the chain decided about the submitted version."""

    subject: ClassVar[str] = "onedistrict.plans.body_decided.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    approval_round_id: ApprovalRoundId
    step_id: ApprovalStepId
    body_code: str
    decision_id: DecisionId
    decision: str
    office_code: str
    decided_by: str


class QuorumCounted(Event):
    """So many members of a body were there when it decided in one of its sittings."""

    subject: ClassVar[str] = "onedistrict.plans.quorum_counted.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    decision_id: DecisionId
    body_code: str
    sitting_id: SittingId
    day: date
    voting_members: int
    present: int


class PlanRejected(Event):
    """A single approver decided against a version of a plan, which stays a draft."""

    subject: ClassVar[str] = "onedistrict.plans.plan_rejected.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    decision_id: DecisionId
    reason: str
    decided_by: str


class ConditionMet(Event):
    """What a body had made its approval depend on is done, as it says itself."""

    subject: ClassVar[str] = "onedistrict.plans.condition_met.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    condition_id: ConditionId
    body_code: str
    met_by: str


class PlanReturned(Event):
    """A submitted plan came back for revision, or was taken back; why is in `reason`.

    `body_code` is that of the body that objected, if one did.
    """

    subject: ClassVar[str] = "onedistrict.plans.plan_returned.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    approval_round_id: ApprovalRoundId
    body_code: str | None
    reason: str
    returned_by: str


class CompactSigned(Event):
    """Somebody signed the sealed plan, for an office, or for an organ as witness."""

    subject: ClassVar[str] = "onedistrict.plans.compact_signed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    signature_id: SignatureId
    seat: str
    capacity: str
    office_code: str | None
    organ_code: str | None
    seal: str
    signed_by: str


class CompactConcluded(Event):
    """Everybody whose signature binds has signed the sealed plan."""

    subject: ClassVar[str] = "onedistrict.plans.compact_concluded.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    seal: str


class PlanSealed(Event):
    """What is being adopted was written down in canonical JSON and sealed.

    `seal` is the SHA-256 of that document (RFC 8785), in hexadecimal.
    """

    subject: ClassVar[str] = "onedistrict.plans.plan_sealed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    seal: str
    size_bytes: int
    sealed_at: datetime
