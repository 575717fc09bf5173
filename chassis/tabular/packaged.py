"""Rules and rates that come with the code: typed rows, each in force from a day on.

Whoever changes a rule adds a row with its day and its citation; what was decided under
the row before stays explained by it.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, TypeAdapter

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Since when a row applies, who says so, and how sure we are of that.

    `applies_to` is the first day on which it does not apply any more.
    """

    applies_from: date
    applies_to: date | None = None
    citation: str
    confidence: str

    def applies(self, on: date) -> bool:
        ended = self.applies_to is not None and self.applies_to <= on
        return self.applies_from <= on and not ended


D = TypeVar("D", bound=Dated)


def _between_bars(cell: str | None) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


Words = Annotated[tuple[str, ...], BeforeValidator(_between_bars)]
"""A cell of several words or phrases, separated by bars."""


def packaged(kind: type[Row], package: str, name: str) -> tuple[Row, ...]:
    """Every row of a file beside the code as this dataclass, in the file's order.

    A column per field, by its name; a blank cell is None.
    """
    read = TypeAdapter(kind).validate_python
    return tuple(
        read({column: cell or None for column, cell in row.items()})
        for row in rows_in(files(package) / name)
    )


def rows_in(file: Traversable) -> list[Mapping[str, str]]:
    """Every row of a file of ours, by column name."""
    text = file.read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def in_force(rows: Iterable[D], on: date) -> Iterator[D]:
    """Those that apply on a day."""
    return (row for row in rows if row.applies(on))
