"""What other slices ask: which structure sits, with whom, and who holds an office.

As with places, a code that is not known yet is waited for, before anything is locked.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import FieldError
from chassis.patience import patiently
from contracts.events.registry_offices import AppointmentRecord, OfficeRecord
from contracts.events.registry_structures import StructureRecord
from services.plans.reference.offices import (
    Appointment,
    Structure,
    StructureUnknown,
)
from services.plans.reference.repository import Appointments, Offices, Structures


async def copy_offices(session: AsyncSession, offices: Sequence[OfficeRecord]) -> None:
    await Offices(session).remember(offices)


async def copy_appointments(
    session: AsyncSession, appointments: Sequence[AppointmentRecord]
) -> None:
    await Appointments(session).remember(appointments)


async def copy_structures(
    session: AsyncSession, structures: Sequence[StructureRecord]
) -> None:
    await Structures(session).remember(structures)


async def structure(
    session: AsyncSession, code: str, *, on: date, pointer: str = "/structure_code"
) -> Structure:
    """The structure that stands under this code on a day, or `StructureUnknown`."""
    found = await patiently(
        lambda: Structures(session).standing(code, on=on),
        lambda seen: seen is not None,
    )
    if found is None:
        detail = f"no structure {code} on {on}"
        raise StructureUnknown(
            detail, [FieldError(pointer, "structure-unknown", detail)]
        )
    return found


async def find_structure(
    session: AsyncSession, code: str, *, on: date
) -> Structure | None:
    """The structure that stands on a day as far as is known; nothing is waited for."""
    return await Structures(session).standing(code, on=on)


async def structures_of_space(
    session: AsyncSession, space_code: str, *, on: date, kind: str | None = None
) -> Sequence[Structure]:
    return await Structures(session).of_space(space_code, on=on, kind=kind)


async def codes_of_space(
    session: AsyncSession, space_code: str, kinds: Collection[str], *, on: date
) -> Sequence[str]:
    """Structures of these kinds that sit for the space on a day."""
    found = await Structures(session).of_space(space_code, on=on, kind=None)
    return [structure.code for structure in found if structure.kind in kinds]


async def codes_of_province(
    session: AsyncSession, province_code: str, kinds: Collection[str], *, on: date
) -> Sequence[str]:
    """Structures of these kinds that sit for the whole province on a day."""
    found = await Structures(session).of_province(province_code, on=on)
    return [structure.code for structure in found if structure.kind in kinds]


async def offices_serving(
    session: AsyncSession,
    places: Collection[str],
    kinds: Collection[str],
    *,
    on: date,
) -> frozenset[str]:
    """Offices of these kinds that serve one of these places on a day."""
    found = await Offices(session).serving(places, kinds, on=on)
    return frozenset(office.code for office in found)


async def offices_of_organ(
    session: AsyncSession, organ_code: str, kinds: Collection[str], *, on: date
) -> frozenset[str]:
    """The organ's offices of these kinds on a day."""
    found = await Offices(session).of_organ(organ_code, on=on)
    return frozenset(office.code for office in found if office.kind in kinds)


async def holders(
    session: AsyncSession, offices: Collection[str], *, on: date
) -> Mapping[str, Sequence[Appointment]]:
    """Who holds these offices on a day; those who act come before whom they stand for.

    An office that is vacant that day is missing.
    """
    found: dict[str, list[Appointment]] = {}
    for appointment in await Appointments(session).of_offices(offices, on=on):
        found.setdefault(appointment.office_code, []).append(appointment)
    return found


async def offices_held(
    session: AsyncSession, identity: str, *, on: date
) -> Sequence[Appointment]:
    """The appointments of the bearer of this subject on a day, by office."""
    return await Appointments(session).of_identity(identity, on=on)
