"""Where decisions are kept."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.adoption.models import Decision
from services.plans.documents.models import Plan


class Decisions:
    """The decisions about one plan, oldest first."""

    def __init__(self, session: AsyncSession, plan: Plan) -> None:
        self.session = session
        self.plan = plan

    async def keep(self, decision: Decision) -> None:
        """Write it at once: the database lets a plan be adopted only after it."""
        self.session.add(decision)
        await self.session.flush()

    async def all(self) -> Sequence[Decision]:
        found = await self.session.scalars(
            select(Decision)
            .where(Decision.plan_id == self.plan.id)
            .order_by(Decision.id)
        )
        return found.all()

    async def page(self, *, after: UUID | None, limit: int) -> Sequence[Decision]:
        wanted = select(Decision).where(Decision.plan_id == self.plan.id)
        if after is not None:
            wanted = wanted.where(Decision.id > after)
        found = await self.session.scalars(wanted.order_by(Decision.id).limit(limit))
        return found.all()

    async def adopt_one_at_a_time(self) -> None:
        """Wait until nobody else is adopting a plan of this space."""
        key = func.hashtextextended("adopt:" + self.plan.space_code, 0)
        await self.session.execute(select(func.pg_advisory_xact_lock(key)))
