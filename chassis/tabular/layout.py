"""The columns of a file, declared once per importer; an undeclared one is refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Generic, TypeVar

from chassis.tabular.columns import (
    AmountColumn,
    AmountsByYear,
    Column,
    Field,
    unit_field,
)
from chassis.tabular.faults import RowErrors, shown
from chassis.tabular.given import Given, given_in
from chassis.tabular.kinds import CellRefused
from chassis.tabular.table import TableRow, is_blank
from chassis.tabular.units import Unit, UnitNotDeclared

R = TypeVar("R")


@dataclass(frozen=True)
class Layout(Generic[R]):
    """What a file's columns are, and the row object they make.

    `row_type` is called with `row` (the number) and a keyword per column that is not
    blank, so what may be blank has a default there. A layout with amounts needs a
    declared unit, and knows a column `unit` that must agree with it.
    """

    row_type: Callable[..., R]
    columns: tuple[Column | AmountColumn | AmountsByYear, ...]

    def __post_init__(self) -> None:
        parameters = signature(self.row_type).parameters
        for column in self.columns:
            default = parameters[column.name].default
            if not column.required and default is Parameter.empty:
                raise TypeError(f"{column.name} may be blank but has no default")

    def fields(
        self, header: TableRow, unit: Unit | None, errors: RowErrors
    ) -> list[Field]:
        """The columns of this header, in its order; its faults go to `errors`."""
        declared = self._declared(unit)
        found: dict[str, Field] = {}
        for position, cell in enumerate(header.cells):
            if is_blank(cell):
                continue
            name = shown(cell).strip().casefold()
            try:
                found[name] = self._field(position, name, declared, found)
            except CellRefused as refused:
                rule, detail = refused.rule, refused.detail
                errors.add(header.number, name, "", rule=rule, detail=detail)
        for name in self._missing(found):
            errors.add(
                header.number,
                name,
                "",
                rule="column-missing",
                detail="this column is required",
            )
        return list(found.values())

    def given(self, header: TableRow, unit: Unit | None) -> Given:
        """What a file with this header states, and nothing about its faults."""
        return given_in(self.fields(header, unit, RowErrors()))

    @property
    def _has_amounts(self) -> bool:
        return any(not isinstance(column, Column) for column in self.columns)

    def _declared(self, unit: Unit | None) -> Unit:
        """Without amounts no unit is needed, and rand is as good as any."""
        if unit is None and self._has_amounts:
            raise UnitNotDeclared("declare the unit: rand, R thousand or R million")
        return unit or Unit.RAND

    def _field(
        self, position: int, name: str, unit: Unit, found: dict[str, Field]
    ) -> Field:
        if name in found:
            raise CellRefused("column-repeated", "a column of this name is before it")
        for field in self._readings(position, name, unit):
            if field is not None:
                return field
        known = ", ".join(self._headers())
        raise CellRefused("column-unknown", f"known columns: {known}")

    def _readings(self, position: int, name: str, unit: Unit) -> Iterator[Field | None]:
        for column in self.columns:
            if isinstance(column, Column):
                yield column.field(position, name)
            else:
                yield column.field(position, name, unit)
        if self._has_amounts:
            yield unit_field(position, name, unit)

    def _headers(self) -> Iterator[str]:
        for column in self.columns:
            yield column.header
        if self._has_amounts:
            yield "unit"

    def _missing(self, found: dict[str, Field]) -> Iterator[str]:
        arguments = {field.argument for field in found.values()}
        for column in self.columns:
            if column.required and column.name not in arguments:
                yield column.name
