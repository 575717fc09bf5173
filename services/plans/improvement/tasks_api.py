"""The tasks of an improvement plan: reading their schedule, and moving them."""

from typing import Annotated

from fastapi import Path, Response

from chassis.principal import NotPermittedInSpace
from chassis.web.auth import Anyone
from chassis.web.conditional import (
    IfMatchRequired,
    Precondition,
    VersionStale,
    must_match,
    tag,
)
from chassis.web.fields import Code
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import ImprovementPlanId
from services.plans.improvement import service, working
from services.plans.improvement.refusals import (
    ChecklistOpen,
    ChecklistUnknown,
    GateClosed,
    ImprovementPlanNotDraft,
    ImprovementPlanNotFound,
    ImprovementTaskNotFound,
    TaskBlocked,
    TaskFollowed,
    TaskNotDone,
    TaskNotUnderWay,
    TaskUnderWay,
)
from services.plans.improvement.schemas import (
    ImprovementSchedule,
    ImprovementTaskProgress,
    ImprovementTaskReopening,
    ImprovementTaskStart,
    ImprovementTaskView,
    schedule_view,
)
from services.plans.permissions import Planner

routes = router("improvement plans")

TASK = "/improvement-plans/{plan_id}/tasks/{code}"
USUAL = (
    ImprovementPlanNotFound,
    ImprovementTaskNotFound,
    ImprovementPlanNotDraft,
    NotPermittedInSpace,
    VersionStale,
)
TaskCode = Annotated[Code, Path(examples=["assessment"])]


@routes.get(
    "/improvement-plans/{plan_id}/tasks", responses=refusing(ImprovementPlanNotFound)
)
async def list_improvement_tasks(
    plan_id: ImprovementPlanId, session: Session, caller: Anyone
) -> ImprovementSchedule:
    """The tasks with due dates, what is late, and what drives the end."""
    plan = await service.find_plan(
        session, plan_id, drafts_in=caller.sees("plans:read")
    )
    return schedule_view(await working.read_tasks(session, plan))


@routes.post(f"{TASK}/start", responses=refusing(*USUAL, TaskBlocked, TaskUnderWay))
async def start_improvement_task(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    code: TaskCode,
    sent: ImprovementTaskStart,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> ImprovementTaskView:
    """Start a task whose predecessors are all done."""
    plan = await service.lock_plan(session, plan_id, by=caller)
    task = await working.find_task(session, plan, code)
    must_match(precondition, task.revision, required=False)
    await working.start_task(
        session, plan, task, responsible=sent.responsible, by=caller
    )
    tag(response, task.revision)
    return ImprovementTaskView.model_validate(task)


@routes.patch(
    TASK, responses=refusing(*USUAL, TaskNotUnderWay, ChecklistUnknown, IfMatchRequired)
)
async def report_improvement_task(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    code: TaskCode,
    sent: ImprovementTaskProgress,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> ImprovementTaskView:
    """Report how far a task is, who does it, and what of its checklist is ticked."""
    plan = await service.lock_plan(session, plan_id, by=caller)
    task = await working.find_task(session, plan, code)
    must_match(precondition, task.revision, required=True)
    working.report_progress(session, task, **sent.model_dump(), by=caller)
    tag(response, task.revision)
    return ImprovementTaskView.model_validate(task)


@routes.post(
    f"{TASK}/completion",
    responses=refusing(*USUAL, TaskNotUnderWay, ChecklistOpen, GateClosed),
)
async def complete_improvement_task(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    code: TaskCode,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> ImprovementTaskView:
    """Declare a task done."""
    plan = await service.lock_plan(session, plan_id, by=caller)
    task = await working.find_task(session, plan, code)
    must_match(precondition, task.revision, required=False)
    working.complete_task(session, plan, task, by=caller)
    tag(response, task.revision)
    return ImprovementTaskView.model_validate(task)


@routes.post(f"{TASK}/reopening", responses=refusing(*USUAL, TaskNotDone, TaskFollowed))
async def reopen_improvement_task(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    code: TaskCode,
    sent: ImprovementTaskReopening,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> ImprovementTaskView:
    """Take back that a task is done, while none after it has started."""
    plan = await service.lock_plan(session, plan_id, by=caller)
    task = await working.find_task(session, plan, code)
    must_match(precondition, task.revision, required=False)
    await working.reopen_task(session, plan, task, reason=sent.reason, by=caller)
    tag(response, task.revision)
    return ImprovementTaskView.model_validate(task)
