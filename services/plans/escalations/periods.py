"""How many days a structure has to acknowledge, by its tier: dated data."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from chassis.tabular.packaged import Dated, in_force, packaged

LONGEST_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Dated):
    """A number of days that a tier has."""

    tier: str
    days: int


def days_to_acknowledge(tier: str, *, on: date) -> int:
    """What holds for a tier on a day; for a tier without a period the longest."""
    found = [each.days for each in in_force(periods(), on) if each.tier == tier]
    return found[0] if found else LONGEST_DAYS


@cache
def periods() -> tuple[Period, ...]:
    return packaged(Period, __package__, "acknowledgement_days.csv")
