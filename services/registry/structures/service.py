"""What may be asked of structures, and how the pack's enter the registry."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.messaging import outbox
from contracts.events.registry_structures import StructureRecord, StructuresStated
from services.registry import editions
from services.registry.structures import pack
from services.registry.structures.models import Seat, Structure
from services.registry.structures.repository import StructurePeriods, Structures

STRUCTURES_PER_EVENT = 50


async def load_edition(session: AsyncSession) -> None:
    """Load the structures that the pack's rules make, and tell the others, if new.

    One of which a proposal has said something since stays as that left it.
    """
    structures, seats = pack.structures()
    told = _records(structures, seats)
    dumped = [record.model_dump(mode="json") for record in told]
    if not await editions.is_new(session, "structures", dumped):
        return
    periods = StructurePeriods(session)
    later, known = await periods.proposed(), await periods.last()
    structures = [each for each in structures if each.code not in later]
    seats = [seat for seat in seats if seat.structure_code not in later]
    for structure in structures:
        if structure.code in known:
            structure.version = known[structure.code].version + 1
    await periods.replace(structures, seats)
    tell(session, structures, seats, batch="country pack")


def tell(
    session: AsyncSession,
    structures: Sequence[Structure],
    seats: Sequence[Seat],
    *,
    batch: str,
) -> None:
    """Promise to tell the other services of these periods and who sits in them."""
    records = _records(structures, seats)
    for start in range(0, len(records), STRUCTURES_PER_EVENT):
        part = tuple(records[start : start + STRUCTURES_PER_EVENT])
        outbox.record(session, StructuresStated(batch=batch, structures=part))


async def list_structures(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    filters: Mapping[str, str | None],
    *,
    office: str | None,
    as_of: date,
    after: str,
    limit: int,
) -> Sequence[Structure]:
    return await Structures(session).list(
        filters, office=office, as_of=as_of, after=after, limit=limit
    )


async def get_structure(
    session: AsyncSession, code: str, *, as_of: date
) -> tuple[Structure, Sequence[str]]:
    """A structure, and those to whom matters go up from it, nearest first."""
    structures = Structures(session)
    found = await structures.get(code, as_of=as_of)
    return found, await structures.escalation(code, as_of=as_of)


async def list_members(
    session: AsyncSession, code: str, *, as_of: date
) -> Sequence[Mapping[str, Any]]:
    """Who sits in a structure by office, with whoever holds the office that day."""
    structures = Structures(session)
    await structures.get(code, as_of=as_of)
    return [dict(row) for row in await structures.members(code, as_of=as_of)]


def _records(
    structures: Sequence[Structure], seats: Sequence[Seat]
) -> list[StructureRecord]:
    by_code: dict[str, list[Seat]] = {}
    for seat in seats:
        by_code.setdefault(seat.structure_code, []).append(seat)
    return [each.record(by_code.get(each.code, ())) for each in structures]
