"""Where escalations are kept."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, not_, or_, select

from chassis import clock
from chassis.repository import Repository
from contracts.ids import MatterId
from services.plans.escalations.models import (
    OPEN,
    Escalation,
    EscalationNotFound,
    EscalationStatus,
    Wanted,
)


class Escalations(Repository[Escalation]):
    entity = Escalation
    not_found = EscalationNotFound

    async def highest_open(self, matter_id: MatterId) -> Escalation | None:
        """The last one of the matter that nobody has answered or returned."""
        return await self.session.scalar(
            select(Escalation)
            .where(Escalation.matter_id == matter_id, Escalation.status.in_(OPEN))
            .order_by(Escalation.id.desc())
            .limit(1)
        )

    async def page(
        self, wanted: Wanted, *, after: UUID | None, limit: int
    ) -> Sequence[Escalation]:
        found = select(Escalation).order_by(Escalation.id).limit(limit)
        if wanted.matter_id is not None:
            found = found.where(Escalation.matter_id == wanted.matter_id)
        if wanted.status is not None:
            found = found.where(Escalation.status == wanted.status)
        if wanted.structure_code is not None:
            either = (Escalation.to_structure, Escalation.from_structure)
            found = found.where(or_(*(s == wanted.structure_code for s in either)))
        if wanted.overdue is not None:
            late = and_(
                Escalation.status == EscalationStatus.ESCALATED,
                Escalation.acknowledge_by < clock.today(),
            )
            found = found.where(late if wanted.overdue else not_(late))
        if after is not None:
            found = found.where(Escalation.id > after)
        return (await self.session.scalars(found)).all()
