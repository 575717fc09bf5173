"""What improvement plans say: each kind of item by its code."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.improvement.models import ImprovementPlan
from services.plans.improvement_content.models import (
    ImprovementAction,
    ImprovementAssessment,
    ImprovementGap,
    Item,
)
from services.plans.improvement_content.refusals import ImprovementItemNotFound


@dataclass(frozen=True)
class Content:
    """What a plan says, each kind by code."""

    assessments: Sequence[ImprovementAssessment]
    gaps: Sequence[ImprovementGap]
    actions: Sequence[ImprovementAction]


class Items:
    """What one plan says."""

    def __init__(self, session: AsyncSession, plan: ImprovementPlan) -> None:
        self.session = session
        self.plan = plan

    async def all(self) -> Content:
        return Content(
            await self._of(ImprovementAssessment),
            await self._of(ImprovementGap),
            await self._of(ImprovementAction),
        )

    async def has(self, kind: type[Item], codes: Collection[str]) -> set[str]:
        """Those of the codes that the plan has an item of this kind for."""
        found = await self.session.scalars(
            select(kind.code).where(kind.plan_id == self.plan.id, kind.code.in_(codes))
        )
        return set(found)

    async def write(self, item: Item) -> None:
        """Write it in place of what had its code."""
        item.plan_id, item.space_code = self.plan.id, self.plan.space_code
        await self.session.merge(item)
        await self.session.flush()

    async def take_over(self, content: Content) -> None:
        """Write what another version says, as this one's."""
        own = {"plan_id": self.plan.id}
        for kind, items in (
            (ImprovementAssessment, content.assessments),
            (ImprovementGap, content.gaps),
            (ImprovementAction, content.actions),
        ):
            names = [column.key for column in kind.__table__.columns]
            rows = [{n: getattr(item, n) for n in names} | own for item in items]
            if rows:
                await self.session.execute(insert(kind), rows)

    async def remove(self, kind: type[Item], code: str) -> None:
        removed = await self.session.execute(
            delete(kind)
            .where(kind.plan_id == self.plan.id, kind.code == code)
            .returning(kind.code)
        )
        if removed.scalar() is None:
            raise ImprovementItemNotFound(f"the plan has no {code}")

    async def gaps_of(self, assessment: str) -> Sequence[str]:
        found = await self.session.scalars(
            select(ImprovementGap.code).where(
                ImprovementGap.plan_id == self.plan.id,
                ImprovementGap.assessment == assessment,
            )
        )
        return found.all()

    async def actions_on(self, gap: str) -> Sequence[str]:
        found = await self.session.scalars(
            select(ImprovementAction.code).where(
                ImprovementAction.plan_id == self.plan.id,
                ImprovementAction.gaps.contains([gap]),
            )
        )
        return found.all()

    async def _of(self, kind: type[Any]) -> Sequence[Any]:
        wanted = select(kind).where(kind.plan_id == self.plan.id).order_by(kind.code)
        return (await self.session.scalars(wanted)).all()
