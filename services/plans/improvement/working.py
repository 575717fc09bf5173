"""Working through the tasks of a plan, and comparing how districts get through them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.messaging import outbox
from chassis.principal import Principal
from services.plans.improvement import schedule
from services.plans.improvement.models import ImprovementPlan, ImprovementStatus, Wanted
from services.plans.improvement.refusals import GateClosed, ImprovementPlanNotDraft
from services.plans.improvement.repository import ImprovementPlans, Tasks
from services.plans.improvement.schedule import Passage, Projection, StepComparison
from services.plans.improvement.tasks import ImprovementTask


@dataclass(frozen=True)
class Plan:
    """The tasks of a plan, and when they will be done as things are."""

    tasks: Sequence[ImprovementTask]
    projection: Projection
    today: date


async def read_tasks(session: AsyncSession, plan: ImprovementPlan) -> Plan:
    tasks, today = await Tasks(session, plan.id).all(), clock.today()
    links = [task.link for task in tasks]
    return Plan(tasks, schedule.projection(links, plan.starts_on, today=today), today)


async def find_task(
    session: AsyncSession, plan: ImprovementPlan, code: str
) -> ImprovementTask:
    """A task, to be moved: those of a superseded version stay as they are."""
    if plan.status is ImprovementStatus.SUPERSEDED:
        raise ImprovementPlanNotDraft(f"improvement plan {plan.id} is superseded")
    return await Tasks(session, plan.id).get(code)


async def start_task(
    session: AsyncSession,
    task: ImprovementTask,
    *,
    responsible: str | None,
    by: Principal,
) -> None:
    tasks = await Tasks(session, task.plan_id).all()
    moved = task.start(tasks, responsible=responsible, on=clock.today(), by=by.sub)
    outbox.record(session, moved)


def report_progress(  # noqa: PLR0913  what may be reported
    session: AsyncSession,
    task: ImprovementTask,
    *,
    percent: int | None,
    responsible: str | None,
    ticked: Collection[str] | None,
    by: Principal,
) -> None:
    moved = task.report(
        percent=percent, responsible=responsible, ticked=ticked, by=by.sub
    )
    outbox.record(session, moved)


def complete_task(
    session: AsyncSession,
    plan: ImprovementPlan,
    task: ImprovementTask,
    *,
    by: Principal,
) -> None:
    """Declare it done; its gate must be open."""
    if task.gate == "validated" and not plan.validated:
        raise GateClosed("no validation meeting is recorded")
    if task.gate == "approved" and plan.status is not ImprovementStatus.APPROVED:
        raise GateClosed("the bodies have not approved the plan")
    outbox.record(session, task.complete(on=clock.today(), by=by.sub))


async def reopen_task(
    session: AsyncSession,
    task: ImprovementTask,
    *,
    reason: str,
    by: Principal,
) -> None:
    tasks = await Tasks(session, task.plan_id).all()
    outbox.record(session, task.reopen(tasks, reason=reason, by=by.sub))


async def compare_processes(
    session: AsyncSession, wanted: Wanted
) -> list[StepComparison]:
    """How long each step takes, and in which districts it waits."""
    tasks: dict[ImprovementPlan, list[ImprovementTask]] = defaultdict(list)
    for plan, task in await ImprovementPlans(session).with_tasks(wanted):
        tasks[plan].append(task)
    passages = [
        passage for plan, found in tasks.items() for passage in _passages(plan, found)
    ]
    return schedule.compare(passages, today=clock.today())


def _passages(plan: ImprovementPlan, tasks: Sequence[ImprovementTask]) -> list[Passage]:
    links = [task.link for task in tasks]
    ready = schedule.ready_dates(links, plan.starts_on)
    passages = schedule.through_steps(
        Passage(
            plan=str(plan.id),
            space_code=plan.space_code,
            step=task.step,
            position=task.position,
            ready_on=ready[task.code],
            done_on=task.done_on,
            due_on=task.due_on,
        )
        for task in tasks
    )
    if plan.status is not ImprovementStatus.SUPERSEDED:
        return passages
    return [passage for passage in passages if passage.done_on is not None]
