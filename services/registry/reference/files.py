"""The packaged files of one country, row by row."""

import csv
from collections.abc import Mapping
from importlib.resources import files

Row = Mapping[str, str]


def rows(name: str) -> list[Row]:
    """Every row of one packaged file, by column name."""
    text = (files(__package__) / "za" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def words(cell: str) -> tuple[str, ...]:
    """A cell that lists codes separated by spaces."""
    return tuple(cell.split())
