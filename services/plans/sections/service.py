"""Whose a section is, asked after every change of a plan's content."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.principal import Principal
from contracts.ids import PlanId
from services.plans.sections.repository import Sections


async def must_own_what_changed(
    session: AsyncSession, plan_id: PlanId, *, by: Principal
) -> None:
    """Refuse a transaction that changed records of another organ's section.

    What was changed is flushed; a refusal undoes it with the transaction.
    """
    for section in await Sections(session, plan_id).touched_now():
        section.must_be_written_by(by.organ)
