"""A sitting of a structure, held here or reported by a source.

SittingNotFound          404
SittingNotPlanned        409  convene, cancel and change only what is planned
SittingNotBegun          409  convened from its first day on
SittingNotOpen           409  recorded while it sits
SittingNotClosed         409  minutes are of closed sittings
SittingWithoutStructure  409  a reported gathering of no registered structure
DaysOutOfOrder           422
ReportNeedsSource        422
ReportNumberTaken        409
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import Conflict, NotFound, Unprocessable
from chassis.principal import NotPermittedInSpace, Principal
from contracts.events.plans_sittings import (
    CouncilSat,
    SittingCancelled,
    SittingChanged,
    SittingClosed,
    SittingConvened,
    SittingPlanned,
)
from contracts.ids import SittingId
from services.plans.tables import PlansTable


class SittingKind(StrEnum):
    """What kind of meeting it is."""

    LEKGOTLA = "lekgotla"
    FORUM = "forum"
    TECHNICAL = "technical"
    COUNCIL = "council"
    COORDINATING_COUNCIL = "coordinating_council"
    EXECUTIVE = "executive"
    IMBIZO = "imbizo"
    WORKSHOP = "workshop"
    OTHER = "other"


class SittingBasis(StrEnum):
    """Held: conducted here, with quorum. Reported: what a source says of it."""

    HELD = "held"
    REPORTED = "reported"


class SittingStatus(StrEnum):
    PLANNED = "planned"
    CONVENED = "convened"
    CLOSED = "closed"
    MINUTES_APPROVED = "minutes_approved"
    CANCELLED = "cancelled"


OVER = (SittingStatus.CLOSED, SittingStatus.MINUTES_APPROVED)


class SittingNotFound(NotFound):
    """There is no such sitting among those you may read."""


class SittingNotPlanned(Conflict):
    """Only a planned sitting can be changed, convened or cancelled."""


class SittingNotBegun(Conflict):
    """A sitting is convened on its first day or later."""


class SittingNotOpen(Conflict):
    """Attendance and matters are recorded while a sitting is convened."""


class SittingNotClosed(Conflict):
    """Minutes are written of a closed sitting, and approved once."""


class SittingWithoutStructure(Conflict):
    """A reported gathering of no registered structure has no next sitting."""


class DaysOutOfOrder(Unprocessable):
    """A sitting ends on the day it begins, or up to 30 days later."""


class ReportNeedsSource(Unprocessable):
    """A reported sitting names its source and a number of its own; a held one does not.

    A held sitting is one of a structure, on known days.
    """


class SittingNumberTaken(Conflict):
    """Another sitting has this number."""


@dataclass(frozen=True)
class Heads:
    """How many members a council has, and how many were there."""

    members: int
    present: int


class Sitting(PlansTable):
    """A sitting. `space_codes` are the spaces that its structure concerns.

    Who acts in all of them writes it; `*` is the whole country. `organ_code` is the
    municipality whose council sat; its heads are counted, for no registry seats
    councillors by office.
    """

    __tablename__ = "sitting"

    id: Mapped[SittingId] = mapped_column(Uuid, primary_key=True)
    basis: Mapped[SittingBasis] = mapped_column(one_of(SittingBasis))
    kind: Mapped[SittingKind] = mapped_column(one_of(SittingKind))
    structure_code: Mapped[str | None]
    organ_code: Mapped[str | None]
    members: Mapped[int | None]
    members_present: Mapped[int | None]
    space_code: Mapped[str | None]
    province_code: Mapped[str | None]
    space_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    title: Mapped[str]
    place: Mapped[str | None]
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    dates_as_found: Mapped[str | None]
    provenance: Mapped[str]
    source: Mapped[str | None]
    number: Mapped[str | None]
    year: Mapped[int | None]
    seq: Mapped[int | None]
    status: Mapped[SittingStatus] = mapped_column(one_of(SittingStatus))
    revision: Mapped[int]
    planned_by: Mapped[str]
    planned_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    convened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    minutes_version: Mapped[int]
    approved_version: Mapped[int | None]
    approved_in: Mapped[SittingId | None] = mapped_column(Uuid)
    approved_on: Mapped[date | None]

    @property
    def is_held(self) -> bool:
        return self.basis is SittingBasis.HELD

    @property
    def heads(self) -> Heads | None:
        """The count of a council's sitting; no other has one."""
        if self.members is None or self.members_present is None:
            return None
        return Heads(self.members, self.members_present)

    def must_be_in_reach_of(self, by: Principal) -> None:
        """Who acts in every space that a structure concerns keeps its records."""
        must_reach(by, self.space_codes)

    def planned(self) -> SittingPlanned:
        return SittingPlanned(
            sitting_id=self.id,
            basis=self.basis,
            kind=self.kind,
            structure_code=self.structure_code,
            space_code=self.space_code,
            province_code=self.province_code,
            title=self.title,
            begins_on=self.begins_on,
            ends_on=self.ends_on,
        )

    def council_sat(self) -> CouncilSat | None:
        """What is told besides where it is a council's."""
        if self.organ_code is None or self.heads is None:
            return None
        return CouncilSat(
            sitting_id=self.id,
            space_code=self.space_code,
            organ_code=self.organ_code,
            members=self.heads.members,
            present=self.heads.present,
        )

    def change(
        self, *, title: str, place: str | None, days: tuple[date, date], at: datetime
    ) -> SittingChanged:
        self.must_be_planned()
        self.title, self.place = title, place
        self.begins_on, self.ends_on = days
        self.touch(at=at)
        return SittingChanged(
            sitting_id=self.id,
            space_code=self.space_code,
            title=title,
            place=place,
            begins_on=days[0],
            ends_on=days[1],
        )

    def convene(self, seq: int, *, at: datetime) -> SittingConvened:
        """Begin to sit, as the structure's sitting `seq` of the year it begins in."""
        self.must_be_planned()
        first, structure = self.begins_on, self.structure_code
        if first is None or structure is None:
            raise SittingWithoutStructure(f"sitting {self.id} is only reported")
        if first > at.date():
            raise SittingNotBegun(f"it begins on {first}")
        self.year, self.seq = first.year, seq
        self.number = f"{structure} {first.year}/{seq}"
        self.status = SittingStatus.CONVENED
        self.convened_at = at
        self.touch(at=at)
        return SittingConvened(
            sitting_id=self.id,
            structure_code=structure,
            space_code=self.space_code,
            number=self.number,
        )

    def close(self, *, at: datetime) -> SittingClosed:
        number = self.must_be_open()
        self.status = SittingStatus.CLOSED
        self.closed_at = at
        self.touch(at=at)
        return SittingClosed(
            sitting_id=self.id, space_code=self.space_code, number=number
        )

    def cancel(self, reason: str, *, at: datetime) -> SittingCancelled:
        self.must_be_planned()
        self.status = SittingStatus.CANCELLED
        self.reason = reason
        self.touch(at=at)
        return SittingCancelled(
            sitting_id=self.id, space_code=self.space_code, reason=reason
        )

    def must_be_planned(self) -> None:
        if self.status is not SittingStatus.PLANNED:
            raise SittingNotPlanned(f"sitting {self.id} is {self.status}")

    def must_be_open(self) -> str:
        """Its number, while it sits; else `SittingNotOpen`."""
        if self.status is not SittingStatus.CONVENED or self.number is None:
            raise SittingNotOpen(f"sitting {self.id} is {self.status}")
        return self.number

    def must_have_structure(self) -> str:
        if self.structure_code is None:
            raise SittingWithoutStructure(f"sitting {self.id} is of no structure")
        return self.structure_code

    def touch(self, *, at: datetime) -> None:
        self.revision += 1
        self.updated_at = at


def must_reach(by: Principal, space_codes: list[str]) -> None:
    """Refuse who does not act in all of these spaces: `NotPermittedInSpace`."""
    if not space_codes or not all(map(by.may_act_in, space_codes)):
        where = ", ".join(space_codes).replace("*", "every space")
        raise NotPermittedInSpace(f"this needs somebody who acts in {where}")
