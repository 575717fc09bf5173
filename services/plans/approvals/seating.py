"""Which bodies a chain means for a plan, and which offices speak for each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.principal import Principal
from services.plans.approvals.models import (
    ApprovalStep,
    BodyMissing,
    NotInOffice,
)
from services.plans.chains.rules import BodyKind, ChainStep
from services.plans.chains.service import Chain
from services.plans.documents.content import Intervention
from services.plans.reference import bodies
from services.plans.reference import service as reference
from services.plans.reference.deciding import offices_deciding
from services.plans.reference.offices import Structure

BY_STRUCTURE = frozenset({BodyKind.STRUCTURE, BodyKind.PROVINCE_STRUCTURE})
OF_STATE = frozenset({"national", "provincial", "local"})


@dataclass(frozen=True)
class Seat:
    """A body in its step of the chain."""

    step: ChainStep
    body_code: str
    binding: bool


async def seats_of(
    session: AsyncSession,
    space_code: str,
    chain: Chain,
    interventions: Sequence[Intervention],
    *,
    on: date,
) -> list[Seat]:
    """Every body of the chain that can decide; a binding one must be there."""
    seats: list[Seat] = []
    for step in chain.steps:
        binding = step.step in chain.binding
        codes = await _bodies_of(session, space_code, step, interventions, on=on)
        if not codes and binding:
            raise BodyMissing(f"{space_code} has no body on {on}: {step.step}")
        for code in codes:
            if await _can_decide(session, step, code, on=on):
                seats.append(Seat(step, code, binding))
            elif binding:
                raise BodyMissing(f"no office decides for {code} on {on}: {step.step}")
    if not any(seat.binding for seat in seats):
        raise BodyMissing(f"no step that binds is for {space_code}: {chain.name}")
    return seats


async def _bodies_of(
    session: AsyncSession,
    space_code: str,
    step: ChainStep,
    interventions: Sequence[Intervention],
    *,
    on: date,
) -> Sequence[str]:
    match step.body:
        case BodyKind.STRUCTURE:
            return await bodies.codes_of_space(
                session, space_code, step.structure_kinds, on=on
            )
        case BodyKind.PROVINCE_STRUCTURE:
            province = await reference.find_province(session, space_code, on=on)
            return await bodies.codes_of_province(
                session, province, step.structure_kinds, on=on
            )
        case BodyKind.COUNCIL:
            found = await reference.find_municipalities(session, space_code, on=on)
            return [municipality.code for municipality in found]
        case BodyKind.ORGAN:
            return await _committing(session, space_code, interventions, on=on)
        case BodyKind.APPROVER:
            return []


async def _committing(
    session: AsyncSession,
    space_code: str,
    interventions: Sequence[Intervention],
    *,
    on: date,
) -> list[str]:
    """Organs of state that lead interventions; municipalities decide in council."""
    leading = {intervention.lead_organ for intervention in interventions}
    named = await reference.find_named(session, places=set(), organs=leading)
    councils = {
        municipality.code
        for municipality in await reference.find_municipalities(
            session, space_code, on=on
        )
    }
    return sorted(
        organ.code
        for organ in named.organs.values()
        if organ.sphere in OF_STATE and organ.code not in councils
    )


async def _can_decide(
    session: AsyncSession, step: ChainStep, code: str, *, on: date
) -> bool:
    if step.body in BY_STRUCTURE:
        return True
    return bool(await bodies.offices_of_organ(session, code, step.office_kinds, on=on))


async def speaker_of(
    session: AsyncSession, step: ApprovalStep, who: Principal, *, on: date
) -> str:
    """The office by which they speak for the body that day, or `NotInOffice`."""
    deciding = await _deciding(session, step, on=on)
    for held in await offices_deciding(session, who, step.space_code, on=on):
        if held in deciding:
            return held
    raise NotInOffice(f"you hold no office today that speaks for {step.body_code}")


async def _deciding(
    session: AsyncSession, step: ApprovalStep, *, on: date
) -> frozenset[str]:
    """Chairs and the secretariat of a structure; the authority of an organ."""
    if step.body_kind not in BY_STRUCTURE:
        return await bodies.offices_of_organ(
            session, step.body_code, step.office_kinds, on=on
        )
    structure = await _standing(session, step, on=on)
    secretariat: frozenset[str] = frozenset()
    if structure.secretariat_organ_code is not None:
        secretariat = await bodies.offices_of_organ(
            session, structure.secretariat_organ_code, step.office_kinds, on=on
        )
    return structure.chairs(on=on) | secretariat


async def _standing(
    session: AsyncSession, step: ApprovalStep, *, on: date
) -> Structure:
    """The structure of the step; it may have ended since the plan was submitted."""
    found = await bodies.find_structure(session, step.body_code, on=on)
    if found is None:
        raise BodyMissing(f"{step.body_code} does not stand on {on}: {step.step}")
    return found
