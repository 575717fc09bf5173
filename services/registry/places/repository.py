"""Places as of a day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.registry.places.models import (
    MunicipalityNotFound,
    Place,
    SpaceNotFound,
)

NOT_FOUND = {"space": SpaceNotFound, "municipality": MunicipalityNotFound}


class Places:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def replace_all(self, places: Sequence[Place]) -> None:
        """Bring the table to this edition; a place it does not name stays."""
        names = [column.key for column in Place.__table__.columns]
        rows = [{name: getattr(place, name) for name in names} for place in places]
        statement = insert(Place).values(rows)
        changed = {name: statement.excluded[name] for name in names}
        await self.session.execute(
            statement.on_conflict_do_update(
                index_elements=[Place.kind, Place.code, Place.valid_from], set_=changed
            )
        )

    async def get(self, kind: str, code: str, *, as_of: date) -> Place:
        """The place of this kind and code that stood on that day."""
        found = await self.session.scalar(
            select(Place).where(
                Place.kind == kind, Place.code == code, _stood_on(as_of)
            )
        )
        if found is None:
            raise NOT_FOUND[kind](f"no {kind} {code} on {as_of}")
        return found

    async def list(
        self,
        kind: str,
        *,
        as_of: date,
        province: str | None = None,
        space: str | None = None,
        category: str | None = None,
    ) -> Sequence[Place]:
        """Places of a kind that stood on that day, by code."""
        wanted = (
            (Place.province_code, province),
            (Place.space_code, space),
            (Place.category, category),
        )
        found = await self.session.scalars(
            select(Place)
            .where(Place.kind == kind, _stood_on(as_of))
            .where(*(column == value for column, value in wanted if value is not None))
            .order_by(Place.code)
        )
        return found.all()


def _stood_on(day: date) -> ColumnElement[bool]:
    return and_(
        Place.valid_from <= day, or_(Place.valid_to.is_(None), Place.valid_to > day)
    )
