"""Signing the compact, in office or as a witness, and seeing who has."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.events.plans_adoption import CompactConcluded
from contracts.ids import SignatureId
from services.plans.approvals.models import NotInOffice
from services.plans.documents.models import Plan, PlanStatus
from services.plans.reference import service as reference
from services.plans.reference.deciding import offices_deciding
from services.plans.signing.models import (
    CompactNotOpen,
    NotAPartner,
    SealDiffers,
    Signature,
    SignedAlready,
    SigningCapacity,
)
from services.plans.signing.repository import Signatures
from services.plans.signing.seats import Seat, offices_of, seats_of

OF_STATE = frozenset({"national", "provincial", "local"})


@dataclass(frozen=True)
class Signatory:
    """A seat whose signature binds, and the signature if it was given."""

    seat: str
    title: str
    signature: Signature | None


@dataclass(frozen=True)
class Compact:
    """Who has signed the sealed plan, and who has yet to."""

    signatories: Sequence[Signatory]
    witnesses: Sequence[Signature]

    @property
    def is_concluded(self) -> bool:
        return all(each.signature is not None for each in self.signatories)


async def sign_compact(
    session: AsyncSession,
    plan: Plan,
    capacity: SigningCapacity,
    seal: str,
    *,
    by: Principal,
) -> Signature:
    """Sign the adopted plan; the last signature that binds concludes the compact."""
    if plan.status is not PlanStatus.ADOPTED or plan.seal is None:
        raise CompactNotOpen(f"plan {plan.id} is {plan.status}")
    if seal != plan.seal:
        raise SealDiffers(f"the seal of plan {plan.id} is {plan.seal}")
    seat, office, organ = await _standing(session, plan, capacity, by)
    signature = Signature(
        id=SignatureId(new_id()),
        plan_id=plan.id,
        space_code=plan.space_code,
        seal=seal,
        capacity=capacity,
        seat=seat,
        office_code=office,
        organ_code=organ,
        signed_by=by.sub,
        signed_at=clock.now(),
    )
    Signatures(session, plan).add(signature)
    await session.flush()
    outbox.record(session, signature.signed())
    if capacity is SigningCapacity.SIGNATORY:
        await _conclude(session, plan, seal)
    return signature


async def _standing(
    session: AsyncSession, plan: Plan, capacity: SigningCapacity, by: Principal
) -> tuple[str, str | None, str | None]:
    """The seat, and the office or the organ by which they sign in it."""
    taken = {each.seat for each in await Signatures(session, plan).all()}
    if capacity is SigningCapacity.WITNESS:
        organ = await _partner(session, by)
        if (seat := f"witness:{organ}") in taken:
            raise SignedAlready(f"{seat} has signed")
        return seat, None, organ
    found, office = await _seat(session, plan, by, taken)
    return found.code, office, by.organ


async def _partner(session: AsyncSession, by: Principal) -> str:
    if by.organ is not None:
        named = await reference.find_named(session, places=set(), organs={by.organ})
        organ = named.organs.get(by.organ)
        if organ is not None and organ.sphere not in OF_STATE:
            return organ.code
    raise NotAPartner("you sign for no private or social partner")


async def _seat(
    session: AsyncSession, plan: Plan, by: Principal, taken: Collection[str]
) -> tuple[Seat, str]:
    """The first empty seat in which an office of theirs signs, or `NotInOffice`.

    Who holds two such offices signs once in each seat.
    """
    today = clock.today()
    held = await offices_deciding(session, by, plan.space_code, on=today)
    signed = None
    for seat in await seats_of(session, plan.space_code, on=_adopted_on(plan)):
        for office in sorted(await offices_of(session, seat, on=today) & {*held}):
            if seat.code not in taken:
                return seat, office
            signed = seat.code
    if signed is not None:
        raise SignedAlready(f"{signed} has signed")
    raise NotInOffice("you hold no office today whose signature binds this plan")


async def _conclude(session: AsyncSession, plan: Plan, seal: str) -> None:
    if (await compact_of(session, plan)).is_concluded:
        fact = CompactConcluded(plan_id=plan.id, space_code=plan.space_code, seal=seal)
        outbox.record(session, fact)


async def all_signatures(session: AsyncSession, plan: Plan) -> Sequence[Signature]:
    return await Signatures(session, plan).all()


async def compact_of(session: AsyncSession, plan: Plan) -> Compact:
    """Who has signed a plan that was found, and who has yet to."""
    given = await Signatures(session, plan).all()
    by_seat = {signature.seat: signature for signature in given}
    seats = await seats_of(session, plan.space_code, on=_adopted_on(plan))
    return Compact(
        signatories=[
            Signatory(seat.code, seat.title, by_seat.get(seat.code)) for seat in seats
        ],
        witnesses=[each for each in given if each.capacity is SigningCapacity.WITNESS],
    )


def _adopted_on(plan: Plan) -> date:
    return plan.adopted_at.date() if plan.adopted_at else clock.today()
