"""The plan or the task that a request is about: found, or locked to be changed."""

from typing import Annotated

from fastapi import Depends, Path

from chassis.web.conditional import IfMatch
from chassis.web.fields import Code
from chassis.web.session import Session
from contracts.ids import ImprovementPlanId
from services.plans.improvement import service, working
from services.plans.improvement.models import ImprovementPlan
from services.plans.improvement.tasks import ImprovementTask
from services.plans.permissions import DraftsIn, OfficeHolder, Planner

PLAN = "/improvement-plans/{plan_id}"
TASK = f"{PLAN}/tasks/{{code}}"


async def plan_in_sight(
    plan_id: ImprovementPlanId, session: Session, drafts_in: DraftsIn
) -> ImprovementPlan:
    return await service.find_improvement_plan(session, plan_id, drafts_in=drafts_in)


async def plan_to_write(
    plan_id: ImprovementPlanId, session: Session, caller: Planner, if_match: IfMatch
) -> ImprovementPlan:
    plan = await service.lock_improvement_plan(session, plan_id, by=caller)
    if_match.must_be(plan.revision)
    return plan


async def plan_to_decide(
    plan_id: ImprovementPlanId,
    session: Session,
    caller: OfficeHolder,
    if_match: IfMatch,
) -> ImprovementPlan:
    return await plan_to_write(plan_id, session, caller, if_match)


async def plan_with_task(
    plan_id: ImprovementPlanId, session: Session, caller: Planner
) -> ImprovementPlan:
    return await service.lock_improvement_plan(session, plan_id, by=caller)


PlanWithTask = Annotated[ImprovementPlan, Depends(plan_with_task)]


async def task_to_move(
    plan: PlanWithTask,
    code: Annotated[Code, Path(examples=["assessment"])],
    session: Session,
    if_match: IfMatch,
) -> ImprovementTask:
    task = await working.find_task(session, plan, code)
    if_match.must_be(task.revision)
    return task


PlanInSight = Annotated[ImprovementPlan, Depends(plan_in_sight)]
PlanToWrite = Annotated[ImprovementPlan, Depends(plan_to_write)]
PlanToDecide = Annotated[ImprovementPlan, Depends(plan_to_decide)]
TaskToMove = Annotated[ImprovementTask, Depends(task_to_move)]
