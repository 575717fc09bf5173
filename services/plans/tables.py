"""What every table of this service shares: one collection, and words kept as text."""

from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Enum, MetaData

from chassis.database import Table, tables

LONGEST_WORD = 64


class PlansTable(Table):
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
