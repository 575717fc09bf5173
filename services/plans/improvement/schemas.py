"""Improvement plans, batches and tasks on the wire."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from chassis.web.fields import Code, Name, Reason, Sent, as_a_day
from contracts.ids import ImprovementPlanId
from services.plans.documents.models import Provenance
from services.plans.improvement.models import ImprovementStatus
from services.plans.improvement.schedule import StepComparison, slowest, stalling
from services.plans.improvement.tasks import ImprovementTask
from services.plans.improvement.templates import ImprovementTemplate
from services.plans.improvement.working import Plan

MOST_DISTRICTS = 500
Start = Annotated[
    date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31)), BeforeValidator(as_a_day)
]
Count = Annotated[int, Field(strict=True, ge=1, le=1000)]
Percent = Annotated[int, Field(strict=True, ge=0, le=99)]


class ImprovementBatch(Sent):
    """Improvement plans to start in many districts at once: in all of them, or none."""

    template: Code = Field(examples=["dmip-ug"])
    template_version: Count | None = Field(
        default=None, description="Null takes the newest."
    )
    title: Name
    starts_on: Start = Field(description="From which the tasks' due dates are counted.")
    provenance: Provenance = Provenance.OWN
    space_codes: list[Code] = Field(min_length=1, max_length=MOST_DISTRICTS)


class ImprovementPlanView(BaseModel):
    """One version of a district's improvement plan.

    `decided` counts the bodies that agreed in this `round`. Amounts are in `currency`.
    """

    model_config = ConfigDict(from_attributes=True)

    id: ImprovementPlanId
    space_code: str = Field(examples=["UG413"])
    batch_id: UUID | None
    template: str
    template_version: int
    title: str
    currency: str = Field(examples=["UGX"])
    provenance: Provenance
    version: int
    replaces: ImprovementPlanId | None
    status: ImprovementStatus
    starts_on: date
    round: int
    decided: int
    validated: bool
    drafted_by: str
    drafted_at: datetime
    updated_at: datetime
    approved_at: datetime | None
    superseded_at: datetime | None


class ImprovementBatchView(BaseModel):
    """A batch that was started: one plan per district, in the order sent."""

    id: UUID
    plans: list[ImprovementPlanView]


class ImprovementTaskStart(Sent):
    """Who does it; null leaves it as it is."""

    responsible: Name | None = None


class ImprovementTaskProgress(Sent):
    """What is reported; null, or left out, stays. 100 percent is a completion."""

    percent: Percent | None = None
    responsible: Name | None = None
    ticked: list[Name] | None = Field(default=None, max_length=100)


class ImprovementTaskReopening(Sent):
    """Why the task is not done after all."""

    reason: Reason


class ImprovementTaskView(BaseModel):
    """A task: when it is due, how far it is, and what it waits for."""

    model_config = ConfigDict(from_attributes=True)

    plan_id: ImprovementPlanId
    space_code: str
    code: str
    step: str
    title: str
    role: str
    after: list[str]
    gate: str | None
    checklist: list[str]
    ticked: list[str]
    responsible: str | None
    due_on: date
    status: str
    percent: int
    started_on: date | None
    done_on: date | None


class ScheduledImprovementTask(ImprovementTaskView):
    """A task in its schedule; `projected_on` is when it will be done as things are."""

    revision: int = Field(description="The task's ETag.")
    blocked_by: list[str]
    days_late: int
    projected_on: date
    is_critical: bool


class ImprovementSchedule(BaseModel):
    """A plan's tasks in order, the chain that drives its end, and what is late."""

    items: list[ScheduledImprovementTask]
    critical_path: list[str]
    late: list[str]
    projected_end: date


class ImprovementStallView(BaseModel):
    """A step that waits in a district, since it could have been under way."""

    model_config = ConfigDict(from_attributes=True)

    space_code: str
    plan: str
    since: date
    days: int
    days_late: int


class ImprovementStepView(BaseModel):
    """How one step goes in all districts compared.

    Days are from when the step could be under way until it was done.
    """

    model_config = ConfigDict(from_attributes=True)

    step: str
    districts: int
    done: int
    median_days: float | None
    longest_days: int | None
    late: int
    waiting: list[ImprovementStallView]


class ImprovementProcessComparison(BaseModel):
    """Steps in their order; `stalls_at` is the one that most districts wait in."""

    template: str
    steps: list[ImprovementStepView]
    slowest_step: str | None
    stalls_at: str | None


class ImprovementTemplateList(BaseModel):
    """All templates, by code and version."""

    items: list[ImprovementTemplate]


def comparison_view(
    template: str, steps: Sequence[StepComparison]
) -> ImprovementProcessComparison:
    slow, stall = slowest(steps), stalling(steps)
    return ImprovementProcessComparison(
        template=template,
        steps=[ImprovementStepView.model_validate(step) for step in steps],
        slowest_step=slow.step if slow else None,
        stalls_at=stall.step if stall else None,
    )


def schedule_view(plan: Plan) -> ImprovementSchedule:
    items = [_scheduled(task, plan) for task in plan.tasks]
    return ImprovementSchedule(
        items=items,
        critical_path=list(plan.projection.critical),
        late=[each.code for each in items if each.days_late and each.status != "done"],
        projected_end=plan.projection.end,
    )


def _scheduled(task: ImprovementTask, plan: Plan) -> ScheduledImprovementTask:
    return ScheduledImprovementTask(
        **ImprovementTaskView.model_validate(task).model_dump(),
        revision=task.revision,
        blocked_by=task.blocked_by(plan.tasks),
        days_late=task.days_late(plan.today),
        projected_on=plan.projection.finish[task.code],
        is_critical=task.code in plan.projection.critical,
    )
