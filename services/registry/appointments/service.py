"""What may be asked of offices and their holders, and how others are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.messaging import outbox
from contracts.events.registry_offices import AppointmentsStated
from services.registry.appointments.models import HELD, Appointment, Capacity
from services.registry.appointments.repository import Appointments, Holdings
from services.registry.offices.models import OfficeNotFound
from services.registry.offices.repository import Offices

APPOINTMENTS_PER_EVENT = 300

Row = dict[str, Any]


@dataclass(frozen=True)
class Powers:
    """A part of what appointments give; `more_after` is its last, if more follow."""

    edition: int
    rows: Sequence[Row]
    more_after: UUID | None


async def publish(
    session: AsyncSession,
    changed: Sequence[Appointment],
    removed: Sequence[Appointment],
) -> None:
    """Write and remove these periods, and promise to tell the others who holds what."""
    for period in (*removed, *changed):
        period.version += 1
    told = [period.record_of_none() for period in removed if period.capacity in HELD]
    await Appointments(session).remove(removed)
    await Appointments(session).write(changed)
    told += [period.record() for period in changed if period.capacity in HELD]
    for start in range(0, len(told), APPOINTMENTS_PER_EVENT):
        part = tuple(told[start : start + APPOINTMENTS_PER_EVENT])
        batch = str(part[0].appointment_id)
        outbox.record(session, AppointmentsStated(batch=batch, appointments=part))


async def get_office(session: AsyncSession, code: str, *, as_of: date) -> Row:
    found = await Holdings(session).on(as_of, code=code, after="", limit=1)
    if not found:
        raise OfficeNotFound(f"no office {code} on {as_of}")
    return found[0]


async def list_offices(
    session: AsyncSession,
    *,
    as_of: date,
    after: str,
    limit: int,
    **wanted: str | bool | None,
) -> Sequence[Row]:
    return await Holdings(session).on(as_of, after=after, limit=limit, **wanted)


async def list_periods(session: AsyncSession, code: str) -> Sequence[Appointment]:
    """Everything stated of who holds an office, oldest first."""
    await Offices(session).must_have_been(code)
    found = await Appointments(session).of_offices({code})
    return found.get(code, [])


async def list_appointments(  # noqa: PLR0913  filters, and a window
    session: AsyncSession,
    *,
    as_of: date,
    capacity: Capacity | None,
    identity: str | None,
    after: UUID | None,
    limit: int,
) -> Sequence[Appointment]:
    return await Appointments(session).in_force(
        as_of, capacity=capacity, identity=identity, after=after, limit=limit
    )


async def list_powers(
    session: AsyncSession, *, as_of: date, after: UUID | None, limit: int
) -> Powers:
    """What so many appointments of identities give, from that day on."""
    appointments = Appointments(session)
    edition = await appointments.edition()
    found = await appointments.with_identity(since=as_of, after=after, limit=limit + 1)
    page = found[:limit]
    rows = await Holdings(session).powers(page, since=as_of)
    return Powers(edition, rows, page[-1] if len(found) > limit else None)
