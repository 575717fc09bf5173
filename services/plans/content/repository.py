"""Where the records of plans are kept."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from sqlalchemy import String, any_, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.content.models import (
    Issue,
    Outcome,
    PlanLink,
    Record,
    RecordNotFound,
    Strategy,
)
from services.plans.content.whole import KINDS, Whole
from services.plans.documents.content import Intervention
from services.plans.documents.models import Plan
from services.plans.documents.repository import Interventions

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound=Record | Intervention)


class Records(Generic[R]):
    """The records of one kind in one plan, by code."""

    def __init__(self, session: AsyncSession, plan: Plan, entity: type[R]) -> None:
        self.session = session
        self.plan = plan
        self.entity = entity
        self._all = (
            select(entity).where(entity.plan_id == plan.id).order_by(entity.code)
        )

    def add(self, record: R) -> None:
        record.plan_id = self.plan.id
        record.space_code = self.plan.space_code
        record.revision = 1
        self.session.add(record)

    async def get(self, code: str) -> R:
        found = await self.find([code])
        if not found:
            raise RecordNotFound(f"the plan has no {self.entity.noun} {code}")
        return found[0]

    async def find(self, codes: Iterable[str]) -> Sequence[R]:
        wanted = self._all.where(self.entity.code.in_(codes))
        return (await self.session.scalars(wanted)).all()

    async def all(self) -> Sequence[R]:
        return (await self.session.scalars(self._all)).all()

    async def by_code(self) -> dict[str, R]:
        return {record.code: record for record in await self.all()}

    async def page(self, *, after: str | None, limit: int) -> Sequence[R]:
        wanted = self._all.limit(limit)
        if after is not None:
            wanted = wanted.where(self.entity.code > after)
        return (await self.session.scalars(wanted)).all()

    async def remove(self, record: R) -> None:
        await self.session.delete(record)


async def codes_of(session: AsyncSession, plan: Plan) -> dict[str, set[str]]:
    """The codes of all records of a plan, by kind, in one query."""
    tables: dict[str, type[Record | Intervention]] = {
        **{entity.noun: entity for entity in KINDS},
        "intervention": Intervention,
    }
    parts = [
        select(literal(noun, String).label("kind"), table.code).where(
            table.plan_id == plan.id
        )
        for noun, table in tables.items()
    ]
    known: dict[str, set[str]] = {noun: set() for noun in tables}
    for kind, code in await session.execute(union_all(*parts)):
        known[kind].add(code)
    return known


async def within(session: AsyncSession, plan: Plan, strategy: str) -> Sequence[str]:
    """The codes of the interventions under a strategy."""
    under = literal(strategy) == any_(Intervention.strategies)
    wanted = select(Intervention.code).where(Intervention.plan_id == plan.id, under)
    return (await session.scalars(wanted.order_by(Intervention.code))).all()


async def read_whole(session: AsyncSession, plan: Plan) -> Whole:
    return Whole(
        plan=plan,
        issues=_in_order(await Records(session, plan, Issue).all()),
        outcomes=_in_order(await Records(session, plan, Outcome).all()),
        strategies=_in_order(await Records(session, plan, Strategy).all()),
        links=_in_order(await Records(session, plan, PlanLink).all()),
        interventions=_in_order(await Interventions(session, plan).all()),
    )


def _in_order(found: Sequence[C]) -> list[C]:
    """By the code points of codes, whatever the database's collation."""
    return sorted(found, key=lambda record: record.code)
