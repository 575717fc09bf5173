"""When an intervention is catalytic: the Regulations' words, as dated figures."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

THRESHOLDS = Path(__file__).with_name("thresholds.csv")


@dataclass(frozen=True)
class Threshold:
    """The least that counts, and who says so."""

    criterion: str
    value: Decimal
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str

    def stands(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


def thresholds_on(day: date) -> dict[str, Threshold]:
    """Those in force that day, by criterion."""
    return {each.criterion: each for each in _all() if each.stands(day)}


@cache
def _all() -> tuple[Threshold, ...]:
    with THRESHOLDS.open(newline="", encoding="utf-8") as file:
        return tuple(
            Threshold(
                criterion=row["criterion"],
                value=Decimal(row["value"]),
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=(
                    date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
                ),
                source=row["source"],
                confidence=row["confidence"],
            )
            for row in csv.DictReader(file)
        )
