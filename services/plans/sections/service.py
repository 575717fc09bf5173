"""Whose a section is, asked after every change of content; and whose it may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import FieldError, Unprocessable
from chassis.principal import Principal
from contracts.ids import PlanId
from services.plans.reference import service as reference
from services.plans.reference.models import Organ, Place
from services.plans.sections.refusals import (
    SectionOwnerElsewhere,
    SectionOwnerEnded,
    SectionOwnerUnknown,
    WholePlanOwnedByLead,
)
from services.plans.sections.repository import Sections


@dataclass(frozen=True)
class Candidate:
    """An organ that may be asked to own a section, as far as the registry told."""

    code: str
    organ: Organ | None
    ended: bool
    places: Sequence[Place]

    def must_serve(self, space: Place) -> None:
        """Refuse an organ that is not known, stands no more, or is of elsewhere."""
        if self.ended:
            raise _no(SectionOwnerEnded, "section-owner-ended", f"{self.code} ended")
        if self.organ is None:
            raise _no(
                SectionOwnerUnknown, "section-owner-unknown", f"no organ {self.code}"
            )
        if self.organ.place_code and not any(
            place.concerns(space) for place in self.places
        ):
            detail = f"{self.code} is of {self.organ.place_code}, not of {space.code}"
            raise _no(SectionOwnerElsewhere, "section-owner-elsewhere", detail)


def _no(rule: type[Unprocessable], name: str, detail: str) -> Unprocessable:
    return rule(detail, [FieldError("/owner_organ", name, detail)])


async def find_candidate(session: AsyncSession, code: str) -> Candidate:
    """What is known of an organ; one not known yet is waited for, nothing is locked."""
    ended = await reference.has_ended(session, code)
    wanted = set() if ended else {code}
    named = await reference.find_named(session, places=set(), organs=wanted)
    organ = named.organs.get(code)
    at = {organ.place_code} if organ and organ.place_code else set()
    placed = await reference.find_named(session, places=at, organs=set())
    places = [place for found in placed.places.values() for place in found]
    return Candidate(code, organ, ended, places)


async def must_own_what_changed(
    session: AsyncSession, plan_id: PlanId, *, by: Principal
) -> None:
    """Refuse a transaction that changed records of another organ's section.

    What was changed is flushed; a refusal undoes it with the transaction.
    """
    for section in await Sections(session, plan_id).touched_now():
        section.must_be_written_by(by.organ)


async def must_lead_where_plan_wide(
    session: AsyncSession, plan_id: PlanId, space_code: str, *, by: Principal
) -> None:
    """Refuse the owner of a section who changed what concerns the whole plan."""
    if by.organ is None or by.organ == space_code:
        return
    if await Sections(session, plan_id).owner_touched_the_whole(by.organ):
        raise WholePlanOwnedByLead(f"{by.organ} owns a section, not the whole plan")
