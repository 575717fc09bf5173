"""A file of statements: every row as it is stated, or all that is wrong with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from chassis.errors import FieldError, Unprocessable
from chassis.tabular.faults import FileHasErrors, RowErrors, collecting_errors
from chassis.tabular.rows import read_rows
from chassis.tabular.table import Table
from chassis.tabular.upload import Upload, read_table
from chassis.web.fields import Sent
from services.registry.layouts import Cells
from services.registry.statements import StatementRefused, Subject

MOST_ROWS = 10_000


class StatementFileEmpty(Unprocessable):
    """A file of statements has a header and at least one row below it."""


class StatementFileTooLong(Unprocessable):
    """A file of statements has at most 10 000 rows; send several."""


async def read_statement(
    upload: Upload, subject: Subject[Any]
) -> tuple[Table, list[Sent]]:
    """The table, and its rows as they are stated."""
    table = await read_table(upload)
    if not table.rows:
        raise StatementFileEmpty("the file has a header and nothing below it")
    if len(table.rows) > MOST_ROWS:
        raise StatementFileTooLong(f"{len(table.rows)} rows; at most {MOST_ROWS}")
    with collecting_errors() as errors:
        found = await read_rows(table, subject.layout, unit=None, errors=errors)
        rows = [_stated(subject.row, cells, errors) for cells in found]
    return table, [row for row in rows if row is not None]


def _stated(row: type[Sent], cells: Cells, errors: RowErrors) -> Sent | None:
    try:
        return row.model_validate(cells.said)
    except ValidationError as refused:
        for fault in refused.errors(include_url=False):
            column = str(fault["loc"][0]) if fault["loc"] else ""
            errors.add(
                cells.row,
                column,
                cells.said.get(column, ""),
                rule=fault["type"],
                detail=fault["msg"],
            )
        return None


def in_the_file(table: Table, refused: StatementRefused) -> FileHasErrors:
    """The same refusal, with rows as a spreadsheet numbers them."""
    errors = RowErrors()
    for error in refused.errors:
        _add(table, error, errors)
    return FileHasErrors(errors)


def _add(table: Table, error: FieldError, errors: RowErrors) -> None:
    _, _, index, *path = error.pointer.split("/")
    row = table.rows[int(index)]
    column = path[0] if path else ""
    value = _cells(table, row.cells).get(column, "")
    errors.add(row.number, column, value, rule=error.code, detail=error.detail)


def _cells(table: Table, cells: Sequence[Any]) -> Mapping[str, Any]:
    names = [str(name).strip().casefold() for name in table.header.cells]
    return dict(zip(names, cells, strict=False))
