"""Places and organs as the registry last told them."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.events.registry import OrganRecord, PlaceRecord
from services.plans.reference.models import Organ, Place

PLACE_KEY = ("kind", "code", "valid_from")
PLACE_COLUMNS = set(Place.__table__.columns.keys())


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
            [place.model_dump(include=PLACE_COLUMNS) for place in places],
        )

    async def named(self, codes: Collection[str], *, on: date) -> Sequence[Place]:
        """Places with these codes that stand on that day."""
        found = await self.session.scalars(
            select(Place).where(
                Place.code.in_(codes),
                Place.valid_from <= on,
                or_(Place.valid_to.is_(None), Place.valid_to > on),
            )
        )
        return found.all()


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
        found = await self.session.scalars(select(Organ).where(Organ.code.in_(codes)))
        return found.all()
