"""Organs by code."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.registry.organs.models import Organ, OrganNotFound
from services.registry.places.models import Place


class Organs:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add_if_free(self, organ: Organ) -> bool:
        """Add it unless its code is taken; says which."""
        columns = {column.key: getattr(organ, column.key) for column in COLUMNS}
        added = await self.session.scalar(
            insert(Organ)
            .values(columns)
            .on_conflict_do_nothing(index_elements=["code"])
            .returning(Organ.code)
        )
        return added is not None

    async def get(self, code: str) -> Organ:
        found = await self.session.scalar(select(Organ).where(Organ.code == code))
        if found is None:
            raise OrganNotFound(f"no organ {code}")
        return found

    async def known(self) -> dict[str, Organ]:
        return {
            organ.code: organ for organ in await self.session.scalars(select(Organ))
        }

    async def list(
        self, *, sphere: str | None, kind: str | None, after: str, limit: int
    ) -> Sequence[Organ]:
        """Organs by code, those after `after`."""
        wanted = ((Organ.sphere, sphere), (Organ.kind, kind))
        found = await self.session.scalars(
            select(Organ)
            .where(Organ.code > after)
            .where(*(column == value for column, value in wanted if value is not None))
            .order_by(Organ.code)
            .limit(limit)
        )
        return found.all()

    async def place_exists(self, code: str) -> bool:
        found = await self.session.scalar(select(exists().where(Place.code == code)))
        return bool(found)


COLUMNS = tuple(Organ.__table__.columns)
