"""Cells that hold more than one word: dependencies, points, milestones.

points       `NC452 23.4306 -27.4550 Reservoir | NC451 23.1 -27.2`: place, longitude,
             latitude, and a label if there is one
milestones   `2027-06-30 Filled | 2028-03-31 Handed over`

A bar or backslash inside a label or title is written after a backslash.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from chassis.tabular.kinds import CellRefused, Link, code, links, text
from chassis.tabular.table import Cell
from services.plans.documents.content import DependencyKind
from services.plans.documents.schemas import LONGEST_LAG_DAYS, Milestone, Point

MOST = 200
LONGEST_CELL = 32_000
M = TypeVar("M", bound=BaseModel)

_one_line = text(LONGEST_CELL)
_links = links([kind.value for kind in DependencyKind])
_PART = re.compile(r"(?:[^\\|]|\\.?)+")


def own_code(cell: Cell) -> str:
    """A code that stands in addresses, and so has no slash."""
    written = code(cell)
    if "/" in written:
        raise CellRefused("code-not-valid", "letters, digits and . _ - only")
    return written


def dependencies(cell: Cell) -> tuple[Link, ...]:
    found: tuple[Link, ...] = tuple(_links(cell))  # type: ignore[arg-type]
    if any(abs(link.lag_days) > LONGEST_LAG_DAYS for link in found):
        detail = f"at most {LONGEST_LAG_DAYS} days of lag or lead"
        raise CellRefused("lag-out-of-range", detail)
    return found


def points(cell: Cell) -> list[dict[str, Any]]:
    return _several(cell, Point, _point, "code longitude latitude label")


def milestones(cell: Cell) -> list[dict[str, Any]]:
    return _several(cell, Milestone, _milestone, "YYYY-MM-DD title")


def written_points(stored: Iterable[Mapping[str, Any]]) -> str:
    """As a cell holds them."""
    return " | ".join(
        " ".join(
            [each["place_code"], each["lon"], each["lat"], _escaped(each["label"])]
        ).strip()
        for each in stored
    )


def written_milestones(stored: Iterable[Mapping[str, Any]]) -> str:
    return " | ".join(f"{each['due_on']} {_escaped(each['title'])}" for each in stored)


def _several(
    cell: Cell, model: type[M], parts: Callable[[str], dict[str, Any]], form: str
) -> list[dict[str, Any]]:
    line = str(_one_line(cell))
    found = [part for part in map(str.strip, _PART.findall(line)) if part]
    if len(found) > MOST:
        raise CellRefused("too-many", f"at most {MOST} in a cell")
    try:
        return [
            model.model_validate(parts(each)).model_dump(mode="json") for each in found
        ]
    except (ValueError, ValidationError) as error:
        detail = f"write {form}, several separated by |"
        raise CellRefused(f"{model.__name__.lower()}-not-valid", detail) from error


def _point(part: str) -> dict[str, Any]:
    place, lon, lat, *label = part.split(maxsplit=3)
    said = {"place_code": place, "lon": lon, "lat": lat}
    return said | ({"label": _plain(label[0])} if label else {})


def _milestone(part: str) -> dict[str, Any]:
    due_on, title = part.split(maxsplit=1)
    return {"due_on": due_on, "title": _plain(title)}


def _escaped(words: str | None) -> str:
    return re.sub(r"([\\|])", r"\\\1", words or "")


def _plain(words: str) -> str:
    return re.sub(r"\\(.)", r"\1", words)
