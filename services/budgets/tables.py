"""What every table of this service shares: one collection, and words kept as text."""

from collections.abc import Collection
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ColumnElement, Enum, MetaData, Text, any_, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute

from chassis.database import Table, tables

LONGEST_WORD = 64


class BudgetsTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


def one_of(words: type[StrEnum]) -> Enum:
    """A text column that holds one of these words."""
    return Enum(
        words,
        native_enum=False,
        length=LONGEST_WORD,
        values_callable=lambda kind: [word.value for word in kind],
    )


def among(
    column: InstrumentedAttribute[str], values: Collection[str]
) -> ColumnElement[bool]:
    """The column holds one of the values: one parameter, however many they are."""
    return column == any_(literal(list(values), ARRAY(Text)))
