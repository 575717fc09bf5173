"""The columns a layout may declare, and what each finds in a file's header."""

import re
from dataclasses import dataclass

from chassis.tabular.amounts import amount
from chassis.tabular.kinds import CellRefused, Kind, is_next_year, text
from chassis.tabular.table import Cell
from chassis.tabular.units import Unit, known_unit

EARLIEST_YEAR, LATEST_YEAR = 1994, 2100
_YEARS = r"_([0-9]{4})_([0-9]{2})"


@dataclass(frozen=True)
class Field:
    """A column found in a header: where it is, what it is for, how to read it.

    `argument` is the row object's keyword, or None if the row object does not get it.
    """

    position: int
    column: str
    argument: str | None
    kind: Kind
    year: str | None = None
    required: bool = False
    unique: bool = False


@dataclass(frozen=True)
class Column:
    """A column and the kind of its cells; `unique` values appear once in the file."""

    name: str
    kind: Kind
    required: bool = False
    unique: bool = False

    @property
    def header(self) -> str:
        return self.name

    def field(self, position: int, header: str) -> Field | None:
        if header != self.name:
            return None
        return Field(
            position,
            header,
            argument=self.name,
            kind=self.kind,
            required=self.required,
            unique=self.unique,
        )


@dataclass(frozen=True)
class AmountColumn:
    """A column of amounts in the file's unit; the row object gets Decimal rand."""

    name: str
    required: bool = False
    negative: bool = False

    @property
    def header(self) -> str:
        return self.name

    def field(self, position: int, header: str, unit: Unit) -> Field | None:
        if header != self.name:
            return None
        kind = amount(unit, negative=self.negative)
        return Field(position, header, self.name, kind, required=self.required)


@dataclass(frozen=True)
class AmountsByYear:
    """Columns `planned_2026_27`, ...; the row object gets rand by year as `planned`.

    Any years; a blank cell has no entry. Required: at least one such column.
    """

    name: str
    required: bool = False
    negative: bool = False

    @property
    def header(self) -> str:
        return f"{self.name}_2026_27 (any financial year)"

    def field(self, position: int, header: str, unit: Unit) -> Field | None:
        years = re.fullmatch(re.escape(self.name) + _YEARS, header)
        if years is None:
            return None
        if not is_next_year(years[1], years[2]):
            raise CellRefused(
                "column-not-a-financial-year", "the second year follows the first"
            )
        if not EARLIEST_YEAR <= int(years[1]) <= LATEST_YEAR:
            raise CellRefused(
                "column-not-a-financial-year", f"{EARLIEST_YEAR} to {LATEST_YEAR}"
            )
        kind = amount(unit, negative=self.negative)
        year = f"{years[1]}/{years[2]}"
        return Field(position, header, self.name, kind, year=year)


def unit_field(position: int, header: str, declared: Unit) -> Field | None:
    """The column `unit`: each of its cells must agree with the declared unit."""
    if header != "unit":
        return None
    return Field(position, header, None, _agreeing(declared))


def _agreeing(declared: Unit) -> Kind:
    read_text = text()

    def read(cell: Cell) -> Unit:
        unit = known_unit(str(read_text(cell)))
        if unit is None:
            raise CellRefused("unit-unknown", "rand, R thousand or R million")
        if unit is not declared:
            raise CellRefused(
                "unit-differs", f"declared for the file: {declared.label}"
            )
        return unit

    return read
