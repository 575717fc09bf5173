"""What the rules may be told, since when, and on whose word.

No statute fixes a tolerance or a target for One Plans. Each value below is therefore
a setting with a date and a source, and a new value is a new row: the old one stays,
so that an old check can be repeated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

Value = TypeVar("Value")


class YearMatching(StrEnum):
    """How the two financial calendars meet.

    National and provincial years run April to March, municipal years July to June.
    `by_label` takes both years called 2026/27 as the same year.
    """

    BY_LABEL = "by_label"


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """A value, the first day it applies, and where it comes from."""

    value: Value
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings in force on one day.

    Ratios are fractions of one; `materiality` is in rand; `rural_gap` and
    `gender_target` are percentage points.
    """

    window: tuple[str, ...]
    year_matching: YearMatching
    soften_outer_years: bool
    tolerance: Decimal
    high_shortfall: Decimal
    materiality: Decimal
    fund_tolerance: Decimal
    rural_gap: Decimal
    rural_classes: frozenset[str]
    gender_target: Decimal
    gender_weights: Mapping[str, Decimal]
    water_functions: frozenset[str]
    authorised_locals: frozenset[str]
    grant_recipients: Mapping[str, frozenset[str]]
    expect_operating_provision: bool


_SINCE = date(2026, 4, 1)
_DESIGN = "OneDistrict alignment catalogue; no statutory value exists"

WINDOW: tuple[Dated[tuple[str, ...]], ...] = (
    Dated(
        ("2026/27", "2027/28", "2028/29"),
        _SINCE,
        "Medium-term expenditure framework of the 2026 Budget: three years",
    ),
)
YEAR_MATCHING = (Dated(YearMatching.BY_LABEL, _SINCE, _DESIGN),)
SOFTEN_OUTER_YEARS = (
    Dated(
        value=False,
        valid_from=_SINCE,
        source="Column B of a Division of Revenue Act is indicative; off by default",
    ),
)
TOLERANCE = (Dated(Decimal("0.10"), _SINCE, _DESIGN),)
HIGH_SHORTFALL = (Dated(Decimal("0.25"), _SINCE, _DESIGN),)
MATERIALITY = (Dated(Decimal(1_000_000), _SINCE, _DESIGN),)
FUND_TOLERANCE = (Dated(Decimal("0.10"), _SINCE, _DESIGN),)
RURAL_GAP = (
    Dated(Decimal(5), _SINCE, "Urban-rural balance is a DDM objective; gap by design"),
)
RURAL_CLASSES = (
    Dated(
        frozenset({"B4"}),
        _SINCE,
        "MIIF: B4 is mostly rural with communal tenure (National Treasury)",
    ),
)
GENDER_TARGET = (
    Dated(Decimal(10), _SINCE, "Gender budgeting is a DDM objective; target by design"),
)
GENDER_WEIGHTS: tuple[Dated[Mapping[str, Decimal]], ...] = (
    Dated(
        MappingProxyType(
            {
                "principal": Decimal(1),
                "significant": Decimal("0.5"),
                "none": Decimal(0),
            }
        ),
        _SINCE,
        "Three-step marker after the OECD DAC gender policy marker; weights by design",
    ),
)
WATER_FUNCTIONS = (
    Dated(
        frozenset({"4201", "4202", "4203", "4301", "4302", "4304"}),
        _SINCE,
        "Water and waste water functions of the municipal classification (mSCOA)",
    ),
)
AUTHORISED_LOCALS = (
    Dated(
        frozenset({"KZN225", "KZN252", "KZN282"}),
        _SINCE,
        "Water services authorities inside C2 districts: Msunduzi, Newcastle and"
        " uMhlathuze (Municipal Structures Act s84(3)); confirm each year",
    ),
)
GRANT_RECIPIENTS: tuple[Dated[Mapping[str, frozenset[str]]], ...] = (
    Dated(
        MappingProxyType(
            {
                "MIG": frozenset({"B", "C"}),
                "USDG": frozenset({"A"}),
                "ISUPG": frozenset({"A"}),
                "PPPG": frozenset({"A"}),
                "INEG": frozenset({"A", "B"}),
                "EEDG": frozenset({"A", "B"}),
                "WSIG": frozenset({"B", "C"}),
                "PTNG": frozenset({"A", "B"}),
                "RTSG": frozenset({"C"}),
            }
        ),
        _SINCE,
        "Grant frameworks under the Division of Revenue Act; confirm each year",
    ),
)
EXPECT_OPERATING_PROVISION = (
    Dated(
        value=False,
        valid_from=_SINCE,
        source="MFMA s19(2); off until operating lines are loaded as well",
    ),
)


def configuration_on(day: date) -> Configuration:
    """The settings in force on `day`; before the first known ones, the first."""
    return Configuration(
        window=_in_force(WINDOW, day),
        year_matching=_in_force(YEAR_MATCHING, day),
        soften_outer_years=_in_force(SOFTEN_OUTER_YEARS, day),
        tolerance=_in_force(TOLERANCE, day),
        high_shortfall=_in_force(HIGH_SHORTFALL, day),
        materiality=_in_force(MATERIALITY, day),
        fund_tolerance=_in_force(FUND_TOLERANCE, day),
        rural_gap=_in_force(RURAL_GAP, day),
        rural_classes=_in_force(RURAL_CLASSES, day),
        gender_target=_in_force(GENDER_TARGET, day),
        gender_weights=_in_force(GENDER_WEIGHTS, day),
        water_functions=_in_force(WATER_FUNCTIONS, day),
        authorised_locals=_in_force(AUTHORISED_LOCALS, day),
        grant_recipients=_in_force(GRANT_RECIPIENTS, day),
        expect_operating_provision=_in_force(EXPECT_OPERATING_PROVISION, day),
    )


def _in_force(values: Sequence[Dated[Value]], day: date) -> Value:
    in_order = sorted(values, key=lambda dated: dated.valid_from)
    begun = [dated for dated in in_order if dated.valid_from <= day]
    return (begun or in_order[:1])[-1].value
