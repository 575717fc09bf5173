"""Where submissions are kept with their steps, decisions and conditions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.approvals.models import ApprovalRound, NotSubmitted
from services.plans.documents.models import Plan


class ApprovalRounds:
    def __init__(self, session: AsyncSession, plan: Plan) -> None:
        self.session = session
        self.plan = plan

    def add(self, approval: ApprovalRound) -> None:
        self.session.add(approval)

    async def open(self) -> ApprovalRound:
        """What is before the bodies now, or `NotSubmitted`."""
        found = None
        if self.plan.approval_round_id is not None and self.plan.adopted_at is None:
            found = await self.session.get(ApprovalRound, self.plan.approval_round_id)
        if found is None:
            raise NotSubmitted(f"plan {self.plan.id} is before no bodies")
        return found

    async def page(self, *, after: UUID | None, limit: int) -> Sequence[ApprovalRound]:
        wanted = select(ApprovalRound).where(ApprovalRound.plan_id == self.plan.id)
        if after is not None:
            wanted = wanted.where(ApprovalRound.id > after)
        found = await self.session.scalars(
            wanted.order_by(ApprovalRound.id).limit(limit)
        )
        return found.all()
