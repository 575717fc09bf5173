"""Where imports are remembered."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.documents.models import Plan
from services.plans.imports.models import InterventionImport


class Imports:
    """The imports into one plan, oldest first."""

    def __init__(self, session: AsyncSession, plan: Plan) -> None:
        self.session = session
        self._all = (
            select(InterventionImport)
            .where(InterventionImport.plan_id == plan.id)
            .order_by(InterventionImport.id)
        )

    def add(self, record: InterventionImport) -> None:
        self.session.add(record)

    async def last_of(self, *, digest: str, unit: str) -> InterventionImport | None:
        """The last import of these bytes in this unit, if there was one."""
        same = (InterventionImport.digest == digest, InterventionImport.unit == unit)
        newest_first = self._all.order_by(None).order_by(InterventionImport.id.desc())
        return await self.session.scalar(newest_first.where(*same).limit(1))

    async def page(
        self, *, after: UUID | None, limit: int
    ) -> Sequence[InterventionImport]:
        wanted = self._all.limit(limit)
        if after is not None:
            wanted = wanted.where(InterventionImport.id > after)
        return (await self.session.scalars(wanted)).all()
