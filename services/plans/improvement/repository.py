"""Improvement plans and their tasks."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import EVERYWHERE, Spaces
from chassis.repository import Repository
from contracts.ids import ImprovementPlanId
from services.plans.improvement.models import (
    ImprovementPlan,
    ImprovementStatus,
    Wanted,
)
from services.plans.improvement.refusals import (
    ImprovementPlanNotFound,
    ImprovementTaskNotFound,
)
from services.plans.improvement.tasks import ImprovementTask


class ImprovementPlans(Repository[ImprovementPlan]):
    entity = ImprovementPlan
    not_found = ImprovementPlanNotFound

    async def add_all(
        self, plans: Sequence[ImprovementPlan], tasks: Sequence[dict[str, Any]]
    ) -> None:
        self.session.add_all(plans)
        await self.session.flush()
        await self.session.execute(insert(ImprovementTask), list(tasks))

    async def find(
        self, plan_id: ImprovementPlanId, *, drafts_in: Spaces
    ) -> ImprovementPlan:
        """An approved or superseded plan, or a draft of these spaces."""
        wanted = select(ImprovementPlan).where(
            ImprovementPlan.id == plan_id, readable(drafts_in)
        )
        found = await self.session.scalar(wanted)
        if found is None:
            raise ImprovementPlanNotFound(f"no improvement plan {plan_id}")
        return found

    async def standing(
        self, spaces: Collection[str], template: str
    ) -> dict[str, ImprovementStatus]:
        """Those of the spaces that have a plan from this template, and how it stands.

        Where a draft follows an approved plan, it is the draft.
        """
        found = await self.session.execute(
            select(ImprovementPlan.space_code, ImprovementPlan.status)
            .where(
                ImprovementPlan.space_code.in_(spaces),
                ImprovementPlan.template == template,
                ImprovementPlan.status != ImprovementStatus.SUPERSEDED,
            )
            .order_by(ImprovementPlan.status == ImprovementStatus.DRAFT)
        )
        return {row.space_code: row.status for row in found}

    async def start_one_at_a_time(self) -> None:
        """Wait until nobody else is starting plans."""
        key = func.hashtextextended("improvement:start", 0)
        await self.session.execute(select(func.pg_advisory_xact_lock(key)))

    async def approved_in(self, plan: ImprovementPlan) -> ImprovementPlan | None:
        """The version that binds where this plan is to, locked."""
        return await self.session.scalar(
            select(ImprovementPlan)
            .where(
                ImprovementPlan.space_code == plan.space_code,
                ImprovementPlan.template == plan.template,
                ImprovementPlan.status == ImprovementStatus.APPROVED,
            )
            .with_for_update()
        )

    async def page(
        self, wanted: Wanted, *, after: UUID | None, limit: int
    ) -> Sequence[ImprovementPlan]:
        """Plans that the caller may read, oldest first."""
        found = await self.session.scalars(
            select(ImprovementPlan)
            .where(readable(wanted.drafts_in), *_filters(wanted))
            .where(*([] if after is None else [ImprovementPlan.id > after]))
            .order_by(ImprovementPlan.id)
            .limit(limit)
        )
        return found.all()

    async def with_tasks(
        self, wanted: Wanted
    ) -> list[tuple[ImprovementPlan, ImprovementTask]]:
        """Tasks of all these plans with their plans, in one statement."""
        found = await self.session.execute(
            select(ImprovementPlan, ImprovementTask)
            .join(ImprovementTask, ImprovementTask.plan_id == ImprovementPlan.id)
            .where(readable(wanted.drafts_in), *_filters(wanted))
            .order_by(ImprovementPlan.id, ImprovementTask.position)
        )
        return [(plan, task) for plan, task in found]


def readable(drafts_in: Spaces) -> ColumnElement[bool]:
    if drafts_in == EVERYWHERE:
        return true()
    return or_(
        ImprovementPlan.status != ImprovementStatus.DRAFT,
        ImprovementPlan.space_code.in_(drafts_in),
    )


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    filters = (
        (ImprovementPlan.space_code, wanted.space_code),
        (ImprovementPlan.template, wanted.template),
        (ImprovementPlan.status, wanted.status),
        (ImprovementPlan.batch_id, wanted.batch_id),
    )
    return [column == value for column, value in filters if value is not None]


class Tasks:
    """The tasks of one plan."""

    def __init__(self, session: AsyncSession, plan_id: ImprovementPlanId) -> None:
        self.session = session
        self.plan_id = plan_id

    async def all(self) -> Sequence[ImprovementTask]:
        found = await self.session.scalars(
            select(ImprovementTask)
            .where(ImprovementTask.plan_id == self.plan_id)
            .order_by(ImprovementTask.position)
        )
        return found.all()

    async def get(self, code: str) -> ImprovementTask:
        found = await self.session.get(ImprovementTask, (self.plan_id, code))
        if found is None:
            raise ImprovementTaskNotFound(f"no task {code}")
        return found
