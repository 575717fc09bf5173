"""The map of places: a square for each municipality, darker where more is planned."""

from collections import Counter
from dataclasses import dataclass
from math import ceil, sqrt

from reportlab.lib.colors import Color

from services.plans.printing.paper import (
    BOLD,
    BOTTOM,
    MARGIN,
    PALE,
    RULE,
    WIDTH,
    Paper,
    lines,
)

GAP, LARGEST = 10.0, 150.0
LIGHT, DARK = (0.93, 0.96, 0.95), (0.45, 0.74, 0.66)


@dataclass(frozen=True)
class Tile:
    """Where one square lies."""

    left: float
    top: float
    side: float


def set_map(paper: Paper) -> None:
    """Where interventions are, by municipality; those for all of it stand below."""
    paper.turn()
    paper.heading("Map of places")
    names = paper.edition.municipalities
    counts = Counter(code for row in paper.edition.rows for code in set(row.places))
    across = max(1, ceil(sqrt(len(names) * 1.6)))
    down = max(1, ceil(len(names) / across))
    room = paper.y - BOTTOM - 40
    side = min(LARGEST, room / down - GAP, (WIDTH - 2 * MARGIN) / across - GAP)
    most = max((counts[code] for code in names), default=0) or 1
    for number, (code, name) in enumerate(sorted(names.items())):
        step = side + GAP
        left, top = MARGIN + number % across * step, paper.y - number // across * step
        tile = Tile(left, top, side)
        _set_tile(paper, tile, counts[code] / most)
        _set_words(paper, tile, code, name, counts[code])
    paper.y -= down * (side + GAP) + 6
    paper.paragraph(_elsewhere(paper))


def _elsewhere(paper: Paper) -> str:
    named, rows = set(paper.edition.municipalities), paper.edition.rows
    beyond = sum(1 for row in rows if not named & set(row.places))
    return (
        "Squares stand for municipalities, not for their shapes; the number is that of "
        "interventions in each, and one in several places counts in each of them. "
        f"Interventions for all of the space, or beyond it: {beyond} of {len(rows)}."
    )


def _set_tile(paper: Paper, tile: Tile, share: float) -> None:
    tone = [
        light + (dark - light) * share for light, dark in zip(LIGHT, DARK, strict=True)
    ]
    paper.canvas.setFillColor(Color(*tone))
    paper.canvas.setStrokeColor(RULE)
    low = tile.top - tile.side
    paper.canvas.roundRect(tile.left, low, tile.side, tile.side, 6, stroke=1, fill=1)


def _set_words(paper: Paper, tile: Tile, code: str, name: str, count: int) -> None:
    size = max(6.0, tile.side / 13)
    left, y = tile.left + 8, tile.top - size * 1.6
    paper.text(left, y, code, size=size, ink=PALE)
    for line in lines(name, BOLD, size, tile.side - 16)[:3]:
        y -= size * 1.3
        paper.text(left, y, line, font=BOLD, size=size)
    low = tile.top - tile.side + 10
    paper.text(left, low, str(count), size=size * 2.2)
