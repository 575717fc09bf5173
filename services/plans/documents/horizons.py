"""How far a plan looks ahead: 1 to 30 years, in the bands that practice uses."""

from enum import StrEnum

LONGEST_YEARS = 30

Years = tuple[int | None, int | None]
"""The calendar years in which something starts and ends, where they are known."""


class HorizonBand(StrEnum):
    """Short to 5 years, medium to 10, long to 30."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


LONGEST_OF = {HorizonBand.SHORT: 5, HorizonBand.MEDIUM: 10, HorizonBand.LONG: 30}


def band_of(years: int) -> HorizonBand:
    """The first band that so many years fit into."""
    return next(band for band, longest in LONGEST_OF.items() if years <= longest)
