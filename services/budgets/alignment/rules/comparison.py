"""A plan, a budget and a registry side by side: every row is looked up, none searched.

Comparison            one check
  Funding             one intervention and the lines linked to it
    Period            a year of the window, or the horizon
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from services.budgets.alignment.configuration import Configuration
from services.budgets.alignment.rules.findings import ZERO
from services.budgets.alignment.rules.registry import Registry, registry_of
from services.budgets.alignment.rules.rows import (
    ILLUSTRATIVE,
    PUBLISHED,
    BudgetLine,
    Case,
    Fund,
    FundAllocation,
    Intervention,
)

Money = TypeVar("Money", BudgetLine, FundAllocation)


@dataclass(frozen=True, slots=True)
class Period:
    """Planned and budgeted rand in a year, or over the horizon (no year)."""

    financial_year: str | None
    planned: Decimal
    budgeted: Decimal

    @property
    def missing(self) -> Decimal:
        return max(self.planned - self.budgeted, ZERO)

    @property
    def excess(self) -> Decimal:
        return max(self.budgeted - self.planned, ZERO)


@dataclass(frozen=True, slots=True)
class Funding:
    """One intervention beside the lines that fund it.

    Without an amount to compare there are no periods: see `unphased_within`.
    `funded_years` are the years of the window in which money is linked.
    """

    intervention: Intervention
    lines: tuple[BudgetLine, ...]
    periods: tuple[Period, ...]
    planned: Decimal
    budgeted: Decimal
    funded_years: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the rules look at; interventions and lines stand in order of their codes."""

    space_code: str
    configuration: Configuration
    fundings: Mapping[str, Funding]
    lines: tuple[BudgetLine, ...]
    funds: Mapping[str, Fund]
    allocations: Mapping[str, Mapping[str, Decimal]]
    registry: Registry

    def total(self, line: BudgetLine) -> Decimal:
        """The money of a line within the window."""
        return sum_of(
            line.amounts.get(year, ZERO) for year in self.configuration.window
        )

    def with_money(self) -> Iterator[tuple[BudgetLine, Decimal]]:
        """The lines that hold money within the window, and how much."""
        for line in self.lines:
            if total := self.total(line):
                yield line, total

    def funding_of(self, line: BudgetLine) -> Funding | None:
        """The intervention a line pays for; none if the plan has no such code."""
        return self.fundings.get(line.intervention_code or "")

    def code_of(self, line: BudgetLine) -> str | None:
        funding = self.funding_of(line)
        return funding.intervention.code if funding else None

    def is_in_space(self, line: BudgetLine) -> bool:
        return self.registry.space_of(line.location_code) == self.space_code


def side_by_side(case: Case, configuration: Configuration) -> Comparison:
    lines = sorted(_comparable(case, case.lines), key=lambda line: line.line_id)
    linked: defaultdict[str | None, list[BudgetLine]] = defaultdict(list)
    for line in lines:
        linked[line.intervention_code].append(line)
    return Comparison(
        case.space_code,
        configuration,
        {
            intervention.code: fund(
                intervention, linked[intervention.code], configuration.window
            )
            for intervention in sorted(case.interventions, key=lambda row: row.code)
        },
        tuple(lines),
        {row.code: row for row in case.funds},
        _allocated(_comparable(case, case.allocations)),
        registry_of(case.places, case.organs),
    )


def fund(
    intervention: Intervention, lines: Sequence[BudgetLine], window: Sequence[str]
) -> Funding:
    """Lay the lines beside the intervention they pay for."""
    budgeted = {
        year: sum_of(line.amounts.get(year, ZERO) for line in lines) for year in window
    }
    periods = tuple(_periods(intervention, budgeted))
    return Funding(
        intervention,
        tuple(lines),
        periods,
        sum_of(period.planned for period in periods),
        sum_of(budgeted.values()),
        tuple(year for year in window if budgeted[year]),
    )


def unphased_within(
    intervention: Intervention, window: Sequence[str]
) -> Decimal | None:
    """The amount without a year, unless its horizon misses the window.

    What ends before the year in which the first financial year begins ("2026/27"
    begins in 2026), or starts after the year in which the last one begins, is not
    compared: nobody budgets again for what is over, or yet for what is far.
    """
    first, last = int(window[0][:4]), int(window[-1][:4])
    start, end = intervention.start_year, intervention.end_year
    if (end is not None and end < first) or (start is not None and start > last):
        return None
    return intervention.unphased


def sum_of(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def _periods(
    intervention: Intervention, budgeted: Mapping[str, Decimal]
) -> Iterator[Period]:
    """Year by year; an unphased amount takes what exceeds the years' amounts."""
    within = unphased_within(intervention, tuple(budgeted))
    if not intervention.planned and within is None:
        return
    unphased = within or ZERO
    beyond = ZERO
    for year, given in budgeted.items():
        planned = intervention.planned.get(year, ZERO)
        taken = min(given, planned) if unphased else given
        beyond += given - taken
        yield Period(year, planned, taken)
    if unphased:
        yield Period(None, unphased, beyond)


def _comparable(case: Case, rows: Iterable[Money]) -> Iterator[Money]:
    """Published figures and illustrative money never meet."""
    return (
        row
        for row in rows
        if case.plan_provenance != PUBLISHED or row.provenance != ILLUSTRATIVE
    )


def _allocated(rows: Iterable[FundAllocation]) -> dict[str, Mapping[str, Decimal]]:
    by_fund: defaultdict[str, defaultdict[str, Decimal]] = defaultdict(
        lambda: defaultdict(Decimal)
    )
    for row in rows:
        for year, amount in row.amounts.items():
            by_fund[row.fund][year] += amount
    return {code: dict(amounts) for code, amounts in by_fund.items()}
