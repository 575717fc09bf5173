"""Adding, changing and removing one intervention of a draft."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError, summed_up
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import PlanId
from services.plans.content import service as content
from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan
from services.plans.documents.repository import Interventions, Plans
from services.plans.documents.service import lock_plan, note_change
from services.plans.interventions.models import (
    InterventionExists,
    InterventionNotFound,
    InterventionNotValid,
    InterventionStillNamed,
)
from services.plans.interventions.rules import faults_of
from services.plans.reference import service as reference

NAMES_OTHERS = frozenset(
    {"location_codes", "lead_organ", "sphere", "supporting_organs", "strategies"}
    | {"points", "depends_on", "start_year", "end_year", "planned", "milestones"}
)
"""What makes sense, or not, only beside something else."""


async def find_intervention(
    session: AsyncSession, plan: Plan, code: str
) -> Intervention:
    found = await Interventions(session, plan).find(code)
    if found is None:
        raise InterventionNotFound(f"the plan has no intervention {code}")
    return found


async def lock_plan_for(
    session: AsyncSession, plan_id: PlanId, said: Mapping[str, Any], *, by: Principal
) -> Plan:
    """The plan, to be changed by what is said.

    Codes that are not known yet are waited for before anything is locked.
    """
    plan = await Plans(session).get(plan_id)
    by.must_act_in(plan.space_code)
    lead = [said["lead_organ"]] if "lead_organ" in said else []
    await reference.find_named(
        session,
        places=set(said.get("location_codes", ())),
        organs={*lead, *said.get("supporting_organs", ())},
    )
    return await lock_plan(session, plan_id, by=by)


async def add_intervention(
    session: AsyncSession, plan_id: PlanId, said: dict[str, Any], *, by: Principal
) -> Intervention:
    plan = await lock_plan_for(session, plan_id, said, by=by)
    plan.must_be_draft()
    interventions = Interventions(session, plan)
    if await interventions.find(said["code"]) is not None:
        raise InterventionExists(f"the plan has intervention {said['code']}")
    intervention = Intervention(**said)
    await _must_be_valid(session, plan, intervention)
    interventions.add(intervention)
    await _changed(session, plan, intervention.code, "added", by=by)
    outbox.record(session, plan.interventions_drafted((intervention.code,)))
    return intervention


async def change_intervention(
    session: AsyncSession,
    plan: Plan,
    intervention: Intervention,
    said: Mapping[str, Any],
    *,
    by: Principal,
) -> None:
    """Change an intervention of a draft that the caller holds locked."""
    plan.must_be_draft()
    before = intervention.states()
    news = {name: value for name, value in said.items() if before[name] != value}
    if not news:
        return
    with session.no_autoflush:
        intervention.change(news)
        if not NAMES_OTHERS.isdisjoint(news):
            await _must_be_valid(session, plan, intervention)
    await _changed(session, plan, intervention.code, "changed", by=by)


async def remove_intervention(
    session: AsyncSession, plan: Plan, intervention: Intervention, *, by: Principal
) -> None:
    """Take an intervention out of a draft, unless others stand on it."""
    plan.must_be_draft()
    code = intervention.code
    interventions = Interventions(session, plan)
    waiting = [
        FieldError(
            f"/interventions/{other}", "still-named", f"{other} waits for {code}"
        )
        for other, links in (await interventions.graph()).items()
        if code in links
    ]
    linking = await content.links_to(session, plan, "intervention", code)
    if waiting or linking:
        raise InterventionStillNamed(
            f"intervention {code} is named by others", [*waiting, *linking]
        )
    if not await interventions.remove(intervention):
        raise InterventionStillNamed(f"organs have stated commitments to {code}")
    await _changed(session, plan, code, "removed", by=by)


async def _must_be_valid(
    session: AsyncSession, plan: Plan, intervention: Intervention
) -> None:
    organs = {intervention.lead_organ, *intervention.supporting_organs}
    named = await reference.find_named(
        session, places=set(intervention.location_codes), organs=organs
    )
    faults = faults_of(
        intervention,
        named=named,
        space=await reference.find_space(session, plan.space_code),
        strategies=await content.codes_of_strategies(session, plan),
        graph=await Interventions(session, plan).graph(),
    )
    if faults:
        raise InterventionNotValid(summed_up(faults), faults)


async def _changed(
    session: AsyncSession, plan: Plan, code: str, change: str, *, by: Principal
) -> None:
    plan.change(at=clock.now())
    await note_change(session, plan, "intervention", change, (code,), by=by)
