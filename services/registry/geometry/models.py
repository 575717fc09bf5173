"""The shape of a place, a tile of the map without shapes, and what is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import FieldError, NotFound, TooLarge, Unprocessable
from services.registry.places.models import PlacesTable

Position = Sequence[float]
"""Longitude and latitude, in degrees (WGS 84)."""

Ring = Sequence[Position]
MultiPolygon = Sequence[Sequence[Ring]]
"""Polygons, each an outer ring and its holes; every ring ends where it began."""


class LocationNotCovered(NotFound):
    """No shape that is loaded contains this point."""


class GeoJsonNotReadable(Unprocessable):
    """The file is a GeoJSON FeatureCollection (RFC 7946), in UTF-8."""


class GeoJsonTooLarge(TooLarge):
    """The file has at most 10 MiB and 400 000 positions."""


class FeaturesNotValid(Unprocessable):
    """Features break the rules below; no shape was loaded.

    Each error points to `/features/<index>/...`; at most 500 are listed.
    """

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(f"{len(errors)} features cannot be loaded", errors[:500])


class Geometry(PlacesTable):
    """The shape of a place while its boundaries were these, right-hand rule applied."""

    __tablename__ = "place_geometry"

    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    boundaries_since: Mapped[date] = mapped_column(primary_key=True)
    coordinates: Mapped[MultiPolygon] = mapped_column(JSONB)
    positions: Mapped[int]
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]
    source: Mapped[str]
    loaded_by: Mapped[str]
    loaded_at: Mapped[datetime]


class Tile(PlacesTable):
    """Where a space stands on a map of squares, counted from the north-west corner."""

    __tablename__ = "place_tile"

    code: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[int]
    column: Mapped[int]


@dataclass(frozen=True)
class Shape:
    """A place as a day has it, with its shape."""

    kind: str
    code: str
    name: str
    category: str | None
    space_code: str | None
    province_code: str | None
    coordinates: MultiPolygon


@dataclass(frozen=True)
class PlacedTile:
    """A space as a day has it, with its tile."""

    space_code: str
    name: str
    category: str | None
    province_code: str | None
    row: int
    column: int
