"""Points of interventions: where each lies to the others, and which one it is.

Coordinates are set as they stand (west to east, south to north) without any outline,
for the shapes of places are not ours to print; degrees at the edges say where it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

from services.plans.printing.paper import (
    ACCENT,
    BOTTOM,
    MARGIN,
    PALE,
    PLAIN,
    RULE,
    WIDTH,
    Paper,
    clipped,
)

FRAME, INSET, RADIUS = 430.0, 24.0, 2.6
SMALLEST_SPAN = 0.05
SIZE, LEADING = 7.5, 10.0


@dataclass(frozen=True)
class Spot:
    """A point of an intervention, as it is labelled."""

    words: str
    lon: float
    lat: float


def set_points(paper: Paper) -> None:
    """A sheet with every point, and the list of them; none if there are none."""
    spots = [
        Spot(
            _words(row.code, point), float(point["lon"] or 0), float(point["lat"] or 0)
        )
        for row in paper.edition.rows
        for point in row.points
    ]
    if not spots:
        return
    paper.turn()
    paper.heading("Points of interventions")
    _set_frame(paper, spots)
    left = MARGIN + FRAME + 20
    for number, spot in enumerate(spots, start=1):
        if paper.y - LEADING < BOTTOM:
            paper.turn()
            paper.heading("Points of interventions")
            left = MARGIN
        words = clipped(f"{number}  {spot.words}", PLAIN, SIZE, WIDTH - MARGIN - left)
        paper.text(left, paper.y - SIZE, words, size=SIZE)
        paper.y -= LEADING


def _words(code: str, point: Mapping[str, str | None]) -> str:
    where = f"{point['lat']}, {point['lon']}"
    return "  ".join(filter(None, (code, point["label"], point["place_code"], where)))


def _set_frame(paper: Paper, spots: Sequence[Spot]) -> None:
    height = paper.y - BOTTOM
    paper.canvas.setStrokeColor(RULE)
    paper.canvas.rect(MARGIN, BOTTOM, FRAME, height, stroke=1, fill=0)
    west, east = _ends([spot.lon for spot in spots])
    south, north = _ends([spot.lat for spot in spots])
    narrow = cos(radians((south + north) / 2))
    scale = min(
        (FRAME - 2 * INSET) / ((east - west) * narrow),
        (height - 2 * INSET) / (north - south),
    )
    across, up = (east - west) * narrow * scale, (north - south) * scale
    start, base = MARGIN + (FRAME - across) / 2, BOTTOM + (height - up) / 2
    for number, spot in enumerate(spots, start=1):
        x = start + (spot.lon - west) * narrow * scale
        y = base + (spot.lat - south) * scale
        paper.canvas.setFillColor(ACCENT)
        paper.canvas.circle(x, y, RADIUS, stroke=0, fill=1)
        paper.text(x + 4, y + 2, str(number), size=SIZE)
    edges = f"latitude {south:.3f} to {north:.3f}, longitude {west:.3f} to {east:.3f}"
    paper.text(MARGIN + 6, BOTTOM + 6, edges, size=SIZE, ink=PALE)


def _ends(degrees: Sequence[float]) -> tuple[float, float]:
    """The least and the greatest, never too near to each other."""
    low, high = min(degrees), max(degrees)
    lacking = max(0.0, SMALLEST_SPAN - (high - low)) / 2
    return low - lacking, high + lacking
