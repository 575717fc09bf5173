"""Answers of people, and what of the consultation is on record."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.consultation.models import CommentWindow
from services.plans.documents.models import Plan
from services.plans.quality.models import QualityAnswer
from services.plans.sittings.models import Sitting, SittingStatus


class QualityAnswers:
    """The answers people gave about one plan, by question."""

    def __init__(self, session: AsyncSession, plan: Plan) -> None:
        self.session = session
        self.plan = plan

    async def by_question(self) -> dict[str, QualityAnswer]:
        found = await self.session.scalars(
            select(QualityAnswer).where(QualityAnswer.plan_id == self.plan.id)
        )
        return {answer.question: answer for answer in found}

    async def find(self, question: str) -> QualityAnswer | None:
        return await self.session.get(QualityAnswer, (self.plan.id, question))

    def add(self, answer: QualityAnswer) -> None:
        self.session.add(answer)

    async def comment_windows(self) -> int:
        windows = select(func.count()).where(CommentWindow.plan_id == self.plan.id)
        return await self.session.scalar(windows) or 0

    async def sittings_minuted(self) -> int:
        """Sittings of the space since the plan was drafted, with approved minutes."""
        minuted = select(func.count()).where(
            Sitting.space_code == self.plan.space_code,
            Sitting.status == SittingStatus.MINUTES_APPROVED,
            Sitting.begins_on >= self.plan.drafted_at.date(),
        )
        return await self.session.scalar(minuted) or 0
