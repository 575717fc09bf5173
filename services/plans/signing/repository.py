"""Where signatures are kept, in the order in which they were given."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.documents.models import Plan
from services.plans.signing.models import Signature


class Signatures:
    def __init__(self, session: AsyncSession, plan: Plan) -> None:
        self.session = session
        self.plan = plan

    def add(self, signature: Signature) -> None:
        self.session.add(signature)

    async def all(self) -> Sequence[Signature]:
        found = await self.session.scalars(
            select(Signature)
            .where(Signature.plan_id == self.plan.id)
            .order_by(Signature.id)
        )
        return found.all()
