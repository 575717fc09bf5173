"""Places, organs and interventions as the other services last told them."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

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

PLACE_KEY = ("kind", "code", "valid_from")
PLACE_COLUMNS = frozenset(Place.__table__.columns.keys())


class Places:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def upsert(self, places: Sequence[PlaceRecord]) -> None:
        statement = insert(Place)
        changed = {
            name: statement.excluded[name] for name in PLACE_COLUMNS - set(PLACE_KEY)
        }
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=PLACE_KEY, set_=changed),
            [place.model_dump(include=set(PLACE_COLUMNS)) for place in places],
        )

    async def space(self, code: str, *, on: date) -> Place | None:
        return await self.session.scalar(
            select(Place).where(
                Place.kind == SPACE, Place.code == code, standing_on(on)
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
            .where(standing_on(on))
            .ext(distinct_on(Place.kind, Place.code))
            .order_by(Place.kind, Place.code, Place.valid_from.desc())
        )
        return found.all()


def standing_on(day: date) -> ColumnElement[bool]:
    return and_(
        Place.valid_from <= day, or_(Place.valid_to.is_(None), Place.valid_to > day)
    )


class Transitions:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def upsert(self, told: Sequence[TransitionRecord]) -> None:
        """Write what is told in place of what was told of the same before."""
        statement = insert(PlaceTransition)
        key = ("effective", "old_code", "new_code")
        changed = {
            name: statement.excluded[name]
            for name in TransitionRecord.model_fields
            if name not in key
        }
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=key, set_=changed),
            [each.model_dump() for each in told],
        )

    async def steps(self) -> list[Step]:
        found = await self.session.scalars(select(PlaceTransition))
        return [
            step_of(TransitionRecord.model_validate(each, from_attributes=True))
            for each in found
        ]


class Organs:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def upsert(self, organs: Sequence[OrganRecord]) -> None:
        """Write these organs; one known at a higher version stays as it is."""
        statement = insert(Organ)
        changed = {
            name: statement.excluded[name]
            for name in OrganRecord.model_fields
            if name != "code"
        }
        await self.session.execute(
            statement.on_conflict_do_update(
                index_elements=["code"],
                set_=changed,
                where=Organ.version <= statement.excluded.version,
            ),
            [organ.model_dump() for organ in organs],
        )

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
