"""A table read by its layout: row objects, or what is wrong with the rows."""

import asyncio
from collections import defaultdict
from typing import TypeVar

from chassis.tabular.columns import Field
from chassis.tabular.faults import RowErrors
from chassis.tabular.kinds import CellRefused
from chassis.tabular.layout import Layout
from chassis.tabular.table import Table, TableRow, is_blank
from chassis.tabular.units import Unit

R = TypeVar("R")


async def read_rows(
    table: Table, layout: Layout[R], *, unit: Unit | None, errors: RowErrors
) -> list[R]:
    """The rows without fault, in the file's order; every fault goes to `errors`.

    `unit` is what the sender declared; UnitNotDeclared if there are amounts without it.
    """
    return await asyncio.to_thread(_read, table, layout, unit, errors)


def _read(
    table: Table, layout: Layout[R], unit: Unit | None, errors: RowErrors
) -> list[R]:
    fields = layout.fields(table.header, unit, errors)
    if errors.total:
        return []
    reader = _RowReader(fields, errors)
    rows: list[R] = []
    for found in table.rows:
        before = errors.total
        arguments = reader.arguments(found)
        if errors.total == before:
            rows.append(layout.row_type(row=found.number, **arguments))
    return rows


class _RowReader:
    """Reads one row after the other, and remembers the values that must be unique."""

    def __init__(self, fields: list[Field], errors: RowErrors) -> None:
        self._fields = fields
        self._positions = {field.position for field in fields}
        self._width = max(self._positions, default=-1) + 1
        self._errors = errors
        self._seen: dict[str, dict[object, int]] = defaultdict(dict)

    def arguments(self, row: TableRow) -> dict[str, object]:
        """What the row's cells say; incomplete as soon as an error was added."""
        if self._has_right_shape(row):
            return self._read_fields(row)
        return {}

    def _has_right_shape(self, row: TableRow) -> bool:
        if len(row.cells) < self._width:
            self._errors.add(
                row.number,
                f"column {len(row.cells) + 1}",
                "",
                rule="row-incomplete",
                detail=f"{len(row.cells)} cells, but the header has {self._width}",
            )
            return False
        stray = [
            (position, cell)
            for position, cell in enumerate(row.cells)
            if position not in self._positions and not is_blank(cell)
        ]
        for position, cell in stray:
            self._errors.add(
                row.number,
                f"column {position + 1}",
                cell,
                rule="cell-without-column",
                detail="a value where the header has no name",
            )
        return not stray

    def _read_fields(self, row: TableRow) -> dict[str, object]:
        arguments: dict[str, object] = {}
        years: dict[str, dict[str, object]] = defaultdict(dict)
        for field in self._fields:
            value = self._value(field, row)
            if field.year is not None and field.argument is not None:
                years[field.argument] |= {} if value is None else {field.year: value}
            elif value is not None and field.argument is not None:
                arguments[field.argument] = value
        return arguments | years

    def _value(self, field: Field, row: TableRow) -> object | None:
        cell = row.cells[field.position]
        try:
            if is_blank(cell):
                _refuse_if_required(field)
                return None
            value = field.kind(cell)
            if field.unique:
                self._refuse_repeated(field, value, row.number)
        except CellRefused as refused:
            self._errors.add(
                row.number,
                field.column,
                cell,
                rule=refused.rule,
                detail=refused.detail,
            )
            return None
        return value

    def _refuse_repeated(self, field: Field, value: object, row: int) -> None:
        earlier = self._seen[field.column].setdefault(value, row)
        if earlier != row:
            raise CellRefused("value-repeated", f"row {earlier} has it already")


def _refuse_if_required(field: Field) -> None:
    if field.required:
        raise CellRefused("value-missing", "this column may not be blank")
