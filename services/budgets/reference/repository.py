"""Places, organs and interventions as the other services last told them."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.periods import stood_on
from chassis.repository import remember
from contracts.boundaries import Step, step_of
from contracts.events.registry import OrganRecord, PlaceRecord, TransitionRecord
from contracts.ids import PlanId
from services.budgets.reference.models import (
    SPACE,
    KnownIntervention,
    Organ,
    Place,
    PlaceTransition,
)
from services.budgets.tables import among


class Places:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def remember(self, places: Sequence[PlaceRecord]) -> None:
        await remember(self.session, Place, places)

    async def space(self, code: str, *, on: date) -> Place | None:
        return await self.session.scalar(
            select(Place).where(
                Place.kind == SPACE, Place.code == code, stood_on(Place, on)
            )
        )

    async def named(self, codes: Collection[str]) -> Sequence[Place]:
        """Places that have or had these codes, the oldest period first."""
        found = await self.session.scalars(
            select(Place).where(among(Place.code, codes)).order_by(Place.valid_from)
        )
        return found.all()

    async def standing(self, *, on: date) -> Sequence[Place]:
        """Every place that stands on that day, once."""
        found = await self.session.scalars(
            select(Place)
            .where(stood_on(Place, on))
            .ext(distinct_on(Place.kind, Place.code))
            .order_by(Place.kind, Place.code, Place.valid_from.desc())
        )
        return found.all()


class Transitions:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def remember(self, told: Sequence[TransitionRecord]) -> None:
        await remember(self.session, PlaceTransition, told)

    async def steps(self) -> list[Step]:
        found = await self.session.scalars(select(PlaceTransition))
        return [
            step_of(TransitionRecord.model_validate(each, from_attributes=True))
            for each in found
        ]


class Organs:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def remember(self, organs: Sequence[OrganRecord]) -> None:
        await remember(self.session, Organ, organs)

    async def named(self, codes: Collection[str]) -> Sequence[Organ]:
        found = await self.session.scalars(
            select(Organ).where(among(Organ.code, codes))
        )
        return found.all()


class KnownInterventions:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(
        self, codes: Collection[str], *, plan_id: PlanId, space_code: str
    ) -> None:
        if not codes:
            return
        await self.session.execute(
            insert(KnownIntervention).on_conflict_do_nothing(),
            [
                {"space_code": space_code, "code": code, "plan_id": plan_id}
                for code in codes
            ],
        )

    async def named(self, codes: Collection[str], *, space_code: str) -> set[str]:
        """Those of the codes that a plan of the space has."""
        found = await self.session.scalars(
            select(KnownIntervention.code).where(
                KnownIntervention.space_code == space_code,
                among(KnownIntervention.code, codes),
            )
        )
        return set(found)
