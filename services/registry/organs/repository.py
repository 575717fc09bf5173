"""Organs by code."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.registry.organs.models import Organ, OrganNotFound
from services.registry.places.models import Place

CHANGEABLE = ("name", "kind", "sphere", "place_code", "illustrative", "version")


class Organs:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add_if_free(self, organ: Organ) -> bool:
        """Add it unless its code is taken; says which."""
        added = await self.session.scalar(
            insert(Organ)
            .values(_row(organ))
            .on_conflict_do_nothing(index_elements=["code"])
            .returning(Organ.code)
        )
        return added is not None

    async def replace(self, organs: Sequence[Organ]) -> None:
        """Bring these organs to what they are here; others stay."""
        statement = insert(Organ).values([_row(organ) for organ in organs])
        changed = {name: statement.excluded[name] for name in CHANGEABLE}
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=["code"], set_=changed)
        )

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


def _row(organ: Organ) -> dict[str, Any]:
    return {
        column.key: getattr(organ, column.key) for column in Organ.__table__.columns
    }
