"""How many days a structure has to acknowledge, by its tier: dated data."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "acknowledgement_days.csv"
LONGEST_DAYS = 30


@dataclass(frozen=True)
class Period:
    """A number of days that holds from and to a day."""

    tier: str
    days: int
    valid_from: date
    valid_to: date | None

    def holds(self, tier: str, day: date) -> bool:
        ended = self.valid_to is not None and self.valid_to <= day
        return self.tier == tier and self.valid_from <= day and not ended


def days_to_acknowledge(tier: str, *, on: date) -> int:
    """What holds for a tier on a day; for a tier without a period the longest."""
    found = [period.days for period in periods() if period.holds(tier, on)]
    return found[0] if found else LONGEST_DAYS


@cache
def periods() -> tuple[Period, ...]:
    rows = csv.DictReader(FILE.read_text("utf-8").splitlines())
    return tuple(
        Period(
            tier=row["tier"],
            days=int(row["days"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in rows
    )
