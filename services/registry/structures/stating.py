"""Structures and their members as subjects of change proposals."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from services.registry.offices.repository import Offices
from services.registry.organs.repository import Organs
from services.registry.places.models import PROVINCE, SPACE
from services.registry.places.repository import Places
from services.registry.reference.structures import structure_kinds
from services.registry.statements import Difference, Subject
from services.registry.structures import service
from services.registry.structures.changing import Stating
from services.registry.structures.member_rules import apply_members
from services.registry.structures.repository import StructurePeriods
from services.registry.structures.rows import MemberRow, StructureRow
from services.registry.structures.structure_rules import apply_structures


async def state_structures(
    session: AsyncSession, rows: Sequence[StructureRow], effective: date
) -> list[Difference]:
    offices = {office for row in rows for office in row.chairs}
    organs = {row.secretariat_organ_code or "" for row in rows}
    stating = await _stating(
        session,
        effective,
        structures={row.code for row in rows},
        offices=offices,
        organs=organs,
    )
    await asyncio.to_thread(apply_structures, stating, rows)
    return await _write(session, stating)


async def state_members(
    session: AsyncSession, rows: Sequence[MemberRow], effective: date
) -> list[Difference]:
    stating = await _stating(
        session,
        effective,
        structures={row.structure_code for row in rows},
        offices={row.office_code for row in rows},
        organs=set(),
    )
    await asyncio.to_thread(apply_members, stating, rows)
    return await _write(session, stating)


async def _stating(
    session: AsyncSession,
    effective: date,
    *,
    structures: Collection[str],
    offices: Collection[str],
    organs: Collection[str],
) -> Stating:
    periods, places = StructurePeriods(session), Places(session)
    seats = await periods.seats_of(structures)
    standing = await places.standing(as_of=effective, kinds=(PROVINCE, SPACE))
    known = await Organs(session).every(organs)
    return Stating(
        effective,
        clock.today(),
        structures=await periods.last(),
        seats={
            (code, seat.office_code): seat
            for code, found in seats.items()
            for seat in found
        },
        offices=await Offices(session).periods(offices),
        kinds={kind.kind: kind for kind in structure_kinds()},
        spaces={place.code: place for place in standing if place.kind == SPACE},
        provinces=frozenset(p.code for p in standing if p.kind == PROVINCE),
        organs=frozenset(
            code
            for code, found in known.items()
            if any(organ.stood_on(effective) for organ in found)
        ),
    )


async def _write(session: AsyncSession, stating: Stating) -> list[Difference]:
    stating.faults.refuse()
    # What ends makes room for what begins: the changed rows are written first.
    await session.flush()
    session.add_all(stating.written)
    touched = [stating.structures[code] for code in sorted(stating.touched)]
    for structure in touched:
        structure.version += 1
    await session.flush()
    periods = StructurePeriods(session)
    seats = await periods.seats_of(stating.touched)
    told = await periods.of(stating.touched)
    service.tell(
        session,
        told,
        [seat for found in seats.values() for seat in found],
        batch=f"from {stating.effective}",
    )
    return stating.differences


STRUCTURES = Subject("structures", StructureRow, state_structures)
STRUCTURE_MEMBERS = Subject("structure_members", MemberRow, state_members)
