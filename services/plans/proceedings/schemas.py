"""Attendance, participants, quorum and minutes on the wire."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from chassis.web.fields import Code, Day, Name, Sent, printable
from contracts.ids import SittingId
from services.plans.proceedings.models import Manner, ParticipantKind


def printable_lines(value: str) -> str:
    """Refuse what `printable` refuses, in every line."""
    for line in value.splitlines():
        printable(line)
    return value


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200_000),
    AfterValidator(printable_lines),
]


class AttendanceEntry(Sent):
    """One office on one day. A delegate says by which delegation."""

    day: Day
    office_code: Code = Field(examples=["DC45.executive_mayor"])
    manner: Manner
    person: Name | None = None
    delegation: Name | None = Field(
        default=None, examples=["Letter of the mayor of 5 February 2018"]
    )


class AttendanceSent(Sent):
    """Attendance of offices on days; each replaces what was recorded of it."""

    entries: Annotated[list[AttendanceEntry], Field(min_length=1, max_length=500)]


class AttendanceView(BaseModel):
    """One office on one day of a sitting."""

    model_config = ConfigDict(from_attributes=True)

    day: date
    office_code: str
    manner: Manner
    person: str | None
    appointment_id: UUID | None
    delegation: str | None


class QuorumView(BaseModel):
    """The quorum of one day; `share` is to be passed where `exceeds`."""

    model_config = ConfigDict(from_attributes=True)

    day: date
    voting_members: int
    present: int
    share: Decimal = Field(examples=["0.5000"])
    exceeds: bool
    is_met: bool


class AttendanceBook(BaseModel):
    """Who attended a sitting by office, and the quorum of its days so far."""

    id: SittingId
    space_code: str | None
    items: list[AttendanceView]
    quorum: list[QuorumView]


class ParticipantEntry(Sent):
    """A party that takes part and is no member. Never a person."""

    name: Name
    kind: ParticipantKind
    organ_code: Code | None = None


class ParticipantsSent(Sent):
    """Parties that take part."""

    participants: Annotated[list[ParticipantEntry], Field(min_length=1, max_length=500)]


class ParticipantView(BaseModel):
    """A party that took part in a sitting."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    kind: ParticipantKind
    organ_code: str | None


class ParticipantsNoted(BaseModel):
    """How many parties were noted."""

    id: SittingId
    space_code: str | None
    noted: int


class MinutesDraft(Sent):
    """The next version of the minutes, as text."""

    content: Text


class MinutesView(BaseModel):
    """A version of a sitting's minutes."""

    model_config = ConfigDict(from_attributes=True)

    sitting_id: SittingId
    version: int
    content: str
    written_by: str
    written_at: datetime


class MinutesApproval(Sent):
    """Which version is approved, at which later sitting, on which of its days."""

    version: Annotated[int, Field(strict=True, ge=1, le=10_000)]
    approved_in: SittingId
    on: Day
