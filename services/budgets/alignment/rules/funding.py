"""What was planned is paid for, in the year it was planned, and once.

Joint planning must agree the financial commitments of each organ of state (DDM
Regulations 2024, reg 3(4)(c)); these rules ask whether budgets carry them.
"""

from collections.abc import Iterator
from decimal import Decimal

from services.budgets.alignment.rules.comparison import Comparison, Funding, Period
from services.budgets.alignment.rules.findings import (
    ZERO,
    Finding,
    FindingType,
    Severity,
    evidence,
    figure,
    rands,
)
from services.budgets.alignment.rules.rows import BudgetLine


def unfunded(comparison: Comparison) -> Iterator[Finding]:
    """Money is planned over the horizon and none is linked."""
    for funding in comparison.fundings.values():
        if is_unfunded(funding):
            intervention = funding.intervention
            yield _finding(
                FindingType.UNFUNDED,
                Severity.CRITICAL,
                funding,
                _horizon(funding),
                gap=funding.planned,
                action=f"{intervention.lead_organ} to budget {rands(funding.planned)}"
                f" for {intervention.code}, or the hub to take it out of the plan.",
            )


def underfunded_year(comparison: Comparison) -> Iterator[Finding]:
    """Less than planned in a year, by more than the tolerance; high above 25 %."""
    settings = comparison.configuration
    for funding, period in _compared(comparison):
        if period.missing > settings.tolerance * period.planned:
            is_high = period.missing > settings.high_shortfall * period.planned
            yield _finding(
                FindingType.UNDERFUNDED_YEAR,
                Severity.HIGH if is_high else Severity.MEDIUM,
                funding,
                period,
                gap=period.missing,
                action=f"Find {rands(period.missing)} more for"
                f" {funding.intervention.code} {_when(period)}, or plan less.",
            )


def overfunded_year(comparison: Comparison) -> Iterator[Finding]:
    """More than planned in a year, by more than the tolerance; also if nothing was."""
    for funding, period in _compared(comparison):
        if period.excess > comparison.configuration.tolerance * period.planned:
            yield _finding(
                FindingType.OVERFUNDED_YEAR,
                Severity.LOW,
                funding,
                period,
                gap=period.excess,
                action=f"Explain {rands(period.excess)} beyond the plan for"
                f" {funding.intervention.code} {_when(period)}, or release it.",
            )


def wrong_timing(comparison: Comparison) -> Iterator[Finding]:
    """The totals agree within the tolerance, but a year is off by more than it.

    The gap is the money missing in the years it was planned for.
    """
    tolerance = comparison.configuration.tolerance
    for funding in comparison.fundings.values():
        off = abs(funding.budgeted - funding.planned)
        if off <= tolerance * funding.planned and any(
            abs(period.budgeted - period.planned) > tolerance * period.planned
            for period in funding.periods
        ):
            missing = sum((period.missing for period in funding.periods), ZERO)
            yield _finding(
                FindingType.WRONG_TIMING,
                Severity.HIGH,
                funding,
                _horizon(funding),
                gap=missing,
                action=f"Move the money for {funding.intervention.code} to the years it"
                f" was planned for; {rands(missing)} is missing there.",
            )


def duplicate_funding(comparison: Comparison) -> Iterator[Finding]:
    """Two organs or more fund one intervention in one year, together beyond the plan.

    Co-funding within the plan and its tolerance is what a One Plan hopes for.
    """
    for funding, period in _compared(comparison):
        payers = _payers(comparison, funding, period)
        organs = sorted({line.organ for line in payers})
        beyond = period.excess > comparison.configuration.tolerance * period.planned
        if len(organs) > 1 and beyond:
            code = funding.intervention.code
            yield _finding(
                FindingType.DUPLICATE_FUNDING,
                Severity.HIGH,
                funding,
                period,
                subject=f"{code}:{'+'.join(line.line_id for line in payers)}",
                gap=period.excess,
                action=f"{' and '.join(organs)} to agree who pays for {code}"
                f" {_when(period)} and to free {rands(period.excess)}.",
            )


def is_unfunded(funding: Funding) -> bool:
    return funding.planned > ZERO and not funding.budgeted


def _compared(comparison: Comparison) -> Iterator[tuple[Funding, Period]]:
    for funding in comparison.fundings.values():
        for period in funding.periods:
            yield funding, period


def _payers(
    comparison: Comparison, funding: Funding, period: Period
) -> list[BudgetLine]:
    year = period.financial_year
    return [
        line
        for line in funding.lines
        if (line.amounts.get(year, ZERO) if year else comparison.total(line))
    ]


def _horizon(funding: Funding) -> Period:
    return Period(None, funding.planned, funding.budgeted)


def _when(period: Period) -> str:
    return (
        f"in {period.financial_year}" if period.financial_year else "over the horizon"
    )


def _finding(  # noqa: PLR0913  one row of five rules
    type_: FindingType,
    severity: Severity,
    funding: Funding,
    period: Period,
    *,
    gap: Decimal,
    action: str,
    subject: str | None = None,
) -> Finding:
    code, year = funding.intervention.code, period.financial_year
    return Finding(
        type_,
        severity,
        subject or code,
        gap,
        action,
        year,
        expected=figure(period.planned),
        actual=figure(period.budgeted),
        evidence=(
            evidence("intervention", code, planned=period.planned),
            *(
                evidence(
                    "budget_line",
                    line.line_id,
                    **{
                        label: amount
                        for label, amount in line.amounts.items()
                        if amount
                    },
                )
                for line in funding.lines
            ),
        ),
        intervention_code=code,
    )
