"""Shapes and tiles of the places of a day, each in one query."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.periods import stood_on
from chassis.repository import upsert
from services.registry.geometry.models import Geometry, PlacedTile, Shape, Tile
from services.registry.places.models import SPACE, Place


class Geometries:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def write(self, geometries: Collection[Geometry]) -> None:
        """Add these shapes, or draw known boundaries anew."""
        await upsert(self.session, geometries)

    async def of(
        self, kind: str, *, as_of: date, province: str | None, space: str | None
    ) -> Sequence[Shape]:
        """The shapes of the places of a kind that stood on that day, by code."""
        query = _shapes(as_of).where(Place.kind == kind).order_by(Place.code)
        if province is not None:
            query = query.where(Place.province_code == province)
        if space is not None:
            query = query.where(Place.space_code == space)
        return [Shape(*row) for row in await self.session.execute(query)]

    async def around(
        self, longitude: float, latitude: float, *, as_of: date
    ) -> Sequence[Shape]:
        """Shapes whose bounds hold the point."""
        query = _shapes(as_of).where(
            Geometry.west <= longitude,
            Geometry.east >= longitude,
            Geometry.south <= latitude,
            Geometry.north >= latitude,
        )
        found = await self.session.execute(query.order_by(Place.kind, Place.code))
        return [Shape(*row) for row in found]


def _shapes(as_of: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Place.kind,
            Place.code,
            Place.name,
            Place.category,
            Place.space_code,
            Place.province_code,
            Geometry.coordinates,
        )
        .join(
            Geometry,
            and_(
                Geometry.kind == Place.kind,
                Geometry.code == Place.code,
                Geometry.boundaries_since == Place.boundaries_since,
            ),
        )
        .where(stood_on(Place, as_of))
    )


class Tiles:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def replace_all(self, tiles: Collection[Tile]) -> None:
        await self.session.execute(delete(Tile))
        await self.session.execute(
            insert(Tile),
            [{"code": t.code, "row": t.row, "column": t.column} for t in tiles],
        )

    async def of(self, *, as_of: date) -> Sequence[PlacedTile]:
        """The tiles of the spaces of that day, row by row."""
        found = await self.session.execute(
            select(
                Tile.code,
                Place.name,
                Place.category,
                Place.province_code,
                Tile.row,
                Tile.column,
            )
            .join(Place, and_(Place.kind == SPACE, Place.code == Tile.code))
            .where(stood_on(Place, as_of))
            .order_by(Tile.row, Tile.column)
        )
        return [PlacedTile(*row) for row in found]
