"""Records of who met about improvement plans, decided and reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.improvement.models import ImprovementPlan
from services.plans.improvement_approval.models import (
    ImprovementDecision,
    ImprovementMeeting,
    ImprovementReview,
)


@dataclass(frozen=True)
class Records:
    """Who met about a plan, decided and reviewed, in the order of recording."""

    meetings: Sequence[ImprovementMeeting]
    decisions: Sequence[ImprovementDecision]
    reviews: Sequence[ImprovementReview]


class RecordsOf:
    """The records of one plan; they are only added to."""

    def __init__(self, session: AsyncSession, plan: ImprovementPlan) -> None:
        self.session = session
        self.plan = plan

    async def all(self) -> Records:
        return Records(
            await self._of(ImprovementMeeting),
            await self._of(ImprovementDecision),
            await self._of(ImprovementReview),
        )

    def add(
        self, record: ImprovementMeeting | ImprovementDecision | ImprovementReview
    ) -> None:
        record.plan_id, record.space_code = self.plan.id, self.plan.space_code
        self.session.add(record)

    async def _of(self, kind: type[Any]) -> Sequence[Any]:
        wanted = select(kind).where(kind.plan_id == self.plan.id).order_by(kind.id)
        return (await self.session.scalars(wanted)).all()
