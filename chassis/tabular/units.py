"""Budgets are written in rand, thousands or millions; which one is declared."""

from decimal import Decimal
from enum import Enum

from chassis.errors import Unprocessable


class UnitNotDeclared(Unprocessable):
    """A file of amounts needs a declared unit: rand, R thousand or R million."""


class Unit(Enum):
    """What one unit in the file is worth in rand."""

    RAND = Decimal(1)
    THOUSAND = Decimal(1_000)
    MILLION = Decimal(1_000_000)

    @property
    def label(self) -> str:
        return {
            Unit.RAND: "rand",
            Unit.THOUSAND: "R thousand",
            Unit.MILLION: "R million",
        }[self]


_SPELLINGS = {
    Unit.RAND: ("r", "rand", "rands", "zar"),
    Unit.THOUSAND: (
        "thousand",
        "thousands",
        "thousand rand",
        "r thousand",
        "r thousands",
        "rand thousand",
        "rand thousands",
        "r'000",
        "r '000",
        "r000",
        "r 000",
        "'000",
        "rthousand",
    ),
    Unit.MILLION: (
        "million",
        "millions",
        "million rand",
        "r million",
        "r millions",
        "rand million",
        "rand millions",
        "rmillion",
        "rm",
        "r m",
    ),
}
_UNITS = {spelling: unit for unit, names in _SPELLINGS.items() for spelling in names}
_ONE_APOSTROPHE = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "_": " "})


def known_unit(text: str) -> Unit | None:
    """The unit a text names, in any usual spelling and case: R'000, r_thousand, Rm."""
    return _UNITS.get(" ".join(text.translate(_ONE_APOSTROPHE).casefold().split()))


def parse_unit(text: str | None) -> Unit:
    """The declared unit, or UnitNotDeclared."""
    if text is None or not text.strip():
        raise UnitNotDeclared("declare the unit: rand, R thousand or R million")
    unit = known_unit(text)
    if unit is None:
        raise UnitNotDeclared(
            f"'{text[:40]}' is not a unit: rand, R thousand or R million"
        )
    return unit
