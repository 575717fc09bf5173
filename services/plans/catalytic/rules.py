"""When an intervention is catalytic: the Regulations' words, as dated figures."""

from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What an intervention has of one criterion, and the least that counts."""

    criterion: str
    found: Decimal
    least: Decimal
    citation: str
    confidence: str

    @property
    def is_met(self) -> bool:
        return self.found >= self.least


def measured(
    found: Mapping[str, Decimal | int], least: Mapping[str, Threshold]
) -> tuple[Measured, ...]:
    """Each criterion beside what was found of it."""
    return tuple(
        Measured(
            criterion=name,
            found=Decimal(found[name]),
            least=threshold.value,
            citation=threshold.citation,
            confidence=threshold.confidence,
        )
        for name, threshold in least.items()
    )


def thresholds_on(day: date) -> dict[str, Threshold]:
    """Those in force that day, by criterion."""
    return {each.criterion: each for each in in_force(thresholds(), day)}


@cache
def thresholds() -> tuple[Threshold, ...]:
    return packaged(Threshold, __package__, "thresholds.csv")
