"""What became of each promise: the rows that monitoring will watch."""

from collections.abc import Iterator
from decimal import Decimal

from services.budgets.alignment.rules.comparison import (
    Comparison,
    Funding,
    Period,
    sum_of,
    unphased_within,
)
from services.budgets.alignment.rules.findings import (
    ZERO,
    FundingLevel,
    FundingState,
)


def funding_states(comparison: Comparison) -> Iterator[FundingState]:
    """One row for each promise, and for each year with money but without a promise.

    A year outside the window is not compared, nor an amount without a year whose
    horizon misses the window; nor is an intervention for which the plan states no
    amount, or only zero.
    """
    tolerance = comparison.configuration.tolerance
    for funding in comparison.fundings.values():
        compared = [
            _state(funding, period, _level(period, tolerance))
            for period in funding.periods
            if period.planned or period.budgeted
        ]
        beyond = [
            _state(funding, period, FundingLevel.NOT_COMPARED)
            for period in _outside(comparison, funding)
        ]
        nothing = _state(
            funding, Period(None, ZERO, funding.budgeted), FundingLevel.NOT_COMPARED
        )
        yield from compared + beyond or [nothing]


def amounts_not_compared(comparison: Comparison) -> int:
    """How many planned amounts belong to years or horizons outside the window."""
    return sum(
        1
        for funding in comparison.fundings.values()
        for _ in _outside(comparison, funding)
    )


def interventions_without_amount(comparison: Comparison) -> int:
    return sum(
        1
        for funding in comparison.fundings.values()
        if not funding.planned
        and not funding.intervention.unphased
        and not any(funding.intervention.planned.values())
    )


def _outside(comparison: Comparison, funding: Funding) -> Iterator[Period]:
    window = comparison.configuration.window
    for year, planned in sorted(funding.intervention.planned.items()):
        if year not in window and planned:
            given = sum_of(line.amounts.get(year, ZERO) for line in funding.lines)
            yield Period(year, planned, given)
    unphased = funding.intervention.unphased
    if unphased and unphased_within(funding.intervention, window) is None:
        yield Period(None, unphased, funding.budgeted)


def _level(period: Period, tolerance: Decimal) -> FundingLevel:
    if period.excess > tolerance * period.planned:
        return FundingLevel.OVERFUNDED
    if not period.budgeted:
        return FundingLevel.UNFUNDED
    if period.missing > tolerance * period.planned:
        return FundingLevel.UNDERFUNDED
    return FundingLevel.FUNDED


def _state(funding: Funding, period: Period, level: FundingLevel) -> FundingState:
    intervention = funding.intervention
    return FundingState(
        intervention.code,
        intervention.title,
        intervention.lead_organ,
        period.financial_year,
        period.planned,
        period.budgeted,
        level,
    )
