"""What is built is also kept running."""

from collections.abc import Iterator
from decimal import Decimal

from services.budgets.alignment.rules.comparison import Comparison, Funding, sum_of
from services.budgets.alignment.rules.findings import (
    ZERO,
    Finding,
    FindingType,
    Severity,
    evidence,
    rands,
)


def opex_missing(comparison: Comparison) -> Iterator[Finding]:
    """Capital money ends and no operating money follows in the next year.

    MFMA s19(2): future operational costs are considered before a capital project is
    approved. Only where the setting asks for it, and where the next year is compared.
    """
    if not comparison.configuration.expect_operating_provision:
        return
    window = comparison.configuration.window
    for code, funding in comparison.fundings.items():
        built = [year for year in window if _spent(funding, "capital", year)]
        following = window[window.index(built[-1]) + 1 :] if built else ()
        if following and not _spent(funding, "operating", following[0]):
            capital = sum_of(_spent(funding, "capital", year) for year in built)
            yield Finding(
                FindingType.OPEX_MISSING,
                Severity.LOW,
                code,
                capital,
                f"{funding.intervention.lead_organ} to provide for running {code} from"
                f" {following[0]}: {rands(capital)} is built by then.",
                following[0],
                evidence=(
                    evidence("intervention", code),
                    *(evidence("budget_line", line.line_id) for line in funding.lines),
                ),
                intervention_code=code,
            )


def _spent(funding: Funding, line_class: str, year: str) -> Decimal:
    return sum_of(
        line.amounts.get(year, ZERO)
        for line in funding.lines
        if line.line_class == line_class
    )
