"""A file of statements has the columns of its row on the wire, read cell by cell."""

import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from inspect import Parameter, Signature
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from chassis.tabular.columns import Column
from chassis.tabular.kinds import Kind, boolean, codes, day, text, whole_number
from chassis.tabular.layout import Layout
from chassis.tabular.table import Cell
from chassis.web.fields import Code

LONGEST_TEXT = 2000
LARGEST_NUMBER = 10**15


@dataclass(frozen=True)
class Cells:
    """A row of a file by its number as a spreadsheet counts, and what its cells say."""

    row: int
    said: Mapping[str, Any]


def layout_of(row: type[BaseModel]) -> Layout[Cells]:
    """A column per field; what a cell may say, the row on the wire decides.

    A list is written with spaces between its words. A blank cell is a field that was
    not sent.
    """
    columns = tuple(
        Column(name, _kind(field.annotation), required=field.is_required())
        for name, field in row.model_fields.items()
    )

    def cells(row: int, **said: object) -> Cells:
        return Cells(row, said)

    keywords = [
        Parameter(column.name, Parameter.KEYWORD_ONLY, default=None)
        for column in columns
    ]
    number = Parameter("row", Parameter.POSITIONAL_OR_KEYWORD)
    signature = Signature([number, *keywords])
    setattr(cells, "__signature__", signature)  # noqa: B010  what a layout looks at
    return Layout(cells, columns)


def _kind(annotation: Any) -> Kind:  # noqa: ANN401  whatever a field may be declared as
    plain = _plain(annotation)
    if get_origin(plain) in {tuple, list}:
        return codes if get_args(plain)[0] == Code else words
    if plain is date:
        return day
    if plain is bool:
        return boolean
    if plain is int:
        return whole_number(-LARGEST_NUMBER, LARGEST_NUMBER)
    return text(LONGEST_TEXT)


def words(cell: Cell) -> tuple[str, ...]:
    """A list with spaces between its words; what each may be, the row decides."""
    return tuple(str(text(LONGEST_TEXT)(cell)).split())


def _plain(annotation: Any) -> Any:  # noqa: ANN401  as above
    """Without what may be absent, and without what only constrains."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        (only,) = (each for each in get_args(annotation) if each is not types.NoneType)
        return _plain(only)
    return annotation
