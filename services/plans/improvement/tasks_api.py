"""The tasks of an improvement plan: reading their schedule, and moving them."""

from fastapi import Response

from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import IfMatchRequired, VersionStale, tagged
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.plans.improvement import working
from services.plans.improvement.asked import (
    PLAN,
    TASK,
    PlanInSight,
    PlanWithTask,
    TaskToMove,
)
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

USUAL = (
    ImprovementPlanNotFound,
    ImprovementTaskNotFound,
    ImprovementPlanNotDraft,
    NotPermittedInSpace,
    VersionStale,
)


@routes.get(f"{PLAN}/tasks", responses=refusing(ImprovementPlanNotFound))
async def list_improvement_tasks(
    plan: PlanInSight, session: Session
) -> ImprovementSchedule:
    """The tasks with due dates, what is late, and what drives the end."""
    return schedule_view(await working.read_tasks(session, plan))


@routes.post(f"{TASK}/start", responses=refusing(*USUAL, TaskBlocked, TaskUnderWay))
async def start_improvement_task(
    task: TaskToMove,
    sent: ImprovementTaskStart,
    session: Session,
    caller: Planner,
    response: Response,
) -> ImprovementTaskView:
    """Start a task whose predecessors are all done."""
    await working.start_task(session, task, responsible=sent.responsible, by=caller)
    return tagged(response, task, ImprovementTaskView)


@routes.patch(
    TASK, responses=refusing(*USUAL, TaskNotUnderWay, ChecklistUnknown, IfMatchRequired)
)
async def report_improvement_task(
    task: TaskToMove,
    sent: ImprovementTaskProgress,
    session: Session,
    caller: Planner,
    response: Response,
) -> ImprovementTaskView:
    """Report how far a task is, who does it, and what of its checklist is ticked."""
    working.report_progress(session, task, **sent.model_dump(), by=caller)
    return tagged(response, task, ImprovementTaskView)


@routes.post(
    f"{TASK}/completion",
    responses=refusing(*USUAL, TaskNotUnderWay, ChecklistOpen, GateClosed),
)
async def complete_improvement_task(
    plan: PlanWithTask,
    task: TaskToMove,
    session: Session,
    caller: Planner,
    response: Response,
) -> ImprovementTaskView:
    """Declare a task done."""
    working.complete_task(session, plan, task, by=caller)
    return tagged(response, task, ImprovementTaskView)


@routes.post(f"{TASK}/reopening", responses=refusing(*USUAL, TaskNotDone, TaskFollowed))
async def reopen_improvement_task(
    task: TaskToMove,
    sent: ImprovementTaskReopening,
    session: Session,
    caller: Planner,
    response: Response,
) -> ImprovementTaskView:
    """Take back that a task is done, while none after it has started."""
    await working.reopen_task(session, task, reason=sent.reason, by=caller)
    return tagged(response, task, ImprovementTaskView)
