"""Where imports are remembered."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.documents.models import Plan
from services.plans.imports.models import Part, PlanImport


class Imports:
    """The imports into one plan, oldest first."""

    def __init__(self, session: AsyncSession, plan: Plan) -> None:
        self.session = session
        self._all = (
            select(PlanImport)
            .where(PlanImport.plan_id == plan.id)
            .order_by(PlanImport.id)
        )

    def add(self, record: PlanImport) -> None:
        self.session.add(record)

    async def last_of(
        self, part: Part, *, digest: str, unit: str | None
    ) -> PlanImport | None:
        """The last import of these bytes as this table, if there was one."""
        same = {"format": part, "digest": digest, "unit": unit}
        newest_first = self._all.order_by(None).order_by(PlanImport.id.desc())
        return await self.session.scalar(newest_first.filter_by(**same).limit(1))

    async def page(self, *, after: UUID | None, limit: int) -> Sequence[PlanImport]:
        wanted = self._all.limit(limit)
        if after is not None:
            wanted = wanted.where(PlanImport.id > after)
        return (await self.session.scalars(wanted)).all()
