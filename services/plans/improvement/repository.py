"""Improvement plans with their tasks, content and records."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import EVERYWHERE, Spaces
from chassis.repository import Repository
from contracts.ids import ImprovementPlanId
from services.plans.improvement.content import (
    ImprovementAction,
    ImprovementAssessment,
    ImprovementGap,
    Item,
)
from services.plans.improvement.models import (
    ImprovementDecision,
    ImprovementMeeting,
    ImprovementPlan,
    ImprovementReview,
    ImprovementStatus,
    Wanted,
)
from services.plans.improvement.refusals import (
    ImprovementItemNotFound,
    ImprovementPlanNotFound,
    ImprovementTaskNotFound,
)
from services.plans.improvement.tasks import ImprovementTask


@dataclass(frozen=True)
class Content:
    """What a plan says, each kind by code."""

    assessments: Sequence[ImprovementAssessment]
    gaps: Sequence[ImprovementGap]
    actions: Sequence[ImprovementAction]


@dataclass(frozen=True)
class Records:
    """Who met about a plan, decided and reviewed, in the order of recording."""

    meetings: Sequence[ImprovementMeeting]
    decisions: Sequence[ImprovementDecision]
    reviews: Sequence[ImprovementReview]


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

    async def drafts_of(self, spaces: Collection[str], template: str) -> set[str]:
        """Those of the spaces that have a draft from this template."""
        found = await self.session.scalars(
            select(ImprovementPlan.space_code).where(
                ImprovementPlan.space_code.in_(spaces),
                ImprovementPlan.template == template,
                ImprovementPlan.status == ImprovementStatus.DRAFT,
            )
        )
        return set(found)

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


class Parts:
    """What belongs to one plan."""

    def __init__(self, session: AsyncSession, plan: ImprovementPlan) -> None:
        self.session = session
        self.plan = plan

    async def tasks(self) -> Sequence[ImprovementTask]:
        found = await self.session.scalars(
            select(ImprovementTask)
            .where(ImprovementTask.plan_id == self.plan.id)
            .order_by(ImprovementTask.position)
        )
        return found.all()

    async def task(self, code: str) -> ImprovementTask:
        found = await self.session.get(ImprovementTask, (self.plan.id, code))
        if found is None:
            raise ImprovementTaskNotFound(f"no task {code}")
        return found

    async def content(self) -> Content:
        return Content(
            await self._all(ImprovementAssessment),
            await self._all(ImprovementGap),
            await self._all(ImprovementAction),
        )

    async def records(self) -> Records:
        return Records(
            await self._records(ImprovementMeeting),
            await self._records(ImprovementDecision),
            await self._records(ImprovementReview),
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

    def add(
        self, record: ImprovementMeeting | ImprovementDecision | ImprovementReview
    ) -> None:
        record.plan_id, record.space_code = self.plan.id, self.plan.space_code
        self.session.add(record)

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

    async def _all(self, kind: type[Any]) -> Sequence[Any]:
        wanted = select(kind).where(kind.plan_id == self.plan.id).order_by(kind.code)
        return (await self.session.scalars(wanted)).all()

    async def _records(self, kind: type[Any]) -> Sequence[Any]:
        wanted = select(kind).where(kind.plan_id == self.plan.id).order_by(kind.id)
        return (await self.session.scalars(wanted)).all()
