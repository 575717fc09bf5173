"""Adopted plans with their content, the checks of them, and findings."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from contracts.events.plans import InterventionsAdopted
from contracts.ids import PlanId
from services.budgets.alignment.models import (
    AdoptedIntervention,
    AdoptedPlan,
    PlanStatus,
    content_columns,
)
from services.budgets.alignment.results import (
    AlignmentCheck,
    Finding,
    FindingStatus,
    Wanted,
)
from services.budgets.lines.models import OneBudget


class AdoptedPlans:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def find(self, plan_id: PlanId) -> AdoptedPlan | None:
        return await self.session.get(AdoptedPlan, plan_id, populate_existing=True)

    async def of_space(self, space_code: str) -> Sequence[PlanId]:
        """The plans that bind the space; one, or two while one supersedes the other."""
        found = await self.session.scalars(
            select(AdoptedPlan.plan_id)
            .where(
                AdoptedPlan.space_code == space_code,
                AdoptedPlan.status == PlanStatus.ADOPTED,
            )
            .order_by(AdoptedPlan.plan_id)
        )
        return found.all()

    def add(self, plan: AdoptedPlan) -> None:
        self.session.add(plan)

    def keep_content(self, part: InterventionsAdopted) -> None:
        self.session.add_all(
            AdoptedIntervention(
                plan_id=part.plan_id,
                plan_version=part.plan_version,
                space_code=part.space_code,
                **content_columns(content),
            )
            for content in part.interventions
        )

    async def count_content(self, plan_id: PlanId, plan_version: int) -> int:
        count = select(func.count()).select_from(AdoptedIntervention)
        return await self.session.scalar(count.where(_of(plan_id, plan_version))) or 0

    async def content(self, plan: AdoptedPlan) -> Sequence[AdoptedIntervention]:
        found = await self.session.scalars(
            select(AdoptedIntervention).where(_of(plan.plan_id, plan.plan_version))
        )
        return found.all()


def _of(plan_id: PlanId, plan_version: int) -> ColumnElement[bool]:
    return and_(
        AdoptedIntervention.plan_id == plan_id,
        AdoptedIntervention.plan_version == plan_version,
    )


class Checks:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, check: AlignmentCheck) -> None:
        self.session.add(check)

    async def latest(self, plan_id: PlanId) -> tuple[AlignmentCheck, bool] | None:
        """A plan's latest check, and whether the plan waits for another."""
        found = await self.session.execute(
            select(AlignmentCheck, _is_behind)
            .join(AdoptedPlan, AdoptedPlan.plan_id == AlignmentCheck.plan_id)
            .join(OneBudget, OneBudget.space_code == AlignmentCheck.space_code)
            .where(AlignmentCheck.plan_id == plan_id)
            .order_by(AlignmentCheck.id.desc())
            .limit(1)
        )
        row = found.one_or_none()
        return None if row is None else (row[0], row[1])

    async def spaces_behind(self) -> Sequence[str]:
        """Spaces with a plan whose last check saw an earlier budget."""
        last = aliased(AlignmentCheck)
        found = await self.session.scalars(
            select(AlignmentCheck.space_code)
            .distinct()
            .join(AdoptedPlan, AdoptedPlan.plan_id == AlignmentCheck.plan_id)
            .join(OneBudget, OneBudget.space_code == AlignmentCheck.space_code)
            .where(
                _is_behind,
                ~exists().where(
                    last.plan_id == AlignmentCheck.plan_id, last.id > AlignmentCheck.id
                ),
            )
        )
        return found.all()


_is_behind = and_(
    AdoptedPlan.status == PlanStatus.ADOPTED,
    OneBudget.revision > AlignmentCheck.budget_revision,
)


class Findings:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, finding: Finding) -> Finding:
        self.session.add(finding)
        return finding

    async def open_in(self, plan_id: PlanId) -> Sequence[Finding]:
        found = await self.session.scalars(
            select(Finding)
            .where(Finding.plan_id == plan_id, Finding.status == FindingStatus.OPEN)
            .order_by(Finding.place_in_check)
        )
        return found.all()

    async def of_check(self, check: AlignmentCheck) -> Sequence[Finding]:
        """What this latest check found, the gravest first."""
        found = await self.session.scalars(
            select(Finding)
            .where(Finding.found_by == check.id)
            .order_by(Finding.place_in_check)
        )
        return found.all()

    async def page(
        self, wanted: Wanted, *, after: UUID | None, limit: int
    ) -> Sequence[Finding]:
        """Findings, oldest first."""
        filters = (
            (Finding.space_code, wanted.space_code),
            (Finding.plan_id, wanted.plan_id),
            (Finding.type, wanted.type),
            (Finding.severity, wanted.severity),
            (Finding.status, wanted.status),
        )
        found = await self.session.scalars(
            select(Finding)
            .where(*(column == value for column, value in filters if value is not None))
            .where(*([] if after is None else [Finding.id > after]))
            .order_by(Finding.id)
            .limit(limit)
        )
        return found.all()
