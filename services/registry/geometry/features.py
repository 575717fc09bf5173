"""GeoJSON as it was sent becomes shapes by code, or a list of what is wrong in it."""

import json
import math
from collections.abc import Container, Iterator, Mapping
from typing import Any, NoReturn

from chassis.errors import FieldError
from services.registry.geometry import rules
from services.registry.geometry.models import (
    FeaturesNotValid,
    GeoJsonNotReadable,
    GeoJsonTooLarge,
    MultiPolygon,
)

LARGEST_FILE_BYTES = 10 << 20
MOST_POSITIONS = 400_000
MOST_FEATURES = 10_000
LARGEST_LONGITUDE, LARGEST_LATITUDE = 180, 90
DECIMALS = 6
"""A millionth of a degree is 11 cm on the ground."""

Shapes = dict[str, MultiPolygon]


class FeatureRefused(Exception):
    """The feature breaks `rule` at `where`; it becomes an error of the file."""

    def __init__(self, where: str, rule: str, detail: str) -> None:
        super().__init__(detail)
        self.where, self.rule, self.detail = where, rule, detail


def read_features(content: bytes, code_property: str) -> tuple[Shapes, dict[str, int]]:
    """Shapes by code, and which feature each came from.

    Raises GeoJsonNotReadable, GeoJsonTooLarge or FeaturesNotValid.
    """
    shapes: Shapes = {}
    indexes: dict[str, int] = {}
    errors: list[FieldError] = []
    left = MOST_POSITIONS
    for index, feature in enumerate(_features(content)):
        try:
            code = _code(feature, code_property, taken=shapes)
            shapes[code] = _polygons(feature.get("geometry"))
            indexes[code] = index
            left -= positions(shapes[code])
        except FeatureRefused as refused:
            pointer = f"/features/{index}{refused.where}"
            errors.append(FieldError(pointer, refused.rule, refused.detail))
        if left < 0:
            raise GeoJsonTooLarge(f"more than {MOST_POSITIONS} positions")
    if errors:
        raise FeaturesNotValid(errors)
    return shapes, indexes


def positions(polygons: MultiPolygon) -> int:
    return sum(len(ring) for polygon in polygons for ring in polygon)


def _features(content: bytes) -> list[Any]:
    if len(content) > LARGEST_FILE_BYTES:
        raise GeoJsonTooLarge(f"more than {LARGEST_FILE_BYTES} bytes")
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise GeoJsonNotReadable(f"not JSON: {str(error)[:200]}") from None
    found = document.get("features") if isinstance(document, dict) else None
    if not isinstance(found, list) or document.get("type") != "FeatureCollection":
        raise GeoJsonNotReadable("not a FeatureCollection")
    if not 0 < len(found) <= MOST_FEATURES:
        raise GeoJsonNotReadable(f"1 to {MOST_FEATURES} features")
    return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _code(feature: object, code_property: str, *, taken: Container[str]) -> str:
    if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
        raise FeatureRefused("", "feature-not-valid", "not a Feature")
    properties = feature.get("properties")
    code = properties.get(code_property) if isinstance(properties, Mapping) else None
    if not isinstance(code, str) or not code.isascii() or not code.isprintable():
        where = f"/properties/{code_property}"
        raise FeatureRefused(where, "code-missing", "the code of its place")
    if code in taken:
        raise FeatureRefused("", "feature-repeated", f"{code} is before it")
    return code


def _polygons(geometry: object) -> MultiPolygon:
    if not isinstance(geometry, Mapping):
        raise FeatureRefused("/geometry", "geometry-missing", "a shape")
    kind, found = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        found = [found]
    elif kind != "MultiPolygon":
        raise FeatureRefused(
            "/geometry/type", "geometry-not-area", "Polygon or MultiPolygon"
        )
    polygons = [
        [_ring(ring, f"/geometry/coordinates/{number}") for ring in _list(polygon)]
        for number, polygon in enumerate(_list(found))
    ]
    return rules.right_handed(polygons)


def _list(found: object) -> Iterator[Any]:
    if not isinstance(found, list) or not found:
        raise FeatureRefused(
            "/geometry/coordinates", "coordinates-not-valid", "a list with content"
        )
    return iter(found)


def _ring(ring: object, where: str) -> list[list[float]]:
    read = [_position(position, where) for position in _list(ring)]
    if len(read) < rules.SMALLEST_RING:
        raise FeatureRefused(where, "ring-too-short", "a ring has four positions")
    if read[0] != read[-1]:
        raise FeatureRefused(where, "ring-not-closed", "it ends where it began")
    if not rules.signed_area(read):
        raise FeatureRefused(where, "ring-without-area", "its positions are on a line")
    return read


def _position(position: object, where: str) -> list[float]:
    if not isinstance(position, list) or len(position) not in {2, 3}:
        raise FeatureRefused(where, "position-not-valid", "longitude, latitude")
    longitude, latitude = (_degrees(value, where) for value in position[:2])
    if abs(longitude) > LARGEST_LONGITUDE or abs(latitude) > LARGEST_LATITUDE:
        raise FeatureRefused(
            where, "position-out-of-range", "longitude to 180, latitude to 90 degrees"
        )
    return [longitude, latitude]


def _degrees(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FeatureRefused(where, "position-not-valid", "degrees are numbers")
    if not math.isfinite(value):
        raise FeatureRefused(where, "position-not-valid", "degrees are finite")
    return round(float(value), DECIMALS)
