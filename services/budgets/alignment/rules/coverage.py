"""How much of the plan is paid for.

    nominal    linked money / planned money
    capped     the same, no promise counted beyond what was planned for it
    eligible   the same as capped, without money in the wrong place or against the
               conditions of its grant

Hence eligible <= capped <= nominal. Without planned money there is no share: not zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from services.budgets.alignment.rules.comparison import (
    Comparison,
    Funding,
    fund,
    sum_of,
)
from services.budgets.alignment.rules.findings import (
    HUNDRED,
    Coverage,
    FocusAreaCoverage,
    rounded,
)
from services.budgets.alignment.rules.funds import broken_condition
from services.budgets.alignment.rules.place import is_misplaced


def coverage_of(comparison: Comparison) -> Coverage:
    fundings = comparison.fundings.values()
    planned = sum_of(funding.planned for funding in fundings)
    linked = sum_of(funding.budgeted for funding in fundings)
    eligible = [_eligible(comparison, funding) for funding in fundings]
    return Coverage(
        planned,
        linked,
        nominal=_share(linked, planned),
        capped=_share(_capped(fundings), planned),
        eligible=_share(_capped(eligible), planned),
        by_focus_area=tuple(_by_focus_area(fundings)),
    )


def _capped(fundings: Iterable[Funding]) -> Decimal:
    return sum_of(
        min(period.planned, period.budgeted)
        for funding in fundings
        for period in funding.periods
    )


def _eligible(comparison: Comparison, funding: Funding) -> Funding:
    lines = [
        line
        for line in funding.lines
        if not broken_condition(comparison, line)
        and not is_misplaced(comparison, line, funding.intervention)
    ]
    return fund(funding.intervention, lines, comparison.configuration.window)


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return rounded(HUNDRED * part / whole) if whole else None


def _by_focus_area(fundings: Iterable[Funding]) -> Iterator[FocusAreaCoverage]:
    within: defaultdict[str, list[Funding]] = defaultdict(list)
    for funding in fundings:
        within[funding.intervention.focus_area].append(funding)
    for area in sorted(within):
        yield FocusAreaCoverage(
            area,
            planned=sum_of(funding.planned for funding in within[area]),
            linked=sum_of(funding.budgeted for funding in within[area]),
        )
