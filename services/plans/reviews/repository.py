"""Where reviews are kept."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.ids import PlanId
from services.plans.reviews.models import Review


class Reviews:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, review: Review) -> Review:
        self.session.add(review)
        return review

    async def find(self, review_id: UUID) -> Review | None:
        return await self.session.get(Review, review_id)

    async def open_of(self, plan_id: PlanId) -> Review | None:
        return await self.session.scalar(
            select(Review).where(Review.plan_id == plan_id, Review.outcome.is_(None))
        )

    async def page(
        self, plan_id: PlanId, *, after: UUID | None, limit: int
    ) -> Sequence[Review]:
        wanted = select(Review).where(Review.plan_id == plan_id)
        if after is not None:
            wanted = wanted.where(Review.id > after)
        found = await self.session.scalars(wanted.order_by(Review.id).limit(limit))
        return found.all()
