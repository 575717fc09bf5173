"""Records over time: which period stands on a day, and what stating one does to them.

A record is stated in the order of its days: what a later statement said of it, in
force or still to come, is not slipped in before.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import Field

from chassis.periods import LastingRow, stands

PACK, PROPOSAL = "pack", "proposal"
"""The origin of what the country pack says, and of what a change proposal stated."""


FIRST_DAY, LAST_DAY = date(1994, 4, 27), date(2199, 12, 31)

StatedDay = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
"""A day that somebody may state, from the first of the democratic order on."""


class Period(LastingRow, Protocol):
    """What was stated of a record while it was in force."""

    version: Any
    origin: Any


P = TypeVar("P", bound=Period)


def refusal(
    last: Period | None, day: date, *, today: date, ends: bool
) -> tuple[str, str] | None:
    """The rule that stating a record from a day on would break, and why."""
    if last is not None and last.valid_from == day < today:
        return "history-rewritten", f"stated from {day} already; state what follows"
    if last is not None and last.valid_from > day:
        return "later-period-stated", f"a period from {last.valid_from} is stated"
    if last is not None and last.valid_to is not None and last.valid_to > day:
        return "end-stated", f"it was stated to end on {last.valid_to}"
    if ends and not stands(last, day):
        return "nothing-to-end", f"no such record stands on {day}"
    return None


def restate(
    last: P | None,
    values: Mapping[str, Any] | None,
    day: date,
    make: Callable[..., P],
) -> list[P]:
    """The periods that change, the new one last; none where nothing does.

    `last` is the record's latest period, `values` what it is from the day on; none end
    it. `refusal` must have found nothing.
    """
    standing = last if stands(last, day) else None
    if standing is not None and values is not None and _says(standing, values):
        return []
    if last is not None and values is not None and last.valid_from == day:
        return [_rewritten(last, values)]
    touched = []
    if standing is not None:
        standing.valid_to = day
        standing.version += 1
        touched.append(standing)
    if values is not None:
        version = 1 if last is None else last.version + 1
        dated = {"valid_from": day, "valid_to": None}
        touched.append(make(**values, **dated, version=version, origin=PROPOSAL))
    return touched


def _says(period: Period, values: Mapping[str, Any]) -> bool:
    return all(getattr(period, name) == value for name, value in values.items())


def _rewritten(period: P, values: Mapping[str, Any]) -> P:
    """What begins today, or later, is not history yet."""
    for name, value in values.items():
        setattr(period, name, value)
    period.valid_to = None
    period.version += 1
    period.origin = PROPOSAL
    return period
