"""What can be done with a plan as a document."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import Spaces
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import PlanId
from services.plans.clocks import service as clocks
from services.plans.clocks.rules import ClockRule
from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan, PlanStatus, Provenance
from services.plans.documents.repository import Authors, Interventions, Plans
from services.plans.documents.selecting import Which
from services.plans.reference import service as reference
from services.plans.sections import service as sections

CODES_PER_EVENT = 1000


async def draft_plan(  # noqa: PLR0913  what a plan starts with
    session: AsyncSession,
    *,
    space_code: str,
    title: str,
    provenance: Provenance,
    generation: int,
    by: Principal,
) -> Plan:
    by.must_act_in(space_code)
    await reference.find_space(session, space_code)
    now = clock.now()
    plan = Plans(session).add(
        Plan(
            id=PlanId(new_id()),
            space_code=space_code,
            title=title,
            status=PlanStatus.DRAFT,
            provenance=provenance,
            generation=generation,
            version=1,
            drafted_by=by.sub,
            drafted_at=now,
            updated_at=now,
            stages=[],
        )
    )
    await Authors(session).note(plan, by)
    outbox.record(session, plan.drafted())
    if plan.is_timed:
        clocks.start(
            session,
            ClockRule.PREPARATION,
            plan_id=plan.id,
            space_code=space_code,
            on=now.date(),
        )
    return plan


async def find_plan(
    session: AsyncSession, plan_id: PlanId, *, drafts_in: Spaces
) -> Plan:
    return await Plans(session).find(plan_id, drafts_in=drafts_in)


async def list_plans(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    *,
    drafts_in: Spaces,
    space_code: str | None,
    status: PlanStatus | None,
    after: UUID | None,
    limit: int,
) -> Sequence[Plan]:
    return await Plans(session).list(
        drafts_in=drafts_in,
        space_code=space_code,
        status=status,
        after=after,
        limit=limit,
    )


async def lock_plan(session: AsyncSession, plan_id: PlanId, *, by: Principal) -> Plan:
    """The plan, to be changed or decided about by somebody who may act in its space."""
    plan = await Plans(session).get(plan_id, lock=True)
    by.must_act_in(plan.space_code)
    return plan


async def rename_plan(
    session: AsyncSession, plan: Plan, said: Mapping[str, object], *, by: Principal
) -> None:
    plan.must_be_draft()
    if not said:
        return
    plan.rename(said, at=clock.now())
    await note_change(session, plan, "plan", "changed", tuple(said), by=by)


async def note_change(  # noqa: PLR0913  what was changed, how and by whom
    session: AsyncSession,
    plan: Plan,
    kind: str,
    change: str,
    codes: Sequence[str],
    *,
    by: Principal,
) -> None:
    """Remember who had a hand in the plan, and tell what they changed."""
    await Authors(session).note(plan, by)
    await sections.must_own_what_changed(session, plan.id, by=by)
    await sections.must_lead_where_plan_wide(session, plan.id, plan.space_code, by=by)
    for start in range(0, len(codes), CODES_PER_EVENT):
        part = tuple(codes[start : start + CODES_PER_EVENT])
        changed = plan.content_changed(kind, change, part, by=by.sub)
        outbox.record(session, changed)


async def all_interventions(
    session: AsyncSession, plan: Plan
) -> Sequence[Intervention]:
    """Every intervention of a plan that was found, by code."""
    return await Interventions(session, plan).all()


async def list_interventions(
    session: AsyncSession, plan: Plan, which: Which, *, after: str | None, limit: int
) -> Sequence[Intervention]:
    return await Interventions(session, plan).page(which, after=after, limit=limit)
