"""What may be done with shapes: load them, read them simplified, look up a point."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError
from chassis.principal import Principal
from services.registry import editions, reference
from services.registry.geometry import rules
from services.registry.geometry.features import Shapes, positions, read_features
from services.registry.geometry.models import (
    FeaturesNotValid,
    Geometry,
    LocationNotCovered,
    MultiPolygon,
    PlacedTile,
    Shape,
    Tile,
)
from services.registry.geometry.repository import Geometries, Tiles
from services.registry.places.models import (
    COUNTRY,
    MUNICIPALITY,
    PROVINCE,
    SPACE,
    WARD,
    Place,
)
from services.registry.places.repository import Places


@dataclass(frozen=True)
class Drawing:
    """A file of shapes of the places of a kind, as they stood on a day."""

    content: bytes
    kind: str
    as_of: date
    code_property: str
    source: str
    dry_run: bool


async def load_tiles(session: AsyncSession) -> None:
    """Load the country pack's tiles, if they are new."""
    tiles = reference.tiles()
    if await editions.is_new(session, "tiles", tiles):
        await Tiles(session).replace_all(
            [Tile(code=t.space_code, row=t.row, column=t.column) for t in tiles]
        )


async def draw(
    session: AsyncSession, drawing: Drawing, *, by: Principal
) -> Sequence[Geometry]:
    """Load the shapes of a file: all of them, or none and the reasons."""
    shapes, indexes = await asyncio.to_thread(
        read_features, drawing.content, drawing.code_property
    )
    standing = await Places(session).standing(as_of=drawing.as_of, kinds=[drawing.kind])
    places = {place.code: place for place in standing}
    _refuse_unknown(shapes, indexes, places, drawing)
    drawn = [
        _geometry(places[code], polygons, drawing, by)
        for code, polygons in shapes.items()
    ]
    if not drawing.dry_run:
        await Geometries(session).write(drawn)
    return drawn


def _refuse_unknown(
    shapes: Shapes, indexes: dict[str, int], places: dict[str, Place], drawing: Drawing
) -> None:
    errors = [
        FieldError(
            f"/features/{indexes[code]}/properties/{drawing.code_property}",
            "code-unknown",
            f"no {drawing.kind} {code[:64]} stood on {drawing.as_of}",
        )
        for code in shapes
        if code not in places
    ]
    if errors:
        raise FeaturesNotValid(errors)


def _geometry(
    place: Place, polygons: MultiPolygon, drawing: Drawing, by: Principal
) -> Geometry:
    west, south, east, north = rules.bounds(polygons)
    return Geometry(
        kind=place.kind,
        code=place.code,
        boundaries_since=place.boundaries_since,
        coordinates=polygons,
        positions=positions(polygons),
        west=west,
        south=south,
        east=east,
        north=north,
        source=drawing.source,
        loaded_by=by.sub,
        loaded_at=clock.now(),
    )


async def list_shapes(  # noqa: PLR0913  a kind, a day, a place around, and how fine
    session: AsyncSession,
    kind: str,
    *,
    as_of: date,
    province: str | None,
    space: str | None,
    tolerance: float,
) -> Sequence[Shape]:
    found = await Geometries(session).of(
        kind, as_of=as_of, province=province, space=space
    )
    return await asyncio.to_thread(_simplified, found, tolerance)


def _simplified(shapes: Sequence[Shape], tolerance: float) -> list[Shape]:
    return [
        replace(shape, coordinates=rules.simplified(shape.coordinates, tolerance))
        for shape in shapes
    ]


async def locate(
    session: AsyncSession, longitude: float, latitude: float, *, as_of: date
) -> dict[str, Place]:
    """The places around a point by kind, from the smallest shape that holds it up."""
    around = await Geometries(session).around(longitude, latitude, as_of=as_of)
    holding = [s for s in around if rules.contains(s.coordinates, longitude, latitude)]
    smallest = min(holding, key=_size, default=None)
    if smallest is None:
        raise LocationNotCovered(f"no shape holds {longitude}, {latitude} on {as_of}")
    kinds = (WARD, MUNICIPALITY, SPACE, PROVINCE, COUNTRY)
    standing = await Places(session).standing(as_of=as_of, kinds=kinds)
    places = {place.key: place for place in standing}
    found: dict[str, Place] = {}
    place = places.get((smallest.kind, smallest.code))
    while place is not None:
        found[place.kind] = place
        place = places.get(place.above) if place.above else None
    return found


def _size(shape: Shape) -> tuple[int, str]:
    """Wards before local municipalities and metros, before spaces and districts."""
    order = {WARD: 0, MUNICIPALITY: 1, SPACE: 2, PROVINCE: 4}[shape.kind]
    return (3 if shape.category == "C" else order, shape.code)


async def list_tiles(session: AsyncSession, *, as_of: date) -> Sequence[PlacedTile]:
    return await Tiles(session).of(as_of=as_of)
