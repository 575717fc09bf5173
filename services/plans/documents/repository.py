"""Where plans, their authors and their interventions are kept."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, between, literal, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import EVERYWHERE, Spaces
from chassis.principal import Principal
from chassis.repository import Repository
from contracts.ids import PlanId
from services.plans.documents.content import Intervention
from services.plans.documents.horizons import Years
from services.plans.documents.models import Author, Plan, PlanNotFound, PlanStatus
from services.plans.documents.selecting import Which, conditions


class Plans(Repository[Plan]):
    entity = Plan
    not_found = PlanNotFound

    async def find(self, plan_id: PlanId, *, drafts_in: Spaces) -> Plan:
        """A published plan, or a draft of these spaces; else `PlanNotFound`."""
        wanted = select(Plan).where(Plan.id == plan_id, readable(drafts_in))
        found = await self.session.scalar(wanted)
        if found is None:
            raise PlanNotFound(f"no plan {plan_id}")
        return found

    async def hold(self, plan_id: PlanId) -> Plan:
        """The plan as it stands now; nobody changes it until this transaction ends."""
        held = {"read": True}
        found = await self.session.get(
            Plan, plan_id, with_for_update=held, populate_existing=True
        )
        if found is None:
            raise PlanNotFound(f"no plan {plan_id}")
        return found

    async def list(
        self,
        *,
        drafts_in: Spaces,
        space_code: str | None,
        status: PlanStatus | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[Plan]:
        """Published plans, and drafts of these spaces, oldest first."""
        wanted = select(Plan).where(readable(drafts_in)).order_by(Plan.id)
        if space_code is not None:
            wanted = wanted.where(Plan.space_code == space_code)
        if status is not None:
            wanted = wanted.where(Plan.status == status)
        if after is not None:
            wanted = wanted.where(Plan.id > after)
        return (await self.session.scalars(wanted.limit(limit))).all()

    async def adopted_in(self, space_code: str) -> Plan | None:
        """The space's adopted plan, locked."""
        adopted = (Plan.space_code == space_code, Plan.status == PlanStatus.ADOPTED)
        return await self.session.scalar(select(Plan).where(*adopted).with_for_update())


def readable(drafts_in: Spaces) -> ColumnElement[bool]:
    if drafts_in == EVERYWHERE:
        return true()
    open_for_comment = between(
        literal(clock.today()), Plan.comment_from, Plan.comment_to
    )
    published = or_(Plan.status != PlanStatus.DRAFT, open_for_comment)
    return or_(published, Plan.space_code.in_(drafts_in))


class Authors:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def note(self, plan: Plan, by: Principal) -> None:
        """Remember that they had a hand in the plan."""
        await self.session.flush()
        await self.session.execute(
            insert(Author)
            .values(
                plan_id=plan.id,
                space_code=plan.space_code,
                sub=by.sub,
                client_id=by.client_id,
            )
            .on_conflict_do_nothing()
        )

    async def include(self, plan: Plan, who: Principal) -> bool:
        same = or_(Author.sub == who.sub, Author.client_id == who.client_id)
        hand = select(Author.sub).where(Author.plan_id == plan.id, same).limit(1)
        return await self.session.scalar(hand) is not None


class Interventions:
    """The interventions of one plan, by code."""

    def __init__(self, session: AsyncSession, plan: Plan) -> None:
        self.session = session
        self.plan = plan
        self._all = (
            select(Intervention)
            .where(Intervention.plan_id == plan.id)
            .order_by(Intervention.code)
        )

    def add(self, intervention: Intervention) -> None:
        intervention.plan_id = self.plan.id
        intervention.space_code = self.plan.space_code
        if not intervention.amounts:
            # Known to be none, or reading it after the flush would ask the database.
            intervention.amounts = {}
        self.session.add(intervention)

    async def all(self) -> Sequence[Intervention]:
        return (await self.session.scalars(self._all)).all()

    async def by_code(self) -> dict[str, Intervention]:
        return {intervention.code: intervention for intervention in await self.all()}

    async def page(
        self, which: Which, *, after: str | None, limit: int
    ) -> Sequence[Intervention]:
        wanted = self._all.where(*conditions(which)).limit(limit)
        if after is not None:
            wanted = wanted.where(Intervention.code > after)
        return (await self.session.scalars(wanted)).all()

    async def exist(self) -> bool:
        return await self.session.scalar(self._all.limit(1)) is not None

    async def find(self, code: str) -> Intervention | None:
        return await self.session.scalar(self._all.where(Intervention.code == code))

    async def horizons(self) -> dict[str, Years]:
        """In which calendar years each intervention starts and ends, by code."""
        wanted = select(
            Intervention.code, Intervention.start_year, Intervention.end_year
        ).where(Intervention.plan_id == self.plan.id)
        found = await self.session.execute(wanted)
        return {code: (start, end) for code, start, end in found}

    async def graph(self) -> dict[str, set[str]]:
        """What each intervention waits for, by code."""
        wanted = select(Intervention.code, Intervention.depends_on).where(
            Intervention.plan_id == self.plan.id
        )
        found = await self.session.execute(wanted)
        return {code: {link["code"] for link in links} for code, links in found}

    async def remove(self, intervention: Intervention) -> bool:
        """Take it out; false when something outside the plan's text stands on it."""
        try:
            async with self.session.begin_nested():
                await self.session.delete(intervention)
        except IntegrityError:
            return False
        return True
