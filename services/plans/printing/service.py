"""Collecting what a printed plan says, as of the day it was adopted."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import Spaces
from contracts.ids import PlanId
from services.plans.commitments import service as commitments
from services.plans.commitments.models import HORIZON, Commitment
from services.plans.documents import service as documents
from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan
from services.plans.printing.edition import Edition, Pledge, Row
from services.plans.printing.marks import marks_of
from services.plans.reference import service as reference
from services.plans.reference.models import Place


class PrintSettings(BaseSettings):
    """Where readers of a printed plan find the gateway."""

    model_config = SettingsConfigDict(env_prefix="ONEDISTRICT_", frozen=True)

    public_url: str = "http://localhost:8080"


async def edit_plan(
    session: AsyncSession, plan_id: PlanId, *, drafts_in: Spaces
) -> Edition:
    """All that is printed of a plan, with decisions and commitments as they stand."""
    plan = await documents.find_plan(session, plan_id, drafts_in=drafts_in)
    day = plan.adopted_at.date() if plan.adopted_at else clock.today()
    pledges = _pledges(await commitments.all_commitments(session, plan))
    space = plan.space_code
    interventions = await documents.all_interventions(session, plan)
    organs = {each.lead_organ for each in interventions}
    return Edition(
        title=plan.title,
        vision=plan.vision,
        space_code=space,
        space_name=await reference.find_name(session, space, on=day),
        version=plan.version,
        generation=plan.generation,
        status=plan.status.value,
        provenance=plan.provenance.value,
        adopted_on=day.isoformat() if plan.adopted_at else None,
        seal=plan.seal,
        address=_address(plan),
        municipalities=await _municipalities(session, space, on=day),
        organs=await reference.names_of_organs(session, organs),
        rows=[_row(each, pledges.get(each.code, [])) for each in interventions],
        marks=await marks_of(session, plan),
    )


def _address(plan: Plan) -> str | None:
    if plan.seal is None:
        return None
    return f"{PrintSettings().public_url.rstrip('/')}/v1/plans/{plan.id}"


async def _municipalities(
    session: AsyncSession, space_code: str, *, on: date
) -> dict[str, str]:
    """Those within the space: a district's locals, or the metro itself."""
    found = await reference.find_municipalities(session, space_code, on=on)
    inside: Sequence[Place] = [each for each in found if each.code != space_code]
    return {place.code: place.name for place in inside or found}


def _pledges(stated: Sequence[Commitment]) -> dict[str, list[Pledge]]:
    """By intervention: a line for each organ and state, in the order of both."""
    amounts: dict[tuple[str, str, str], dict[str, Decimal]] = defaultdict(dict)
    for each in stated:
        line = (each.intervention_code, each.organ, each.state.value)
        amounts[line][each.period] = each.amount
    found: dict[str, list[Pledge]] = defaultdict(list)
    for (code, organ, state), planned in sorted(amounts.items()):
        unphased = planned.pop(HORIZON, None)
        found[code].append(Pledge(planned, unphased, organ, state))
    return found


def _row(intervention: Intervention, pledges: Sequence[Pledge]) -> Row:
    return Row(
        code=intervention.code,
        title=intervention.title,
        organ=intervention.lead_organ,
        sphere=intervention.sphere,
        places=list(intervention.location_codes),
        planned=dict(intervention.planned),
        unphased=intervention.unphased,
        points=list(intervention.points),
        pledges=pledges,
    )
