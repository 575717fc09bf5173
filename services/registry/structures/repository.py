"""Structures and their seats, as of a day or over all of their time."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import (
    RowMapping,
    delete,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.periods import stood_on
from services.registry.periods import PROPOSAL
from services.registry.structures.models import (
    Seat,
    Structure,
    StructureNotFound,
    StructuresTable,
)

R = TypeVar("R", bound=StructuresTable)

# Nearest first; a path that came back to its beginning would end there.
ESCALATION = """
with recursive above (code, reports_to, steps) as (
  select code, reports_to, 0 from structure
  where code = :code and valid_from <= :day and (valid_to is null or valid_to > :day)
  union all
  select s.code, s.reports_to, above.steps + 1
  from above join structure s on s.code = above.reports_to
  where s.valid_from <= :day and (s.valid_to is null or s.valid_to > :day)
) cycle code set is_cycle using path
select code from above where steps > 0 and not is_cycle order by steps
"""


MEMBERS = """
select s.office_code, o.title as office_title, o.kind as office_kind, s.role, s.votes,
  h.holder, a.holder as acting, s.confidence, s.source, s.valid_from, s.valid_to
from structure_seat s
left join office o on o.code = s.office_code
  and o.valid_from <= :day and (o.valid_to is null or o.valid_to > :day)
left join appointment h on h.office_code = s.office_code
  and h.capacity = 'substantive'
  and h.valid_from <= :day and (h.valid_to is null or h.valid_to > :day)
left join appointment a on a.office_code = s.office_code and a.capacity = 'acting'
  and a.valid_from <= :day and (a.valid_to is null or a.valid_to > :day)
where s.structure_code = :code
  and s.valid_from <= :day and (s.valid_to is null or s.valid_to > :day)
order by s.role not in ('chair', 'co_chair'), s.office_code
"""


class Structures:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, code: str, *, as_of: date) -> Structure:
        found = await self.session.scalar(
            select(Structure).where(Structure.code == code, stood_on(Structure, as_of))
        )
        if found is None:
            raise StructureNotFound(f"no structure {code} on {as_of}")
        return found

    async def list(
        self,
        filters: Mapping[str, str | None],
        *,
        office: str | None,
        as_of: date,
        after: str,
        limit: int,
    ) -> Sequence[Structure]:
        """Structures that stood on that day, by code, those after `after`."""
        query = select(Structure).where(
            Structure.code > after, stood_on(Structure, as_of)
        )
        for name, value in filters.items():
            if value is not None:
                query = query.where(getattr(Structure, name) == value)
        if office is not None:
            seats = select(Seat.structure_code).where(
                Seat.office_code == office, stood_on(Seat, as_of)
            )
            query = query.where(Structure.code.in_(seats))
        found = await self.session.scalars(query.order_by(Structure.code).limit(limit))
        return found.all()

    async def escalation(self, code: str, *, as_of: date) -> Sequence[str]:
        """Codes of those to whom matters go up from a structure, nearest first."""
        found = await self.session.scalars(
            text(ESCALATION), {"code": code, "day": as_of}
        )
        return found.all()

    async def members(self, code: str, *, as_of: date) -> Sequence[RowMapping]:
        """Who sits in a structure on a day, and who holds those offices.

        Chairs come first, then offices by code.
        """
        found = await self.session.execute(text(MEMBERS), {"code": code, "day": as_of})
        return found.mappings().all()


class StructurePeriods:
    """Every period of structures and of their seats."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def last(self) -> dict[str, Structure]:
        """The last period of every structure, by code."""
        found = await self.session.scalars(
            select(Structure).order_by(Structure.valid_from)
        )
        return {structure.code: structure for structure in found}

    async def of(self, codes: Collection[str]) -> Sequence[Structure]:
        """Every period of these structures, oldest first."""
        found = await self.session.scalars(
            select(Structure)
            .where(Structure.code.in_(codes))
            .order_by(Structure.code, Structure.valid_from)
        )
        return found.all()

    async def seats_of(self, codes: Collection[str]) -> dict[str, list[Seat]]:
        """Every period of every seat in these structures, oldest first."""
        found = await self.session.scalars(
            select(Seat)
            .where(Seat.structure_code.in_(codes))
            .order_by(Seat.structure_code, Seat.office_code, Seat.valid_from)
        )
        seats: dict[str, list[Seat]] = defaultdict(list)
        for seat in found:
            seats[seat.structure_code].append(seat)
        return seats

    async def proposed(self) -> set[str]:
        """Structures of which a proposal has said something."""
        structures = select(Structure.code).where(Structure.origin == PROPOSAL)
        seats = select(Seat.structure_code).where(Seat.origin == PROPOSAL)
        found = await self.session.scalars(structures.union(seats))
        return set(found)

    async def replace(
        self, structures: Sequence[Structure], seats: Sequence[Seat]
    ) -> None:
        """Bring these structures, and who sits in them, to exactly this."""
        codes = [structure.code for structure in structures]
        await self.session.execute(delete(Seat).where(Seat.structure_code.in_(codes)))
        await self.session.execute(delete(Structure).where(Structure.code.in_(codes)))
        await self._insert(Structure, structures)
        await self._insert(Seat, seats)

    async def _insert(self, table: type[R], rows: Sequence[R]) -> None:
        names = table.__table__.columns.keys()
        if rows:
            await self.session.execute(
                insert(table), [{n: getattr(row, n) for n in names} for row in rows]
            )
