"""The process that opens an untrusted workbook, limited in memory, time and files.

Runs alone (`python -m chassis.tabular.spreadsheet COLUMNS [SHEET]`) and imports nothing
else of ours. The workbook comes on stdin; JSON lines leave on stdout:
`{"sheet": name}`, `[row number, [cell, ...]]` per row that is not blank,
`{"rows": count}`; or, at any point, `{"refused": why}` or `{"too_large": why}`.

A cell is "" or a letter and its text: s text, n number, b boolean (1 or 0), d ISO date,
x a broken cell as `rule what-is-shown`.
"""

import io
import json
import math
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from chassis.tabular.spreadsheet_parts import BrokenCells, PartNotReadable, broken_cells

_MEMORY_BYTES = 512 * 1024 * 1024
_CPU_SECONDS = 20
_OPEN_FILES = 16
_EXACT_NUMBERS_BELOW = 10**15

_Value = int | float | str | bool | time | date | datetime | timedelta


def main() -> None:
    most_columns, sheet = int(sys.argv[1]), next(iter(sys.argv[2:]), None)
    _limit_this_process()
    try:
        for message in _messages(sys.stdin.buffer.read(), sheet, most_columns):
            sys.stdout.write(json.dumps(message) + "\n")
    except (CalamineError, PartNotReadable) as error:
        sys.stdout.write(json.dumps({"refused": str(error)[:200]}) + "\n")


def _limit_this_process() -> None:
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY_BYTES),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))


def _messages(content: bytes, sheet: str | None, most_columns: int) -> Iterator[object]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in _candidates(workbook, sheet):
        broken = broken_cells(content, name)
        found = workbook.get_sheet_by_name(name)
        width = max(found.end[1] + 1 if found.end else 0, broken.width)
        if width == 0 and sheet is None:
            continue
        yield {"sheet": name}
        if width > most_columns:
            yield {"too_large": f"the sheet has more than {most_columns} columns"}
            return
        count = 0
        for row in _rows(found, broken, width):
            count += 1
            yield row
        yield {"rows": count}
        return
    yield {"refused": "no visible sheet holds anything"}


def _candidates(workbook: CalamineWorkbook, sheet: str | None) -> list[str]:
    worksheets = [
        found
        for found in workbook.sheets_metadata
        if found.typ == SheetTypeEnum.WorkSheet
    ]
    if sheet is None:
        visible = SheetVisibleEnum.Visible
        return [found.name for found in worksheets if found.visible == visible]
    if sheet not in [found.name for found in worksheets]:
        raise PartNotReadable("the workbook has no sheet of the declared name")
    return [sheet]


def _rows(
    sheet: CalamineSheet, broken: BrokenCells, width: int
) -> Iterator[tuple[int, list[str]]]:
    before = [""] * (sheet.start[1] if sheet.start else 0)
    last = 0
    for last, values in enumerate(sheet.iter_rows(), start=1):
        row = _complete(before + [_cell(value) for value in values], width)
        broken.mark(last, row)
        if any(row):
            yield last, row
    for number in broken.rows_after(last):
        row = _complete([], width)
        broken.mark(number, row)
        yield number, row


def _complete(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _cell(value: _Value) -> str:
    if isinstance(value, str):
        return value and f"s{value}"
    if isinstance(value, bool):
        return f"b{value:d}"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime) or not isinstance(value, date):
        return _moment(value)
    return f"d{value.isoformat()}"


def _moment(value: time | datetime | timedelta) -> str:
    if isinstance(value, datetime):
        return f"d{value.isoformat()}"
    return f"xtime-of-day {value}"


def _number(value: float) -> str:
    """Spreadsheets keep and show fifteen digits; what follows them is binary noise."""
    if not math.isfinite(value):
        return f"xnumber-not-finite {value}"
    if abs(value) >= _EXACT_NUMBERS_BELOW:
        return f"xnumber-not-exact {value!r}"
    return f"n{value:.15g}"


if __name__ == "__main__":
    main()
