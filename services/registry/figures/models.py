"""A figure of a place and a year, as the registry stated it from a day on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import FetchedValue, MetaData, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, tables
from chassis.errors import Conflict, Unprocessable

STATED = ("value", "basis", "confidence", "source")
"""What a later statement may change; the rest says which figure it is."""


class FiguresNotComparable(Conflict):
    """Figures are compared on the same boundaries; these were counted on others.

    The errors name the places. `restate=true` carries the figures to one demarcation by
    established weights, where there are any.
    """


class MeasureUnknown(Unprocessable):
    """The country's pack has no such measure."""


class MeasureNotAdditive(Unprocessable):
    """A rate or an average is not divided by weights; it cannot be restated."""


class Basis(StrEnum):
    """How a figure came about."""

    COUNT = "count"
    SURVEY = "survey"
    ESTIMATE = "estimate"
    PROJECTION = "projection"
    SUM = "sum"


class FiguresTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class Figure(FiguresTable):
    """What was stated of a figure from `valid_from` until the day before `valid_to`.

    `record` names the figure: measure, place, year and the vintage of the boundaries.
    `boundaries_on` is a day of that vintage; `in_space` is where the place lay then.
    """

    __tablename__ = "figure"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    record: Mapped[str] = mapped_column(server_default=FetchedValue())
    kind: Mapped[str]
    code: Mapped[str]
    measure: Mapped[str]
    year: Mapped[int]
    boundary_vintage: Mapped[str]
    boundaries_on: Mapped[date]
    in_space: Mapped[str | None]
    value: Mapped[Decimal] = mapped_column(Numeric())
    basis: Mapped[str]
    confidence: Mapped[str]
    source: Mapped[str]
    stated_in: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    def stated(self) -> dict[str, Any]:
        """What is said of it, as JSON."""
        said = {name: getattr(self, name) for name in STATED}
        return said | {"value": f"{self.value:f}"}


def record_of(measure: str, kind: str, code: str, year: int, vintage: str) -> str:
    """The name of a figure, as the database makes it."""
    return "/".join((measure, kind, code, str(year), vintage))


@dataclass(frozen=True)
class FigureFilter:
    """Which figures are wanted; None leaves a property open."""

    kind: str | None = None
    code: str | None = None
    measure: str | None = None
    year: int | None = None
    space: str | None = None
