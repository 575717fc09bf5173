"""What may be asked of a series of commitments."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """Which commitments are asked for; `None` asks for any."""

    municipality: str | None = None
    space_code: str | None = None
    financial_year: str | None = None
