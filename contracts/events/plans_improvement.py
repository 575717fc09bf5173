"""Events published by plans about improvement plans (DMIP) of districts."""

from datetime import date, datetime
from typing import ClassVar

from contracts.event import Event
from contracts.ids import ImprovementPlanId
from contracts.money import Rand


class ImprovementPlanStarted(Event):
    """Work on an improvement plan of a district, or on its next version, has begun."""

    subject: ClassVar[str] = "onedistrict.plans.improvement_plan_started.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: ImprovementPlanId
    space_code: str
    template: str
    template_version: int
    version: int
    replaces: ImprovementPlanId | None
    starts_on: date
    provenance: str
    started_by: str


class ImprovementTaskMoved(Event):
    """A task of an improvement plan was started, went on, was done or was reopened."""

    subject: ClassVar[str] = "onedistrict.plans.improvement_task_moved.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: ImprovementPlanId
    space_code: str
    task: str
    step: str
    status: str
    percent: int
    responsible: str | None
    moved_by: str
    reason: str | None


class ImprovementContentChanged(Event):
    """An assessment, gap or action of a draft was written, or removed."""

    subject: ClassVar[str] = "onedistrict.plans.improvement_content_changed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: ImprovementPlanId
    space_code: str
    kind: str
    code: str
    removed: bool
    changed_by: str


class ImprovementPlanValidated(Event):
    """Stakeholders met about a draft of an improvement plan."""

    subject: ClassVar[str] = "onedistrict.plans.improvement_plan_validated.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: ImprovementPlanId
    space_code: str
    held_on: date
    participants: int


class ImprovementPlanDecided(Event):
    """A body agreed to an improvement plan in its turn, or returned it."""

    subject: ClassVar[str] = "onedistrict.plans.improvement_plan_decided.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: ImprovementPlanId
    space_code: str
    body: str
    act: str
    verdict: str
    minute_no: str | None
    decided_on: date


class ImprovementPlanApproved(Event):
    """All bodies agreed: this version binds. Amounts in its currency."""

    subject: ClassVar[str] = "onedistrict.plans.improvement_plan_approved.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: ImprovementPlanId
    plan_version: int
    space_code: str
    template: str
    currency: str
    cost: Rand
    pledged: Rand
    approved_at: datetime


class ImprovementPlanSuperseded(Event):
    """A later version of the improvement plan was approved."""

    subject: ClassVar[str] = "onedistrict.plans.improvement_plan_superseded.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: ImprovementPlanId
    plan_version: int
    space_code: str
    superseded_by: ImprovementPlanId


class ImprovementPlanReviewed(Event):
    """A quarter or a year of an approved improvement plan was reviewed."""

    subject: ClassVar[str] = "onedistrict.plans.improvement_plan_reviewed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    plan_id: ImprovementPlanId
    space_code: str
    kind: str
    period: str
    held_on: date
