"""What budgets does with adopted plans, and what may be asked about their alignment.

Everything that changes a space's findings holds the lock on its One Budget first, so
that a budget import and an adoption at the same time see each other's result.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.messaging.trouble import is_passing
from contracts.events.plans import InterventionsAdopted, PlanAdopted, PlanSuperseded
from contracts.ids import ImportId, PlanId
from services.budgets.alignment import checking, metrics
from services.budgets.alignment.models import AdoptedPlan, AlignmentNotChecked
from services.budgets.alignment.repository import AdoptedPlans, Checks, Findings
from services.budgets.alignment.results import AlignmentCheck, Cause, Finding, Wanted
from services.budgets.lines import service as lines
from services.budgets.lines.models import OneBudget
from services.budgets.reference import service as reference

log = structlog.get_logger()


class AdoptedContentIncomplete(Exception):
    """Not all of an adopted plan's content has come; the adoption cannot be applied."""


@dataclass(frozen=True)
class Latest:
    """A plan's latest check and what it found.

    `stale`: the budget has changed since, and checking it again failed.
    """

    check: AlignmentCheck
    findings: Sequence[Finding]
    stale: bool


async def keep_content(session: AsyncSession, part: InterventionsAdopted) -> None:
    """Keep a part of the version that is being adopted."""
    AdoptedPlans(session).keep_content(part)
    await reference.note_interventions(
        session,
        [content.code for content in part.interventions],
        plan_id=part.plan_id,
        space_code=part.space_code,
    )


async def bind_plan(session: AsyncSession, adopted: PlanAdopted) -> None:
    """Take over an adopted version whose content has come, and check it."""
    budget = await lines.lock_budget(session, adopted.space_code)
    plans = AdoptedPlans(session)
    count = await plans.count_content(adopted.plan_id, adopted.plan_version)
    if count != adopted.intervention_count:
        raise AdoptedContentIncomplete(
            f"{count} of {adopted.intervention_count} interventions of plan "
            f"{adopted.plan_id} version {adopted.plan_version}"
        )
    plan = await plans.find(adopted.plan_id)
    if plan is None:
        plan = AdoptedPlan(plan_id=adopted.plan_id, space_code=adopted.space_code)
        plans.add(plan)
    plan.take_over(adopted)
    await session.flush()
    await checking.check_plan(
        session, plan, budget, cause=Cause.ADOPTION, cause_id=adopted.decision_id
    )


async def release_plan(session: AsyncSession, superseded: PlanSuperseded) -> None:
    """A superseded plan is compared no more; its open findings close with it."""
    await lines.lock_budget(session, superseded.space_code)
    plan = await AdoptedPlans(session).find(superseded.plan_id)
    if plan is None or plan.plan_version > superseded.plan_version:
        return
    plan.supersede()
    now = clock.now()
    for finding in await Findings(session).open_in(superseded.plan_id):
        finding.supersede(at=now)


async def recheck_space(
    session: AsyncSession, budget: OneBudget, *, import_id: ImportId
) -> list[UUID]:
    """Check the adopted plans of the space against its changed budget; which ones.

    A check that fails is undone and reported, and the plan's last check stays as it
    was, marked stale by its revision: a fault of ours must not keep a budget out.
    """
    await session.flush()
    return [
        plan_id
        for plan_id in await AdoptedPlans(session).of_space(budget.space_code)
        if await _rechecked(session, plan_id, budget, import_id)
    ]


async def find_latest(session: AsyncSession, plan_id: PlanId) -> Latest:
    """A plan's latest check, or `AlignmentNotChecked`."""
    found = await Checks(session).latest(plan_id)
    if found is None:
        raise AlignmentNotChecked(f"plan {plan_id} is not adopted or not checked yet")
    check, stale = found
    return Latest(check, await Findings(session).of_check(check), stale)


async def spaces_behind(session: AsyncSession) -> Sequence[str]:
    """Spaces in which a check failed when it was last due."""
    return await Checks(session).spaces_behind()


async def list_findings(
    session: AsyncSession, wanted: Wanted, *, after: UUID | None, limit: int
) -> Sequence[Finding]:
    return await Findings(session).page(wanted, after=after, limit=limit)


async def _rechecked(
    session: AsyncSession, plan_id: PlanId, budget: OneBudget, import_id: ImportId
) -> bool:
    try:
        async with session.begin_nested():
            plan = await session.get_one(AdoptedPlan, plan_id)
            await checking.check_plan(
                session, plan, budget, cause=Cause.BUDGET_IMPORT, cause_id=import_id
            )
    except Exception as failure:
        if is_passing(failure):
            raise
        metrics.FAILED.inc()
        log.exception("alignment_check_failed", plan_id=str(plan_id))
        return False
    return True
