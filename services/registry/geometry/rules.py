"""Pure geometry in degrees: which way rings turn, what lies inside, what may go.

Plain Python: a country's municipalities are some hundred thousand positions, read
now and then. GEOS would bring numpy and some 30 MB into the process for three loops.
Neighbours are simplified one by one, so that slivers between them may show.
"""

from itertools import pairwise
from math import hypot

from services.registry.geometry.models import MultiPolygon, Position, Ring

SMALLEST_RING = 4
Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


def signed_area(ring: Ring) -> float:
    """In square degrees; positive when the ring turns counter-clockwise."""
    west, south = ring[0][0], ring[0][1]
    total = 0.0
    for here, there in pairwise(ring):
        total += (here[0] - west) * (there[1] - south)
        total -= (there[0] - west) * (here[1] - south)
    return total / 2


def right_handed(polygons: MultiPolygon) -> list[list[list[Position]]]:
    """Outer rings counter-clockwise and holes clockwise (RFC 7946, 3.1.6)."""
    return [
        [_turned(ring, outer=number == 0) for number, ring in enumerate(polygon)]
        for polygon in polygons
    ]


def _turned(ring: Ring, *, outer: bool) -> list[Position]:
    return list(ring) if (signed_area(ring) > 0) == outer else list(ring)[::-1]


def bounds(polygons: MultiPolygon) -> Bounds:
    longitudes = [p[0] for polygon in polygons for p in polygon[0]]
    latitudes = [p[1] for polygon in polygons for p in polygon[0]]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def contains(polygons: MultiPolygon, longitude: float, latitude: float) -> bool:
    """Whether the point lies inside: in an outer ring, and in none of its holes.

    A point on a border shared by two places lies in one of them.
    """
    return any(
        _inside(polygon[0], longitude, latitude)
        and not any(_inside(hole, longitude, latitude) for hole in polygon[1:])
        for polygon in polygons
    )


def _inside(ring: Ring, longitude: float, latitude: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > latitude) != (y2 > latitude):
            crossing = x1 + (latitude - y1) * (x2 - x1) / (y2 - y1)
            inside ^= longitude < crossing
    return inside


def simplified(polygons: MultiPolygon, tolerance: float) -> MultiPolygon:
    """Positions left out that lie within the tolerance (degrees) of what stays.

    An outer ring keeps at least a triangle; a hole that is smaller goes.
    """
    if tolerance <= 0:
        return polygons
    return [
        [
            ring
            for number, original in enumerate(polygon)
            for ring in [simplified_ring(original, tolerance)]
            if number == 0 or len(ring) >= SMALLEST_RING
        ]
        if len(polygon[0]) > SMALLEST_RING
        else polygon
        for polygon in polygons
    ]


def simplified_ring(ring: Ring, tolerance: float) -> list[Position]:
    """Douglas and Peucker between the first position and the one farthest from it.

    A ring that would collapse becomes the widest triangle on that line.
    """
    far = max(range(len(ring)), key=lambda index: _distance(ring[0], ring[index]))
    kept = {0, far, len(ring) - 1}
    spans = [(0, far), (far, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, offset = _farthest(ring, first, last)
        if offset > tolerance:
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    if len(kept) < SMALLEST_RING:
        candidates = [_farthest(ring, 0, far), _farthest(ring, far, len(ring) - 1)]
        kept.add(max(candidates, key=lambda found: found[1])[0])
    return [ring[index] for index in sorted(kept)]


def _farthest(ring: Ring, first: int, last: int) -> tuple[int, float]:
    """The position between the two that lies farthest from the line they span."""
    found, offset = first, 0.0
    for index in range(first + 1, last):
        distance = from_segment(ring[index], ring[first], ring[last])
        if distance > offset:
            found, offset = index, distance
    return found, offset


def from_segment(point: Position, start: Position, end: Position) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    if not length:
        return _distance(point, start)
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(1.0, max(0.0, along))
    return _distance(point, (start[0] + along * dx, start[1] + along * dy))


def _distance(one: Position, other: Position) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
