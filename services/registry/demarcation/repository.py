"""Demarcations that were applied, and shares established after the fact."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.registry.demarcation.models import DemarcationImport
from services.registry.places.models import Transition


class DemarcationImports:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, record: DemarcationImport) -> None:
        self.session.add(record)

    async def page(
        self, *, after: UUID | None, limit: int
    ) -> Sequence[DemarcationImport]:
        query = select(DemarcationImport).order_by(DemarcationImport.id).limit(limit)
        if after is not None:
            query = query.where(DemarcationImport.id > after)
        return (await self.session.scalars(query)).all()

    async def establish(self, weighted: Collection[Transition]) -> None:
        """Give known transitions the shares that were not known before."""
        for each in weighted:
            await self.session.execute(
                update(Transition)
                .where(
                    Transition.effective == each.effective,
                    Transition.old_code == each.old_code,
                    Transition.new_code == each.new_code,
                )
                .values(
                    weight=each.weight,
                    weight_basis=each.weight_basis,
                    weight_source=each.weight_source,
                )
            )
