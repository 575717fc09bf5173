"""Decisions on the wire."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Reason, Sent
from contracts.ids import ApprovalStepId, DecisionId, PlanId, SittingId
from services.plans.adoption.models import Verdict
from services.plans.documents.models import PlanStatus


class DecisionSent(Sent):
    """What is decided; a rejection says why."""

    decision: Literal[Verdict.APPROVE, Verdict.REJECT]
    reason: Reason | None = None


class DecisionView(BaseModel):
    """A decision about one version of a plan, by whom and in which role.

    `content_sha256` seals what was decided about: the SHA-256 of the canonical JSON
    (RFC 8785) of `{"interventions": [...], "plan": {...}}`, where `plan` holds `id`,
    `space_code`, `title`, `provenance`, `generation` and `version` of the plan, and
    `interventions` the items of its list as answered, ordered by `code`. From `step_id`
    on it is of decisions by bodies of a chain: for whom, by which office, in which
    sitting, and who was counted there when it was taken.
    """

    model_config = ConfigDict(from_attributes=True)

    id: DecisionId
    plan_id: PlanId
    space_code: str = Field(examples=["DC45"])
    plan_version: int
    organ: str | None
    decided_by: str
    role: str
    decision: Verdict
    reason: str | None
    decided_at: datetime
    content_sha256: str
    step_id: ApprovalStepId | None
    body_code: str | None
    office_code: str | None
    present: list[str] | None
    reference: str | None
    sitting_id: SittingId | None
    voting_members: int | None
    members_present: int | None


class DecisionMade(DecisionView):
    """A decision just made; `status` is the plan's, as its consequence."""

    status: PlanStatus
