"""A fund pays for what it may, and no more than it has.

Constitution s214 and the year's Division of Revenue Act: an allocation of Schedules
4 to 7 pays only for its purpose, and only its recipients. Funds without conditions
(equitable share, own revenue) name no functions here.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from services.budgets.alignment.rules.comparison import Comparison, sum_of
from services.budgets.alignment.rules.findings import (
    HUNDRED,
    Evidence,
    Finding,
    FindingType,
    Severity,
    evidence,
    figure,
    rands,
)
from services.budgets.alignment.rules.rows import BudgetLine, Fund


@dataclass(frozen=True, slots=True)
class _Balance:
    """A fund's allocation of a year beside the lines that draw on it."""

    fund: str
    year: str
    allocated: Decimal
    lines: tuple[BudgetLine, ...]

    @property
    def committed(self) -> Decimal:
        return sum_of(line.amounts[self.year] for line in self.lines)

    @property
    def gap(self) -> Decimal:
        return abs(self.committed - self.allocated)


def grant_condition_mismatch(comparison: Comparison) -> Iterator[Finding]:
    """The grant does not pay for this function, or not to such a municipality.

    Where the function, the fund or the recipient's category is not known, nothing is
    claimed.
    """
    for line, total in comparison.with_money():
        if broken := broken_condition(comparison, line):
            yield Finding(
                FindingType.GRANT_CONDITION_MISMATCH,
                Severity.CRITICAL,
                line.line_id,
                total,
                f"{line.organ} to pay {line.line_id} ({rands(total)}) from another"
                f" fund; {line.fund} may not pay for it.",
                expected=line.fund,
                actual=broken,
                evidence=(
                    evidence("budget_line", line.line_id, total=total),
                    _conditions(comparison, comparison.funds[line.fund]),
                ),
                intervention_code=comparison.code_of(line),
            )


def fund_overcommitted(comparison: Comparison) -> Iterator[Finding]:
    """The lines on a fund add up to more than its allocation of the year; any excess.

    MFMA s18: expenditure is funded only from revenue that can be expected.
    """
    for balance in _balances(comparison):
        if balance.committed > balance.allocated:
            yield _imbalance(
                FindingType.FUND_OVERCOMMITTED,
                Severity.CRITICAL,
                balance,
                action=f"Take {rands(balance.gap)} off the lines on {balance.fund} in"
                f" {balance.year}, or find another fund for them.",
            )


def fund_undercommitted(comparison: Comparison) -> Iterator[Finding]:
    """More of an allocation is free than the tolerance: it could fund what waits.

    What stays unspent returns to the National Revenue Fund (Division of Revenue Act).
    """
    tolerance = comparison.configuration.fund_tolerance
    for balance in _balances(comparison):
        if balance.allocated - balance.committed > tolerance * balance.allocated:
            yield _imbalance(
                FindingType.FUND_UNDERCOMMITTED,
                Severity.INFO,
                balance,
                action=f"Offer the free {rands(balance.gap)} of {balance.fund} in"
                f" {balance.year} to underfunded interventions that it may pay for.",
            )


def broken_condition(comparison: Comparison, line: BudgetLine) -> str | None:
    """The function or the category of municipality that the grant does not allow."""
    fund = comparison.funds.get(line.fund)
    if fund is None:
        return None
    allowed = fund.allowed_function_codes
    if allowed and line.function_code and line.function_code not in allowed:
        return line.function_code
    municipality = comparison.registry.municipality_of(line.organ)
    category = comparison.registry.category(municipality) if municipality else None
    recipients = _recipients(comparison, fund)
    return category if category and recipients and category not in recipients else None


def _recipients(comparison: Comparison, fund: Fund) -> frozenset[str]:
    if fund.recipient_categories is not None:
        return fund.recipient_categories
    known = comparison.configuration.grant_recipients
    return known.get(fund.grant_code or "", frozenset())


def _conditions(comparison: Comparison, fund: Fund) -> Evidence:
    return evidence(
        "fund",
        fund.code,
        schedule=fund.dora_schedule or "",
        functions=" ".join(sorted(fund.allowed_function_codes)),
        recipients=" ".join(sorted(_recipients(comparison, fund))),
    )


def _balances(comparison: Comparison) -> Iterator[_Balance]:
    """Each fund in each year for which its allocation is known."""
    on_fund: defaultdict[str, list[BudgetLine]] = defaultdict(list)
    for line in comparison.lines:
        on_fund[line.fund].append(line)
    for fund, allocation in sorted(comparison.allocations.items()):
        for year in comparison.configuration.window:
            if year in allocation:
                lines = tuple(line for line in on_fund[fund] if line.amounts.get(year))
                yield _Balance(fund, year, allocation[year], lines)


def _imbalance(
    type_: FindingType, severity: Severity, balance: _Balance, *, action: str
) -> Finding:
    year, allocated = balance.year, balance.allocated
    share = HUNDRED * balance.gap / allocated if allocated else HUNDRED
    return Finding(
        type_,
        severity,
        balance.fund,
        balance.gap,
        action,
        year,
        expected=figure(allocated),
        actual=figure(balance.committed),
        evidence=(
            evidence(
                "fund", balance.fund, allocated=allocated, share_of_allocation=share
            ),
            *(
                evidence("budget_line", line.line_id, amount=line.amounts[year])
                for line in balance.lines
            ),
        ),
    )
