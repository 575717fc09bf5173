"""Where matters are kept, and how they are found."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true, update
from sqlalchemy.orm import aliased

from chassis import clock
from chassis.database import EVERYWHERE, Spaces
from chassis.repository import Repository
from contracts.ids import CommissionId, MatterId
from services.plans.resolutions.models import (
    UNDER_WAY,
    Matter,
    MatterKind,
    MatterNotFound,
)
from services.plans.resolutions.sought import Sought
from services.plans.sittings.agenda import AgendaItem, Commission
from services.plans.sittings.models import Sitting
from services.plans.words.models import FoundKind
from services.plans.words.repository import records_saying

RESOLUTION = FoundKind.RESOLUTION


class Matters(Repository[Matter]):
    entity = Matter
    not_found = MatterNotFound

    async def find(self, matter_id: MatterId, *, drafts_in: Spaces) -> Matter:
        """A published matter, or one of a sitting that concerns these spaces."""
        found = await self.session.scalar(
            select(Matter).where(Matter.id == matter_id, readable(drafts_in))
        )
        if found is None:
            raise MatterNotFound(f"no matter {matter_id}")
        return found

    async def page(
        self, sought: Sought, *, drafts_in: Spaces, after: UUID | None, limit: int
    ) -> Sequence[Matter]:
        """Those that are sought, the first recorded first."""
        wanted = _those(select(Matter).where(readable(drafts_in)), sought)
        if after is not None:
            wanted = wanted.where(Matter.id > after)
        found = await self.session.scalars(wanted.order_by(Matter.id).limit(limit))
        return found.all()

    async def of_sitting(self, sitting: Sitting, *, limit: int) -> Sequence[Matter]:
        found = await self.session.scalars(
            select(Matter)
            .where(Matter.sitting_id == sitting.id)
            .order_by(Matter.kind, Matter.seq)
            .limit(limit)
        )
        return found.all()

    async def next_seq(self, sitting: Sitting, kind: MatterKind) -> int:
        last = select(func.max(Matter.seq)).where(
            Matter.sitting_id == sitting.id, Matter.kind == kind
        )
        return (await self.session.scalar(last) or 0) + 1

    async def is_on_agenda(self, matter: Matter, sitting: Sitting) -> bool:
        item = select(AgendaItem.id).where(
            AgendaItem.sitting_id == sitting.id, AgendaItem.matter_id == matter.id
        )
        return await self.session.scalar(item) is not None

    async def times_carried(self, matter_id: MatterId) -> int:
        items = select(func.count()).where(AgendaItem.matter_id == matter_id)
        return await self.session.scalar(items) or 0

    async def has_commission(
        self, sitting: Sitting, commission_id: CommissionId
    ) -> bool:
        known = select(Commission.id).where(
            Commission.id == commission_id, Commission.sitting_id == sitting.id
        )
        return await self.session.scalar(known) is not None

    async def publish(self, sitting: Sitting) -> None:
        """Show everyone what a sitting that is now over said and decided."""
        await self.session.execute(
            update(Matter).where(Matter.sitting_id == sitting.id).values(published=True)
        )


def readable(drafts_in: Spaces) -> ColumnElement[bool]:
    """Matters of sittings that are over, and those that concern these spaces."""
    if drafts_in == EVERYWHERE:
        return true()
    return or_(Matter.published, Matter.space_codes.overlap(sorted(drafts_in)))


def _those(wanted: Select[Matter], sought: Sought) -> Select[Matter]:
    filters = {
        Matter.kind: sought.kind,
        Matter.sitting_id: sought.sitting_id,
        Matter.space_code: sought.space_code,
        Matter.structure_code: sought.structure_code,
        Matter.status: sought.status,
    }
    for column, value in filters.items():
        if value is not None:
            wanted = wanted.where(column == value)
    if sought.words is not None:
        wanted = wanted.where(Matter.id.in_(records_saying(RESOLUTION, sought.words)))
    action = aliased(Matter)
    follow_up = select(action.id).where(action.follows == Matter.id)
    if sought.owner_organ is not None:
        owned = follow_up.where(action.owner_organ == sought.owner_organ).exists()
        wanted = wanted.where(or_(Matter.owner_organ == sought.owner_organ, owned))
    if sought.overdue is not None:
        today = clock.today()
        late = follow_up.where(_late(action, today)).exists()
        either = or_(_late(Matter, today), late)
        wanted = wanted.where(either if sought.overdue else ~either)
    return wanted


def _late(matter: type[Matter], today: date) -> ColumnElement[bool]:
    under_way = (matter.kind == MatterKind.ACTION) & matter.status.in_(UNDER_WAY)
    return under_way & func.coalesce(matter.due_on < today, False)
