"""What may be asked of a series of money, and what the answer consists of."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.boundaries import Step
from contracts.series import Row
from services.budgets.lines.models import LineClass, Sphere


@dataclass(frozen=True)
class Wanted:
    """Which money is asked for; `None` asks for any."""

    municipality: str | None = None
    space_code: str | None = None
    financial_year: str | None = None
    sphere: Sphere | None = None
    line_class: LineClass | None = None


@dataclass(frozen=True)
class Series:
    """Rows in order, and the steps that lead here from spaces the caller cannot see."""

    rows: Sequence[Row]
    unseen: Sequence[Step]
