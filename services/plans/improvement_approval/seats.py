"""Who speaks for a body: a holder of an office that has a seat in it that day."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import EVERYWHERE
from chassis.principal import Principal
from services.plans.improvement.models import ImprovementPlan
from services.plans.improvement.templates import ImprovementBody
from services.plans.improvement_approval.refusals import NotOfTheBody
from services.plans.reference import bodies
from services.plans.reference.deciding import offices_deciding

ALONE = "plans:adopt"


async def must_sit_in(
    session: AsyncSession,
    plan: ImprovementPlan,
    body: ImprovementBody,
    *,
    who: Principal,
) -> None:
    """They hold a seat by their token and by the appointments that we know.

    A body of which the registry knows no structure here has no seats: then any office
    that decides here will do, or the power to decide alone. The scope to sign and to
    speak for bodies gives neither, which partners have as well.
    """
    today = clock.today()
    held = await offices_deciding(session, who, plan.space_code, on=today)
    seats = await _seats(session, plan, body, on=today)
    if seats.intersection(held) if seats else held or _decides_alone(who, plan):
        return
    raise NotOfTheBody(f"you hold no office today that sits in: {body.name}")


async def _seats(
    session: AsyncSession, plan: ImprovementPlan, body: ImprovementBody, *, on: date
) -> set[str]:
    if body.structure_kind is None:
        return set()
    standing = await bodies.structures_of_space(
        session, plan.space_code, on=on, kind=body.structure_kind
    )
    return {seat.office_code for each in standing for seat in each.seats(on=on)}


def _decides_alone(who: Principal, plan: ImprovementPlan) -> bool:
    spaces = who.sees(ALONE)
    return spaces == EVERYWHERE or plan.space_code in spaces
