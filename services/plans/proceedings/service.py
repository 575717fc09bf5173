"""Recording who attends, and saying whether they are enough."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError, Unprocessable
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.events.plans_proceedings import (
    AttendanceNoted,
    OfficeAttended,
    ParticipantsAdmitted,
)
from services.plans.proceedings.models import (
    Attendance,
    AttendanceRepeated,
    DayNotOfSitting,
    DelegationMissing,
    Manner,
    OfficeNotHeld,
    OfficeNotSeated,
    OfficeVacant,
    Participant,
)
from services.plans.proceedings.repository import Presence
from services.plans.reference import bodies
from services.plans.reference.offices import Appointment
from services.plans.sittings.models import Sitting


@dataclass(frozen=True)
class Attended:
    """What is said of one office on one day."""

    day: date
    office_code: str
    manner: Manner
    person: str | None
    delegation: str | None

    @property
    def key(self) -> tuple[date, str]:
        return self.day, self.office_code


async def record_attendance(
    session: AsyncSession,
    sitting: Sitting,
    entries: Sequence[Attended],
    *,
    by: Principal,
) -> None:
    """Write the attendance of these offices on these days: all of it, or nothing."""
    sitting.must_be_open()
    structure_code = sitting.must_have_structure()
    _must_be_said_once(entries)
    rows: list[dict[str, object]] = []
    for day in sorted({entry.day for entry in entries}):
        must_be_day_of(sitting, day)
        structure = await bodies.structure(session, structure_code, on=day)
        seated = {seat.office_code for seat in structure.seats(on=day)}
        holders = await bodies.holders(session, seated, on=day)
        for index, entry in enumerate(entries):
            if entry.day == day:
                held = holders.get(entry.office_code, ())
                holder = _checked(entry, index, seated, held)
                rows.append(_row(sitting, entry, holder, by=by))
    await Presence(session, sitting.id).record(rows)
    outbox.record(session, _noted(sitting, entries, by=by))


def _noted(
    sitting: Sitting, entries: Sequence[Attended], *, by: Principal
) -> AttendanceNoted:
    return AttendanceNoted(
        sitting_id=sitting.id,
        space_code=sitting.space_code,
        offices=tuple(
            OfficeAttended(
                day=entry.day, office_code=entry.office_code, manner=entry.manner
            )
            for entry in entries
        ),
        noted_by=by.sub,
    )


def _must_be_said_once(entries: Sequence[Attended]) -> None:
    said: dict[tuple[date, str], int] = {}
    for index, entry in enumerate(entries):
        if said.setdefault(entry.key, index) != index:
            _refuse(AttendanceRepeated, index, "office_code", "said before that day")


def must_be_day_of(sitting: Sitting, day: date, *, pointer: str = "/day") -> None:
    first, last = sitting.begins_on, sitting.ends_on
    if first is None or last is None or not first <= day <= last:
        detail = f"the sitting is from {first} to {last}"
    elif day > clock.today():
        detail = f"{day} has not come"
    else:
        return
    raise DayNotOfSitting(detail, [FieldError(pointer, "day-not-of-sitting", detail)])


def _checked(
    entry: Attended, index: int, seated: Collection[str], held: Sequence[Appointment]
) -> Appointment | None:
    """The appointment by which a holder attends; refuses who may not."""
    if entry.office_code not in seated:
        _refuse(OfficeNotSeated, index, "office_code", "no member that day")
    _must_show_delegation(entry, index)
    if entry.manner is Manner.APOLOGY:
        return None
    if not held:
        _refuse(OfficeVacant, index, "office_code", f"vacant on {entry.day}")
    if entry.manner is Manner.DELEGATE:
        return None
    for appointment in held:
        if appointment.holder.casefold() == (entry.person or "").casefold():
            return appointment
    _refuse(OfficeNotHeld, index, "person", f"does not hold it on {entry.day}")
    return None


def _must_show_delegation(entry: Attended, index: int) -> None:
    if entry.manner is not Manner.APOLOGY and entry.person is None:
        _refuse(DelegationMissing, index, "person", "say who attended")
    if (entry.manner is Manner.DELEGATE) != (entry.delegation is not None):
        detail = "a delegate shows it, and nobody else"
        _refuse(DelegationMissing, index, "delegation", detail)


def _refuse(rule: type[Unprocessable], index: int, field: str, detail: str) -> None:
    fault = FieldError(f"/entries/{index}/{field}", "attendance-not-valid", detail)
    raise rule(f"entry {index}: {detail}", [fault])


def _row(
    sitting: Sitting, entry: Attended, holder: Appointment | None, *, by: Principal
) -> dict[str, object]:
    return vars(entry) | {
        "sitting_id": sitting.id,
        "space_codes": sitting.space_codes,
        "person": holder.holder if holder else entry.person,
        "appointment_id": holder.appointment_id if holder else None,
        "recorded_by": by.sub,
        "recorded_at": clock.now(),
    }


async def list_attendance(
    session: AsyncSession, sitting: Sitting
) -> Sequence[Attendance]:
    return await Presence(session, sitting.id).all()


async def admit_participants(
    session: AsyncSession, sitting: Sitting, parties: Sequence[dict[str, object]]
) -> None:
    """Note parties that take part and are no members."""
    sitting.must_be_open()
    same = {"sitting_id": sitting.id, "space_codes": sitting.space_codes}
    by_name = {str(party["name"]): party | same for party in parties}
    await Presence(session, sitting.id).admit(list(by_name.values()))
    admitted = ParticipantsAdmitted(
        sitting_id=sitting.id, space_code=sitting.space_code, count=len(by_name)
    )
    outbox.record(session, admitted)


async def list_participants(
    session: AsyncSession, sitting: Sitting, *, after: str | None, limit: int
) -> Sequence[Participant]:
    return await Presence(session, sitting.id).participants(after=after, limit=limit)
