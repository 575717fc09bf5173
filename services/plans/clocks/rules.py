"""Pure: how long the law gives, when it warns, and how a clock stands on a day.

The rules are dated data with their citation (`rules.csv`): a later one applies to
clocks that start from its day on, and those that run keep what they started with.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from chassis.tabular.packaged import Dated, packaged

MONTHS_PER_YEAR = 12


class ClockRule(StrEnum):
    """What a plan is given time for."""

    PREPARATION = "preparation"
    ANNUAL_REVIEW = "annual_review"
    REVIEW_LENGTH = "review_length"


class ClockState(StrEnum):
    """How a clock stands: still running, or stopped in or out of time."""

    RUNNING = "running"
    WARNING = "warning"
    BREACHED = "breached"
    KEPT = "kept"
    KEPT_LATE = "kept_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Dated):
    """How long one rule gives, in whole months, from a day on.

    `applies_from` of the first is the month in which the Regulations were gazetted.
    """

    rule: ClockRule
    title: str
    months: int
    warning_days: int

    def due(self, started_on: date) -> date:
        """The last day on which it is still done in time."""
        return later(started_on, months=self.months)

    def warns_on(self, started_on: date) -> date:
        return self.due(started_on) - timedelta(days=self.warning_days)


@cache
def limits() -> tuple[Limit, ...]:
    """Every rule of the packaged file, the oldest of each first."""
    return packaged(Limit, __package__, "rules.csv")


def limit_of(
    rule: ClockRule, *, on: date, known: Iterable[Limit] | None = None
) -> Limit:
    """What the rule gives to a clock that starts on a day.

    What began before the law did is held to its first text.
    """
    texts = [each for each in known or limits() if each.rule is rule]
    begun = [each for each in texts if each.applies_from <= on]
    return begun[-1] if begun else texts[0]


def later(day: date, *, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, MONTHS_PER_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def state(
    *, warns_on: date, due_on: date, stopped_on: date | None, today: date
) -> ClockState:
    """How a clock stands; on the day it is due it is still in time."""
    if stopped_on is not None:
        return ClockState.KEPT if stopped_on <= due_on else ClockState.KEPT_LATE
    if today > due_on:
        return ClockState.BREACHED
    return ClockState.WARNING if today >= warns_on else ClockState.RUNNING
