"""Who attended a sitting by office, who took part besides, and its minutes.

OfficeNotSeated      422  only a structure's members attend by office
OfficeNotHeld        422  the person does not hold the office that day
OfficeVacant         422  a vacant office delegates nobody
DelegationMissing    422  a delegate shows the delegation
DayNotOfSitting      422
AttendanceRepeated   422
QuorumNotReached     409  too few voting members, or too many away
MinutesNotFound      404
NotALaterSitting     409  minutes are approved by the structure's next sittings
MinutesNotNewest     409
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import Conflict, NotFound, Unprocessable
from contracts.events.plans_proceedings import MinutesApproved, MinutesWritten
from contracts.ids import SittingId
from services.plans.sittings.models import Sitting, SittingNotClosed, SittingStatus
from services.plans.tables import PlansTable


class Manner(StrEnum):
    """How an office attended: its holder, a delegate with a delegation, or not."""

    HOLDER = "holder"
    DELEGATE = "delegate"
    APOLOGY = "apology"


class ParticipantKind(StrEnum):
    """Whom a participant who is no member stands for."""

    SECTOR_DEPARTMENT = "sector_department"
    MUNICIPALITY = "municipality"
    STATE_COMPANY = "state_company"
    MINING_HOUSE = "mining_house"
    BUSINESS = "business"
    LABOUR = "labour"
    TRADITIONAL_LEADERSHIP = "traditional_leadership"
    CIVIL_SOCIETY = "civil_society"
    OTHER = "other"


class OfficeNotSeated(Unprocessable):
    """Only the offices that sit in the structure that day attend it as members."""


class OfficeNotHeld(Unprocessable):
    """The person does not hold the office that day, and is no delegate."""


class OfficeVacant(Unprocessable):
    """Nobody holds the office that day, so nobody is sent in its place."""


class DelegationMissing(Unprocessable):
    """Holder and delegate are named; a delegate, and only one, shows a delegation."""


class DayNotOfSitting(Unprocessable):
    """The day is one on which the sitting sat, and not in the future."""


class AttendanceRepeated(Unprocessable):
    """Each office at most once a day in one list."""


class QuorumNotReached(Conflict):
    """Without the structure's quorum that day nothing is resolved or approved."""


class MinutesNotFound(NotFound):
    """There are no minutes of this sitting that you may read."""


class NotALaterSitting(Conflict):
    """Minutes are approved by a later sitting of the same structure, while it sits."""


class MinutesNotNewest(Conflict):
    """What is approved is the newest version of the minutes."""


class Attendance(PlansTable):
    """One office on one day of a sitting."""

    __tablename__ = "attendance"

    sitting_id: Mapped[SittingId] = mapped_column(Uuid, primary_key=True)
    space_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    day: Mapped[date] = mapped_column(primary_key=True)
    office_code: Mapped[str] = mapped_column(primary_key=True)
    manner: Mapped[Manner] = mapped_column(one_of(Manner))
    person: Mapped[str | None]
    appointment_id: Mapped[UUID | None]
    delegation: Mapped[str | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class Participant(PlansTable):
    """A party that took part and is no member: by name, never a person."""

    __tablename__ = "participant"

    sitting_id: Mapped[SittingId] = mapped_column(Uuid, primary_key=True)
    space_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[ParticipantKind] = mapped_column(one_of(ParticipantKind))
    organ_code: Mapped[str | None]


class Minutes(PlansTable):
    """One version of a sitting's minutes; versions are added, never changed."""

    __tablename__ = "minutes"

    sitting_id: Mapped[SittingId] = mapped_column(Uuid, primary_key=True)
    space_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str]
    written_by: Mapped[str]
    written_at: Mapped[datetime]


def write_minutes(
    sitting: Sitting, content: str, *, by: str, at: datetime
) -> tuple[Minutes, MinutesWritten]:
    """The next version of the minutes of a sitting that is closed."""
    must_await_approval(sitting)
    sitting.minutes_version += 1
    sitting.touch(at=at)
    minutes = Minutes(
        sitting_id=sitting.id,
        space_codes=sitting.space_codes,
        version=sitting.minutes_version,
        content=content,
        written_by=by,
        written_at=at,
    )
    written = MinutesWritten(
        sitting_id=sitting.id, space_code=sitting.space_code, version=minutes.version
    )
    return minutes, written


def approve_minutes(
    sitting: Sitting, version: int, *, in_sitting: Sitting, on: date, at: datetime
) -> MinutesApproved:
    """A later sitting of the structure approves the newest version."""
    must_await_approval(sitting)
    _must_be_later(in_sitting, sitting)
    if version == 0 or version != sitting.minutes_version:
        raise MinutesNotNewest(f"the newest version is {sitting.minutes_version}")
    sitting.status = SittingStatus.MINUTES_APPROVED
    sitting.approved_version, sitting.approved_on = version, on
    sitting.approved_in = in_sitting.id
    sitting.touch(at=at)
    return MinutesApproved(
        sitting_id=sitting.id,
        space_code=sitting.space_code,
        version=version,
        approved_in=in_sitting.id,
        approved_on=on,
    )


def must_await_approval(sitting: Sitting) -> None:
    if sitting.status is not SittingStatus.CLOSED:
        raise SittingNotClosed(f"sitting {sitting.id} is {sitting.status}")


def _must_be_later(later: Sitting, sitting: Sitting) -> None:
    later.must_be_open()
    same = later.is_held and later.structure_code == sitting.must_have_structure()
    if not same or later.id == sitting.id or not _begins_after(later, sitting):
        raise NotALaterSitting(f"{later.number} is no later sitting of the structure")


def _begins_after(later: Sitting, sitting: Sitting) -> bool:
    if later.begins_on is None or sitting.begins_on is None:
        return True
    return later.begins_on > sitting.begins_on
