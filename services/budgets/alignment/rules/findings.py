"""What a check says: findings, coverage, and the funding state of each promise."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

ZERO = Decimal(0)
HUNDRED = Decimal(100)
_CENT = Decimal("0.01")


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Unit(StrEnum):
    RAND = "rand"
    PERCENTAGE_POINTS = "percentage_points"


class FindingType(StrEnum):
    UNFUNDED = "UNFUNDED"
    UNDERFUNDED_YEAR = "UNDERFUNDED_YEAR"
    OVERFUNDED_YEAR = "OVERFUNDED_YEAR"
    WRONG_TIMING = "WRONG_TIMING"
    OUTSIDE_PLAN = "OUTSIDE_PLAN"
    WRONG_PLACE = "WRONG_PLACE"
    UNSPATIALISED = "UNSPATIALISED"
    DUPLICATE_FUNDING = "DUPLICATE_FUNDING"
    DEPENDENCY_UNFUNDED = "DEPENDENCY_UNFUNDED"
    DEPENDENCY_LATE = "DEPENDENCY_LATE"
    GRANT_CONDITION_MISMATCH = "GRANT_CONDITION_MISMATCH"
    MANDATE_MISMATCH = "MANDATE_MISMATCH"
    PRIVATE_NOT_IN_IDP = "PRIVATE_NOT_IN_IDP"
    COMMITMENT_UNCONFIRMED = "COMMITMENT_UNCONFIRMED"
    FUND_OVERCOMMITTED = "FUND_OVERCOMMITTED"
    FUND_UNDERCOMMITTED = "FUND_UNDERCOMMITTED"
    RURAL_URBAN_IMBALANCE = "RURAL_URBAN_IMBALANCE"
    GENDER_SHARE_BELOW_TARGET = "GENDER_SHARE_BELOW_TARGET"
    OPEX_MISSING = "OPEX_MISSING"


class FundingLevel(StrEnum):
    FUNDED = "funded"
    UNDERFUNDED = "underfunded"
    OVERFUNDED = "overfunded"
    UNFUNDED = "unfunded"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row that shows the finding, and its figures as (name, value)."""

    kind: str
    id: str
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A misalignment: a question to the hub, never a bar to a budget.

    `financial_year` is null for the whole horizon. `expected` and `actual` are
    decimal strings in `unit`, or codes; null where the rule compares no two values.
    """

    type: FindingType
    severity: Severity
    subject: str
    gap: Decimal
    action: str
    financial_year: str | None = None
    expected: str | None = None
    actual: str | None = None
    unit: Unit = Unit.RAND
    evidence: tuple[Evidence, ...] = ()
    intervention_code: str | None = None

    @property
    def key(self) -> str:
        """The same in every check that finds the same thing."""
        return f"{self.type}|{self.subject}|{self.financial_year or 'all'}"


@dataclass(frozen=True, slots=True)
class FundingState:
    """What one intervention was promised and given in one financial year.

    `financial_year` is null for money planned without a year, and for an
    intervention that promises no amount at all.
    """

    intervention_code: str
    title: str
    lead_organ: str
    financial_year: str | None
    planned: Decimal
    budgeted: Decimal
    state: FundingLevel


@dataclass(frozen=True, slots=True)
class FocusAreaCoverage:
    """Rand planned and linked in one transformation focus area."""

    focus_area: str
    planned: Decimal
    linked: Decimal


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the plan is paid for, in per cent; null when nothing is planned."""

    planned: Decimal
    linked: Decimal
    nominal: Decimal | None
    capped: Decimal | None
    eligible: Decimal | None
    by_focus_area: tuple[FocusAreaCoverage, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The result of a check.

    `amounts_not_compared` counts planned amounts of years or horizons outside the
    window; `interventions_without_amount` those for which the plan states none at all.
    """

    findings: tuple[Finding, ...]
    coverage: Coverage
    states: tuple[FundingState, ...]
    amounts_not_compared: int
    interventions_without_amount: int


def rounded(number: Decimal) -> Decimal:
    return number.quantize(_CENT, ROUND_HALF_UP)


def figure(number: Decimal) -> str:
    """As data: `8000000.00`."""
    return f"{rounded(number):f}"


def rands(amount: Decimal) -> str:
    """As in a sentence: `R8 000 000`."""
    return "R" + f"{rounded(amount):,.2f}".removesuffix(".00").replace(",", " ")


def evidence(kind: str, row: str, **figures: Decimal | str) -> Evidence:
    return Evidence(
        kind,
        row,
        tuple(
            (name, figure(value) if isinstance(value, Decimal) else value)
            for name, value in figures.items()
        ),
    )
