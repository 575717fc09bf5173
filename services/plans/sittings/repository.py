"""Where sittings, their agendas and their commissions are kept."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import EVERYWHERE, Spaces
from chassis.repository import Repository
from contracts.ids import SittingId
from services.plans.reference.models import SPACE, Place
from services.plans.sittings.agenda import AgendaItem, Commission
from services.plans.sittings.models import (
    OVER,
    Sitting,
    SittingKind,
    SittingNotFound,
    SittingStatus,
)

Part = TypeVar("Part", AgendaItem, Commission)


class Sittings(Repository[Sitting]):
    entity = Sitting
    not_found = SittingNotFound

    async def find(self, sitting_id: SittingId, *, drafts_in: Spaces) -> Sitting:
        """A published sitting, or one that concerns these spaces."""
        found = await self.session.scalar(
            select(Sitting).where(Sitting.id == sitting_id, readable(drafts_in))
        )
        if found is None:
            raise SittingNotFound(f"no sitting {sitting_id}")
        return found

    async def page(  # noqa: PLR0913  filters and window of one list
        self,
        *,
        drafts_in: Spaces,
        space_code: str | None,
        structure_code: str | None,
        kind: SittingKind | None,
        status: SittingStatus | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[Sitting]:
        """Sittings, the first recorded first."""
        wanted = select(Sitting).where(readable(drafts_in))
        filters = {
            Sitting.space_code: space_code,
            Sitting.structure_code: structure_code,
            Sitting.kind: kind,
            Sitting.status: status,
        }
        for column, value in filters.items():
            if value is not None:
                wanted = wanted.where(column == value)
        if after is not None:
            wanted = wanted.where(Sitting.id > after)
        found = await self.session.scalars(wanted.order_by(Sitting.id).limit(limit))
        return found.all()

    async def one_at_a_time(self, structure_code: str) -> None:
        """Wait until nobody else numbers or carries over for this structure."""
        key = func.hashtextextended("sittings:" + structure_code, 0)
        await self.session.execute(select(func.pg_advisory_xact_lock(key)))

    async def next_seq(self, structure_code: str, year: int) -> int:
        known = select(func.max(Sitting.seq)).where(
            Sitting.structure_code == structure_code, Sitting.year == year
        )
        return (await self.session.scalar(known) or 0) + 1

    async def number_is_taken(self, number: str) -> bool:
        same = select(Sitting.id).where(Sitting.number == number)
        return await self.session.scalar(same) is not None

    async def unfinished_before(self, sitting: Sitting) -> Sitting | None:
        """An earlier sitting of the structure that is not over, if there is one."""
        earlier = or_(
            Sitting.begins_on < sitting.begins_on,
            and_(Sitting.begins_on == sitting.begins_on, Sitting.id < sitting.id),
        )
        awaited = (SittingStatus.PLANNED, SittingStatus.CONVENED)
        return await self.session.scalar(
            select(Sitting)
            .where(Sitting.structure_code == sitting.structure_code, earlier)
            .where(Sitting.status.in_(awaited))
            .limit(1)
        )

    async def spaces_of_province(
        self, province_code: str, *, on: date
    ) -> Sequence[str]:
        stands = or_(Place.valid_to.is_(None), Place.valid_to > on)
        found = await self.session.scalars(
            select(Place.code)
            .where(Place.kind == SPACE, Place.province_code == province_code)
            .where(Place.valid_from <= on, stands)
            .order_by(Place.code)
        )
        return found.all()


def readable(drafts_in: Spaces) -> ColumnElement[bool]:
    """Sittings that are over, and those that concern one of these spaces."""
    if drafts_in == EVERYWHERE:
        return true()
    return or_(Sitting.status.in_(OVER), Sitting.space_codes.overlap(sorted(drafts_in)))


class Agenda:
    """The agenda and the commissions of one sitting."""

    def __init__(self, session: AsyncSession, sitting: Sitting) -> None:
        self.session = session
        self.sitting = sitting

    def add(self, part: Part) -> Part:
        part.sitting_id = self.sitting.id
        part.space_codes = self.sitting.space_codes
        self.session.add(part)
        return part

    async def last_position(self) -> int:
        last = select(func.max(AgendaItem.position)).where(
            AgendaItem.sitting_id == self.sitting.id
        )
        return await self.session.scalar(last) or 0

    async def page(self, *, after: int, limit: int) -> Sequence[AgendaItem]:
        found = await self.session.scalars(
            select(AgendaItem)
            .where(AgendaItem.sitting_id == self.sitting.id)
            .where(AgendaItem.position > after)
            .order_by(AgendaItem.position)
            .limit(limit)
        )
        return found.all()

    async def commissions(self) -> Sequence[Commission]:
        found = await self.session.scalars(
            select(Commission)
            .where(Commission.sitting_id == self.sitting.id)
            .order_by(Commission.name)
        )
        return found.all()
