"""When an intervention is catalytic: the Regulations' words, as dated figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from chassis.tabular.packaged import Dated, in_force, packaged


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Dated):
    """The least that counts, and who says so."""

    criterion: str
    value: Decimal


def thresholds_on(day: date) -> dict[str, Threshold]:
    """Those in force that day, by criterion."""
    return {each.criterion: each for each in in_force(thresholds(), day)}


@cache
def thresholds() -> tuple[Threshold, ...]:
    return packaged(Threshold, __package__, "thresholds.csv")
