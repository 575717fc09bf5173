"""Who decided and who signed, by name and office, as the last pages show it."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.adoption import service as adoption
from services.plans.adoption.models import Decision
from services.plans.documents.models import Plan
from services.plans.printing.edition import Mark
from services.plans.reference import bodies
from services.plans.reference import service as reference
from services.plans.signing import service as signing
from services.plans.signing.models import Signature
from services.plans.signing.service import Signatory

Names = Mapping[str, str]
Held = tuple[str | None, str, date]
"""An office, the subject of who spoke in it, and the day."""


async def marks_of(session: AsyncSession, plan: Plan) -> list[Mark]:
    """Decisions in their order, then every seat of the compact, then witnesses."""
    decisions = await adoption.all_decisions(session, plan)
    seats: Sequence[Signatory] = []
    witnesses: Sequence[Signature] = []
    if plan.seal is not None:
        compact = await signing.compact_of(session, plan)
        seats, witnesses = compact.signatories, compact.witnesses
    given = [seat.signature for seat in seats if seat.signature is not None]
    spoken = [*map(_held, decisions), *map(_held, [*given, *witnesses])]
    people = await _people(session, spoken)
    names = await _bodies(session, decisions, witnesses)
    return [
        *[_decided(each, people, names) for each in decisions],
        *[_seat(each, people) for each in seats],
        *[_witnessed(each, people, names) for each in witnesses],
    ]


def _held(given: Decision | Signature) -> Held:
    if isinstance(given, Decision):
        return given.office_code, given.decided_by, given.decided_at.date()
    return given.office_code, given.signed_by, given.signed_at.date()


async def _people(session: AsyncSession, spoken: Sequence[Held]) -> dict[Held, str]:
    """The names of those who held their office that day."""
    offices = {office for office, _, _ in spoken if office is not None}
    found: dict[Held, str] = {}
    for day in {day for _, _, day in spoken}:
        for office, held in (await bodies.holders(session, offices, on=day)).items():
            for appointment in held:
                if appointment.identity is not None:
                    found[office, appointment.identity, day] = appointment.holder
    return found


async def _bodies(
    session: AsyncSession,
    decisions: Sequence[Decision],
    witnesses: Sequence[Signature],
) -> Names:
    """What structures and organs are called; a body that nobody told of has its code.

    Nothing is waited for.
    """
    days = {each.body_code: each.decided_at.date() for each in decisions}
    partners = {each.organ_code for each in witnesses}
    codes = frozenset(filter(None, days.keys() | partners))
    names = dict(await reference.names_of_organs(session, codes))
    for code in codes - names.keys():
        if code in days:
            structure = await bodies.find_structure(session, code, on=days[code])
            names[code] = structure.name if structure else code
    return names


def _decided(decision: Decision, people: Mapping[Held, str], names: Names) -> Mark:
    alone = " of ".join(filter(None, (decision.role, decision.organ)))
    there = ""
    if decision.sitting_id is not None:
        there = f", {decision.members_present} of {decision.voting_members} there"
    held = _held(decision)
    return Mark(
        what=f"{decision.decision.value.replace('_', ' ')}{there}",
        body=names.get(decision.body_code or "", ""),
        who=people.get(held, decision.decided_by),
        office=decision.office_code or alone,
        on=held[-1].isoformat(),
    )


def _seat(seat: Signatory, people: Mapping[Held, str]) -> Mark:
    """Who signed in a seat that binds, or that nobody has yet."""
    if seat.signature is None:
        return Mark("to be signed", seat.title, "", "", "")
    office, signed_by, day = held = _held(seat.signature)
    who = people.get(held, signed_by)
    return Mark("signed", seat.title, who, office or "", day.isoformat())


def _witnessed(signature: Signature, people: Mapping[Held, str], names: Names) -> Mark:
    held = _held(signature)
    partner = signature.organ_code or ""
    return Mark(
        what="witnessed",
        body=names.get(partner, partner),
        who=people.get(held, signature.signed_by),
        office=partner,
        on=held[-1].isoformat(),
    )
