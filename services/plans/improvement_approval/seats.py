"""Who speaks for a body: a holder of an office that has a seat in it that day."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.principal import Principal
from services.plans.improvement.models import ImprovementPlan
from services.plans.improvement.templates import ImprovementBody
from services.plans.improvement_approval.refusals import NotOfTheBody
from services.plans.reference import bodies

DECIDING = "plans:decide"


async def must_sit_in(
    session: AsyncSession,
    plan: ImprovementPlan,
    body: ImprovementBody,
    *,
    who: Principal,
) -> None:
    """They hold a seat by their token and by the appointments that we know.

    A body of which the registry knows no structure here has no seats: then the scope
    alone decides.
    """
    if body.structure_kind is None:
        return
    today = clock.today()
    standing = await bodies.structures_of_space(
        session, plan.space_code, on=today, kind=body.structure_kind
    )
    seats = {seat.office_code for each in standing for seat in each.seats(on=today)}
    if not seats:
        return
    for held in await bodies.offices_held(session, who.sub, on=today):
        may_decide = held.powers is None or DECIDING in held.powers
        if (
            held.office_code in seats
            and may_decide
            and who.holds_office(held.office_code)
        ):
            return
    raise NotOfTheBody(f"you hold no office today that sits in: {body.name}")
