"""Cells of a plan's files that hold more than one word, or more than plain words.

points       `NC452 23.4306 -27.4550 Reservoir | NC451 23.1 -27.2`: place, longitude,
             latitude, and a label if there is one
milestones   `2027-06-30 Filled | 2028-03-31 Handed over`
sources      `Census; 2022-10-10; https://example.org | Survey`: title, and day and
             address if they are known

A bar, semicolon or backslash inside one of them is written after a backslash.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from chassis.tabular.kinds import (
    CellRefused,
    Kind,
    Link,
    choice,
    code,
    links,
    refuse_broken,
    text,
)
from chassis.tabular.table import Cell
from services.plans.content.schemas import MOST_SOURCES, Source
from services.plans.documents.content import DependencyKind
from services.plans.documents.schemas import LONGEST_LAG_DAYS, Milestone, Point

MOST = 200
LONGEST_CELL = 32_000
SOURCE = ("title", "published_on", "url")
M = TypeVar("M", bound=BaseModel)
E = TypeVar("E", bound=StrEnum)

_one_line = text(LONGEST_CELL)
_links = links([kind.value for kind in DependencyKind])
_MEASURE = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,4}0*)?")
_FIELD = re.compile(r"((?:[^\\;]|\\.?)*)(?:;|$)")
_PART = re.compile(r"(?:[^\\|]|\\.?)+")


def own_code(cell: Cell) -> str:
    """A code that stands in addresses, and so has no slash."""
    written = code(cell)
    if "/" in written:
        raise CellRefused("code-not-valid", "letters, digits and . _ - only")
    return written


def member(options: type[E]) -> Kind:
    """One of these, in any case."""
    chosen = choice([option.value for option in options])
    return lambda cell: options(str(chosen(cell)))


def measure(cell: Cell) -> Decimal:
    """A measured value, as exact as a plan keeps it."""
    refuse_broken(cell)
    written = f"{cell:f}" if isinstance(cell, Decimal) else str(cell).strip()
    if not _MEASURE.fullmatch(written):
        detail = "at most 16 digits, and at most 4 after a point"
        raise CellRefused("measure-not-valid", detail)
    return Decimal(written)


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


def sources(cell: Cell) -> list[dict[str, Any]]:
    form = "title; YYYY-MM-DD; address"
    return _several(cell, Source, _source, form, most=MOST_SOURCES)


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


def written_sources(stored: Iterable[Mapping[str, Any]]) -> str:
    return " | ".join(map(_written_source, stored))


def _written_source(source: Mapping[str, Any]) -> str:
    title, day, url = (_escaped(source[part]) for part in SOURCE)
    known = [title, day, url] if url else [title, day] if day else [title]
    return "; ".join(known)


def _several(
    cell: Cell,
    model: type[M],
    parts: Callable[[str], dict[str, Any]],
    form: str,
    *,
    most: int = MOST,
) -> list[dict[str, Any]]:
    line = str(_one_line(cell))
    found = [part for part in map(str.strip, _PART.findall(line)) if part]
    if len(found) > most:
        raise CellRefused("too-many", f"at most {most} in a cell")
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


def _source(part: str) -> dict[str, Any]:
    said = [_plain(field.strip()) for field in _FIELD.findall(part)]
    known, more = said[: len(SOURCE)], said[len(SOURCE) :]
    if any(more):
        raise ValueError("a source has three parts")
    return {name: each for name, each in zip(SOURCE, known, strict=False) if each}


def _escaped(words: str | None) -> str:
    return re.sub(r"([\\|;])", r"\\\1", words or "")


def _plain(words: str) -> str:
    return re.sub(r"\\(.)", r"\1", words)
