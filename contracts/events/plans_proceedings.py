"""Events published by plans about agendas, attendance and minutes of sittings."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from contracts.event import Event
from contracts.ids import CommissionId, ImportId, SittingId


class AgendaItemTabled(Event):
    """An item stands on the agenda of a sitting."""

    subject: ClassVar[str] = "onedistrict.plans.agenda_item_tabled.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    item_id: UUID
    space_code: str | None
    position: int
    title: str
    tabled_by: str | None


class CommissionFormed(Event):
    """A sitting has a commission of this name."""

    subject: ClassVar[str] = "onedistrict.plans.commission_formed.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    commission_id: CommissionId
    space_code: str | None
    name: str
    topic: str | None


class OfficeAttended(BaseModel):
    """An office on one day: there by its holder or a delegate, or with an apology."""

    model_config = ConfigDict(frozen=True)

    day: date
    office_code: str
    manner: str


class AttendanceNoted(Event):
    """Who was at a sitting by office; replaces what was noted of these before."""

    subject: ClassVar[str] = "onedistrict.plans.attendance_noted.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    space_code: str | None
    offices: tuple[OfficeAttended, ...]
    noted_by: str


class ParticipantsAdmitted(Event):
    """So many parties take part in a sitting that are no members of the structure."""

    subject: ClassVar[str] = "onedistrict.plans.participants_admitted.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    space_code: str | None
    count: int


class MattersLoaded(Event):
    """A file was put on the record of a sitting; `digest` is its SHA-256."""

    subject: ClassVar[str] = "onedistrict.plans.matters_loaded.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    import_id: ImportId
    space_code: str | None
    digest: str
    created: int
    unchanged: int
    loaded_by: str


class MinutesWritten(Event):
    """The minutes of a sitting have a new version, not approved yet."""

    subject: ClassVar[str] = "onedistrict.plans.minutes_written.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    space_code: str | None
    version: int


class MinutesApproved(Event):
    """A later sitting approved a version of the minutes, which are now public."""

    subject: ClassVar[str] = "onedistrict.plans.minutes_approved.v1"
    ordered_by: ClassVar[str] = "sitting_id"

    sitting_id: SittingId
    space_code: str | None
    version: int
    approved_in: SittingId
    approved_on: date
