"""Contradictions of a plan, and its last check."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.ids import ContradictionId
from services.plans.contradictions.models import (
    Contradicting,
    ContradictionCheck,
    ContradictionRow,
    ContradictionState,
)
from services.plans.contradictions.rules import ContradictionKind
from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan
from services.plans.resolutions.models import Matter, MatterKind, MatterStatus


class Contradictions:
    """What stands against one plan."""

    def __init__(self, session: AsyncSession, plan: Plan) -> None:
        self.session = session
        self.plan = plan

    def add(self, rows: Iterable[ContradictionRow]) -> None:
        self.session.add_all(rows)

    async def by_key(self) -> dict[str, ContradictionRow]:
        found = await self.session.scalars(
            select(ContradictionRow).where(ContradictionRow.plan_id == self.plan.id)
        )
        return {row.key: row for row in found}

    async def page(
        self,
        *,
        state: ContradictionState | None,
        kind: ContradictionKind | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[ContradictionRow]:
        wanted = (
            select(ContradictionRow)
            .where(ContradictionRow.plan_id == self.plan.id)
            .order_by(ContradictionRow.id)
            .limit(limit)
        )
        if state is not None:
            wanted = wanted.where(ContradictionRow.state == state)
        if kind is not None:
            wanted = wanted.where(ContradictionRow.kind == kind)
        if after is not None:
            wanted = wanted.where(ContradictionRow.id > after)
        return (await self.session.scalars(wanted)).all()

    async def about(self, rows: Iterable[ContradictionRow]) -> dict[str, Contradicting]:
        """The interventions that these are about, by code."""
        codes = {code for row in rows for code in row.codes}
        found = await self.session.execute(
            select(
                Intervention.code, Intervention.title, Intervention.lead_organ
            ).where(Intervention.plan_id == self.plan.id, Intervention.code.in_(codes))
        )
        return {each.code: Contradicting(*each) for each in found}

    async def was_resolved(self, reference: str) -> bool:
        """Whether a sitting of the space adopted a resolution with this reference."""
        found = await self.session.scalar(
            select(Matter.id)
            .where(
                Matter.reference == reference,
                Matter.kind == MatterKind.RESOLUTION,
                Matter.status == MatterStatus.ADOPTED,
                Matter.space_codes.contains([self.plan.space_code]),
            )
            .limit(1)
        )
        return found is not None

    async def last_check(self) -> ContradictionCheck | None:
        return await self.session.get(ContradictionCheck, self.plan.id)

    async def note(self, check: ContradictionCheck) -> None:
        await self.session.merge(check)


async def find_contradiction(
    session: AsyncSession, contradiction_id: ContradictionId
) -> ContradictionRow | None:
    return await session.get(ContradictionRow, contradiction_id)
