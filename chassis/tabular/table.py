"""A table as it was uploaded: rows of cells, nothing interpreted, nothing dropped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chassis.errors import TooLarge, Unprocessable


class FileNotReadable(Unprocessable):
    """The upload is not a CSV or XLSX table that can be read without guessing."""


class FileTooLarge(TooLarge):
    """The upload, or what it unpacks to, exceeds the limits for one file."""


@dataclass(frozen=True)
class Limits:
    """How much one upload may hold; `rows` are those below the header.

    `patience_seconds` is how long a workbook may take.
    """

    size_bytes: int = 20_000_000
    rows: int = 50_000
    columns: int = 200
    cells: int = 2_000_000
    cell_characters: int = 32_767
    patience_seconds: float = 40


@dataclass(frozen=True)
class BrokenCell:
    """A spreadsheet cell without a usable value, such as #DIV/0!; `rule` says why."""

    rule: str
    shown: str


Cell = str | Decimal | bool | date | BrokenCell
"""One cell; blank is the empty string, and a date with a time of day is a datetime."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells of one row; `number` counts as a spreadsheet does, from 1."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """The header is the first row that is not blank; blank rows are left out.

    `digest` is the SHA-256 of the uploaded bytes, in hexadecimal; a CSV has no `sheet`.
    """

    digest: str
    sheet: str | None
    header: TableRow
    rows: Sequence[TableRow]


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def within(limits: Limits, rows: Iterable[TableRow]) -> list[TableRow]:
    """Rows that hold something, or FileTooLarge as soon as a limit is passed."""
    kept: list[TableRow] = []
    cells = 0
    for row in rows:
        if all(map(is_blank, row.cells)):
            continue
        _check_row(row, limits)
        kept.append(row)
        cells += len(row.cells)
        if len(kept) > limits.rows + 1:
            raise FileTooLarge(f"more than {limits.rows} rows")
        if cells > limits.cells:
            raise FileTooLarge(f"more than {limits.cells} cells")
    return kept


def _check_row(row: TableRow, limits: Limits) -> None:
    if len(row.cells) > limits.columns:
        raise FileTooLarge(f"row {row.number} has more than {limits.columns} columns")
    for cell in row.cells:
        if isinstance(cell, str) and len(cell) > limits.cell_characters:
            raise FileTooLarge(
                f"a cell of row {row.number} has more than "
                f"{limits.cell_characters} characters"
            )
