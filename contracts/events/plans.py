"""Events published by plans."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.event import Event
from contracts.ids import (
    CommitmentId,
    DecisionId,
    PlanId,
)
from contracts.money import Rand


class PlanDrafted(Event):
    """Work on a One Plan for a space has begun."""

    subject: ClassVar[str] = "onedistrict.plans.plan_drafted.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    title: str
    provenance: str
    drafted_by: str


class InterventionsDrafted(Event):
    """Interventions with these codes stand in a draft; budgets may link to them."""

    subject: ClassVar[str] = "onedistrict.plans.interventions_drafted.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    codes: tuple[str, ...]


class PlanContentChanged(Event):
    """Records of a draft were `added`, `changed` or `removed`, all of one kind.

    `kind` is `plan`, `issue`, `outcome`, `strategy`, `link` or `intervention`.
    """

    subject: ClassVar[str] = "onedistrict.plans.plan_content_changed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    kind: str
    change: str
    codes: tuple[str, ...]
    changed_by: str


class StageCompleted(Event):
    """A legal stage of a plan is complete (DDM Regulations 2024, reg 11(1))."""

    subject: ClassVar[str] = "onedistrict.plans.stage_completed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    space_code: str
    stage: str
    completed_by: str


class Dependency(BaseModel):
    """What must come first, and how: `FS` finish to start, `SS` start to start."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    kind: str


class AdoptedIntervention(BaseModel):
    """An intervention as adopted. Amounts in rand, by financial year.

    `unphased` is money without a year, for the horizon from `start_year` to `end_year`
    as far as these are known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    title: str
    focus_area: str
    location_codes: tuple[str, ...]
    lead_organ: str
    sphere: str
    planned: dict[str, Rand]
    unphased: Rand | None
    depends_on: tuple[Dependency, ...]
    in_idp: bool | None
    confirmed_by_organ: bool | None
    start_year: int | None
    end_year: int | None


class InterventionsAdopted(Event):
    """A part of the content of the plan version that is being adopted."""

    subject: ClassVar[str] = "onedistrict.plans.interventions_adopted.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    part: int
    parts: int
    interventions: tuple[AdoptedIntervention, ...]


class PlanAdopted(Event):
    """A plan version was adopted; its content came in the parts before this event."""

    subject: ClassVar[str] = "onedistrict.plans.plan_adopted.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    title: str
    provenance: str
    parts: int
    intervention_count: int
    content_sha256: str
    decision_id: DecisionId
    adopted_by: str
    adopted_at: datetime


class PlanSuperseded(Event):
    """Another plan of the space was adopted in this one's place."""

    subject: ClassVar[str] = "onedistrict.plans.plan_superseded.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: PlanId
    plan_version: int
    space_code: str
    superseded_by: PlanId


class CommitmentChanged(Event):
    """An organ proposed, pledged, confirmed or withdrew what it gives to a plan.

    `period` is a financial year, or `horizon` for the whole of the intervention's.
    `state_before` is null for a new commitment.
    """

    subject: ClassVar[str] = "onedistrict.plans.commitment_changed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    commitment_id: CommitmentId
    plan_id: PlanId
    space_code: str
    intervention_code: str
    organ: str
    period: str
    amount: Rand
    output: str | None
    place_code: str | None
    state: str
    state_before: str | None
    reason: str | None
    revision: int
    changed_by: str
    changed_at: datetime
