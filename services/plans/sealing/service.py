"""Sealing what is adopted, and giving it to whoever asks."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.messaging import outbox
from contracts.ids import PlanId
from services.plans.documents.models import Plan
from services.plans.sealing.models import SealedPlan, seal
from services.plans.sealing.repository import SealedPlans


async def seal_plan(
    session: AsyncSession, plan: Plan, content: bytes, *, at: datetime
) -> SealedPlan:
    sealed = SealedPlans(session).add(seal(plan, content, at=at))
    outbox.record(session, sealed.sealed())
    return sealed


async def find_sealed(session: AsyncSession, plan_id: PlanId) -> SealedPlan:
    return await SealedPlans(session).get(plan_id)
