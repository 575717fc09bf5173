"""Which matters are unresolved, how old they are, and putting them on an agenda."""

from datetime import date
from uuid import UUID

from sqlalchemy import Text, Uuid, cast, func, literal, or_, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import Spaces
from services.plans.carrying_over.models import Ageing
from services.plans.escalations.models import OPEN, Escalation
from services.plans.resolutions.models import UNRESOLVED, Matter
from services.plans.resolutions.repository import readable
from services.plans.sittings.agenda import AgendaItem
from services.plans.sittings.models import Sitting

LONGEST_TITLE = 200
COLUMNS = (
    "id",
    "sitting_id",
    "space_codes",
    "position",
    "title",
    "documents",
    "matter_id",
)


class Unresolved:
    """Matters that structures have not settled yet, the oldest first."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def carry_to(self, sitting: Sitting, *, after: int) -> int:
        """Add all of a structure to an agenda, each once; how many were added.

        Its own matters of sittings that are over, and those escalated to it.
        """
        known = select(AgendaItem.matter_id).where(
            AgendaItem.sitting_id == sitting.id, AgendaItem.matter_id.is_not(None)
        )
        escalated = select(Escalation.matter_id).where(
            Escalation.to_structure == sitting.structure_code,
            Escalation.status.in_(OPEN),
        )
        order = func.row_number().over(
            order_by=(Matter.first_raised_on, Matter.reference)
        )
        own = Matter.structure_code == sitting.structure_code
        rows = (
            select(
                func.gen_random_uuid(),
                literal(sitting.id, Uuid),
                cast(sitting.space_codes, ARRAY(Text)),
                literal(after) + order,
                func.left(Matter.content, LONGEST_TITLE),
                cast([], JSONB),
                Matter.id,
            )
            .where(Matter.published, Matter.status.in_(UNRESOLVED))
            .where(or_(own, Matter.id.in_(escalated)))
            .where(Matter.id.not_in(known))
        )
        adding = insert(AgendaItem).from_select(COLUMNS, rows)
        added = await self.session.scalars(adding.returning(AgendaItem.id))
        return len(added.all())

    async def page(
        self,
        *,
        drafts_in: Spaces,
        space_code: str | None,
        structure_code: str | None,
        after: tuple[date, UUID] | None,
        limit: int,
    ) -> list[Ageing]:
        raised = func.coalesce(Matter.first_raised_on, date.max)
        carried = (
            select(func.count())
            .where(AgendaItem.matter_id == Matter.id)
            .scalar_subquery()
        )
        wanted = select(Matter, carried).where(
            readable(drafts_in),
            Matter.status.in_(UNRESOLVED),
            Matter.structure_code.is_not(None),
        )
        if space_code is not None:
            wanted = wanted.where(Matter.space_code == space_code)
        if structure_code is not None:
            wanted = wanted.where(Matter.structure_code == structure_code)
        if after is not None:
            wanted = wanted.where(tuple_(raised, Matter.id) > tuple_(*after))
        found = await self.session.execute(
            wanted.order_by(raised, Matter.id).limit(limit)
        )
        return [
            Ageing(matter, matter.carried_before + times) for matter, times in found
        ]
