"""What every table of this service shares, and a filter by many texts."""

from collections.abc import Collection
from typing import ClassVar

from sqlalchemy import ColumnElement, MetaData, Text, any_, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute

from chassis.database import Table, one_of, tables

__all__ = ["BudgetsTable", "among", "one_of"]


class BudgetsTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


def among(
    column: InstrumentedAttribute[str], values: Collection[str]
) -> ColumnElement[bool]:
    """The column holds one of the values: one parameter, however many they are."""
    return column == any_(literal(list(values), ARRAY(Text)))
