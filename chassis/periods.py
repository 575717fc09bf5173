"""Periods: in force from a day on, until the day before another, or without an end."""

from datetime import date
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, or_


class Lasting(Protocol):
    """In force from `valid_from` until the day before `valid_to`."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


class LastingRow(Protocol):
    """The same of a row; of its table, the columns."""

    valid_from: Any
    valid_to: Any


def stands(period: Lasting | None, day: date) -> bool:
    return (
        period is not None
        and period.valid_from <= day
        and (period.valid_to is None or period.valid_to > day)
    )


def stood_on(table: type[LastingRow], day: date) -> ColumnElement[bool]:
    """The rows in force on a day, as a condition of a query."""
    return and_(
        table.valid_from <= day, or_(table.valid_to.is_(None), table.valid_to > day)
    )
