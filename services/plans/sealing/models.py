"""A sealed document, as it was on the day of adoption."""

from datetime import datetime

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import NotFound
from contracts.events.plans_adoption import PlanSealed
from contracts.ids import PlanId
from contracts.seal import seal_of
from services.plans.documents.models import Plan
from services.plans.tables import PlansTable


class NotSealed(NotFound):
    """Only what was adopted is sealed: there is no such plan, or it is a draft."""


class SealedPlan(PlansTable):
    """The bytes that were adopted; the database never changes them."""

    __tablename__ = "sealed_plan"

    plan_id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    plan_version: Mapped[int]
    seal: Mapped[str]
    content: Mapped[bytes]
    sealed_at: Mapped[datetime]

    def sealed(self) -> PlanSealed:
        return PlanSealed(
            plan_id=self.plan_id,
            plan_version=self.plan_version,
            space_code=self.space_code,
            seal=self.seal,
            size_bytes=len(self.content),
            sealed_at=self.sealed_at,
        )


def seal(plan: Plan, content: bytes, *, at: datetime) -> SealedPlan:
    """Seal what is being adopted, and say so in the plan."""
    plan.seal = seal_of(content)
    return SealedPlan(
        plan_id=plan.id,
        space_code=plan.space_code,
        plan_version=plan.version,
        seal=plan.seal,
        content=content,
        sealed_at=at,
    )
