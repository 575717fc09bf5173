"""Shapes, points and tiles on the wire; shapes are GeoJSON (RFC 7946)."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Code, Name, Sent
from services.registry.geometry.models import Geometry, Shape


class DrawnKind(StrEnum):
    """Kinds of places that may have a shape."""

    PROVINCE = "province"
    SPACE = "space"
    MUNICIPALITY = "municipality"
    WARD = "ward"


class ShapesUpload(Sent):
    """A GeoJSON FeatureCollection of Polygons and MultiPolygons, WGS 84 degrees."""

    file: UploadFile = Field(json_schema_extra={"format": "binary"})
    kind: DrawnKind
    as_of: date = Field(description="A day on which these boundaries stood.")
    source: Name = Field(description="Who published the shapes.")
    code_property: Code = Field(
        default="code", description="The property that holds the place's code."
    )
    dry_run: bool = Field(default=False, description="Only check the file.")


class ShapesLoadedView(BaseModel):
    """What was drawn, or would be when `dry_run`."""

    kind: DrawnKind
    dry_run: bool
    places: int
    positions: int
    codes: list[str]

    @classmethod
    def of(
        cls, drawn: Sequence[Geometry], *, kind: DrawnKind, dry_run: bool
    ) -> "ShapesLoadedView":
        return cls(
            kind=kind,
            dry_run=dry_run,
            places=len(drawn),
            positions=sum(geometry.positions for geometry in drawn),
            codes=sorted(geometry.code for geometry in drawn),
        )


class ShapeProperties(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: DrawnKind
    code: str
    name: str
    category: str | None
    space_code: str | None
    province_code: str | None


class MultiPolygonView(BaseModel):
    type: Literal["MultiPolygon"] = "MultiPolygon"
    coordinates: list[list[list[list[float]]]]


class FeatureView(BaseModel):
    type: Literal["Feature"] = "Feature"
    id: str
    properties: ShapeProperties
    geometry: MultiPolygonView


class FeatureCollectionView(BaseModel):
    """Shapes as GeoJSON (RFC 7946): longitude, latitude in degrees of WGS 84."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[FeatureView]


def feature_collection(shapes: Sequence[Shape]) -> dict[str, Any]:
    """A FeatureCollectionView as plain values: positions are many, and checked."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": shape.code,
                "properties": ShapeProperties.model_validate(shape).model_dump(),
                "geometry": {
                    "type": "MultiPolygon",
                    "coordinates": shape.coordinates,
                },
            }
            for shape in shapes
        ],
    }


class LocatedPlace(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str


class LocationView(BaseModel):
    """The places around a point; null where no shape that small is loaded."""

    ward: LocatedPlace | None = None
    municipality: LocatedPlace | None = None
    space: LocatedPlace | None = None
    province: LocatedPlace | None = None
    country: LocatedPlace | None = None


class TileView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    space_code: str = Field(examples=["DC45"])
    name: str
    category: Literal["district", "metro"]
    province_code: str
    row: int
    column: int


class TileGridView(BaseModel):
    """The spaces as squares of equal size, roughly in place; row 0 is the north."""

    rows: int
    columns: int
    tiles: list[TileView]
