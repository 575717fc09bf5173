"""Escalating a matter along `reports_to`, and what the structure above does."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import EVERYWHERE
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import EscalationId, MatterId
from services.plans.escalations.models import (
    EscalatedAlready,
    Escalation,
    EscalationStatus,
    MatterNotEscalatable,
    NothingAbove,
    Wanted,
)
from services.plans.escalations.periods import days_to_acknowledge
from services.plans.escalations.repository import Escalations
from services.plans.reference import bodies
from services.plans.reference.offices import Structure
from services.plans.resolutions.models import Matter
from services.plans.resolutions.repository import Matters
from services.plans.sittings.models import must_reach
from services.plans.sittings.service import spaces_concerned


async def escalate_matter(
    session: AsyncSession, matter_id: MatterId, reason: str, *, by: Principal
) -> Escalation:
    """Put a matter before the structure above the one that has it before it now."""
    await Matters(session).find(matter_id, drafts_in=by.spaces)
    sender = await _has_it(session, matter_id, by=by)
    matter = await Matters(session).get(matter_id, lock=True)
    if matter.structure_code is None or not (matter.published and matter.is_unresolved):
        raise MatterNotEscalatable(f"{matter.reference} is {matter.status}")
    if await _has_it(session, matter_id, by=by) != sender:
        raise EscalatedAlready(f"{matter.reference} was escalated meanwhile")
    above = await _above(session, sender)
    escalation = Escalations(session).add(
        _escalation(matter, sender, above, reason, by)
    )
    outbox.record(session, escalation.escalated())
    return escalation


async def _has_it(session: AsyncSession, matter_id: MatterId, *, by: Principal) -> str:
    """The structure that may escalate it now, if the caller keeps its records."""
    matter = await Matters(session).find(matter_id, drafts_in=EVERYWHERE)
    standing = await Escalations(session).highest_open(matter_id)
    if standing is None:
        must_reach(by, matter.space_codes)
        if matter.structure_code is None:
            raise MatterNotEscalatable(f"{matter.reference} is of no structure")
        return matter.structure_code
    if standing.status is EscalationStatus.ESCALATED:
        raise EscalatedAlready(f"{standing.to_structure} has not acknowledged it")
    await _must_keep_records_of(session, standing.to_structure, by=by)
    return standing.to_structure


async def _must_keep_records_of(
    session: AsyncSession, structure_code: str, *, by: Principal
) -> None:
    structure = await bodies.structure(session, structure_code, on=clock.today())
    space, province = structure.space_code, structure.province_code
    must_reach(by, await spaces_concerned(session, space, province))


async def _above(session: AsyncSession, structure_code: str) -> Structure:
    structure = await bodies.structure(session, structure_code, on=clock.today())
    if structure.reports_to is None:
        raise NothingAbove(f"{structure_code} reports to no other structure")
    return await bodies.structure(session, structure.reports_to, on=clock.today())


def _escalation(
    matter: Matter, sender: str, above: Structure, reason: str, by: Principal
) -> Escalation:
    today = clock.today()
    days = days_to_acknowledge(above.tier, on=today)
    return Escalation(
        id=EscalationId(new_id()),
        matter_id=matter.id,
        space_code=matter.space_code,
        space_codes=matter.space_codes,
        from_structure=sender,
        to_structure=above.code,
        status=EscalationStatus.ESCALATED,
        reason=reason,
        escalated_on=today,
        acknowledge_by=today + timedelta(days=days),
        revision=1,
        escalated_by=by.sub,
        updated_at=clock.now(),
    )


async def lock_escalation(
    session: AsyncSession, escalation_id: EscalationId, *, by: Principal
) -> Escalation:
    """The escalation, by who keeps the records of the structure it was put before."""
    seen = await Escalations(session).get(escalation_id)
    await _must_keep_records_of(session, seen.to_structure, by=by)
    return await Escalations(session).get(escalation_id, lock=True)


async def acknowledge_escalation(session: AsyncSession, escalation: Escalation) -> None:
    outbox.record(session, escalation.acknowledge(at=clock.now()))


async def answer_escalation(
    session: AsyncSession, escalation: Escalation, answer: str
) -> None:
    status = EscalationStatus.ANSWERED
    outbox.record(session, escalation.close(status, answer, at=clock.now()))


async def return_escalation(
    session: AsyncSession, escalation: Escalation, reason: str
) -> None:
    status = EscalationStatus.RETURNED
    outbox.record(session, escalation.close(status, reason, at=clock.now()))


async def find_escalation(
    session: AsyncSession, escalation_id: EscalationId
) -> Escalation:
    return await Escalations(session).get(escalation_id)


async def list_escalations(
    session: AsyncSession, wanted: Wanted, *, after: UUID | None, limit: int
) -> Sequence[Escalation]:
    return await Escalations(session).page(wanted, after=after, limit=limit)
