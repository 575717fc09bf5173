"""Where imports are remembered."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budgets.imports.models import BudgetImport


class Imports:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, record: BudgetImport) -> None:
        self.session.add(record)

    async def last_like(self, record: BudgetImport) -> BudgetImport | None:
        """The last import of the same bytes, declared in the same way."""
        return await self.session.scalar(
            select(BudgetImport)
            .where(
                BudgetImport.space_code == record.space_code,
                BudgetImport.format == record.format,
                BudgetImport.digest == record.digest,
                BudgetImport.unit.is_not_distinct_from(record.unit),
            )
            .order_by(BudgetImport.id.desc())
            .limit(1)
        )

    async def last_in(self, space_code: str) -> BudgetImport | None:
        """The last import that changed the budget of the space."""
        return await self.session.scalar(
            select(BudgetImport)
            .where(
                BudgetImport.space_code == space_code,
                BudgetImport.created + BudgetImport.updated > 0,
            )
            .order_by(BudgetImport.id.desc())
            .limit(1)
        )

    async def page(
        self, space_code: str | None, *, after: UUID | None, limit: int
    ) -> Sequence[BudgetImport]:
        """Imports, oldest first."""
        wanted = select(BudgetImport).order_by(BudgetImport.id).limit(limit)
        if space_code is not None:
            wanted = wanted.where(BudgetImport.space_code == space_code)
        if after is not None:
            wanted = wanted.where(BudgetImport.id > after)
        return (await self.session.scalars(wanted)).all()
