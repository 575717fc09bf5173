"""The money is where the plan is.

Spatialisation gives priorities a place and an impact that can be seen there (DDM
Regulations 2024, reg 4(7)); a One Plan may influence budgets, not replace them
(reg 10(4)).
"""

from collections.abc import Iterator

from services.budgets.alignment.rules.comparison import Comparison
from services.budgets.alignment.rules.findings import (
    ZERO,
    Finding,
    FindingType,
    Severity,
    evidence,
    figure,
    rands,
)
from services.budgets.alignment.rules.registry import Level
from services.budgets.alignment.rules.rows import BudgetLine, Intervention


def outside_plan(comparison: Comparison) -> Iterator[Finding]:
    """Public money of material size in the space that serves no intervention.

    Administration is exempt, and so is private money. A line linked to a code that
    this plan does not have serves no intervention of it.
    """
    for line, total in comparison.with_money():
        if (
            line.is_public
            and line.line_class != "administration"
            and comparison.is_in_space(line)
            and comparison.funding_of(line) is None
            and total >= comparison.configuration.materiality
        ):
            yield Finding(
                FindingType.OUTSIDE_PLAN,
                Severity.MEDIUM,
                line.line_id,
                total,
                f"{line.organ} to link {line.line_id} to an intervention, or to explain"
                f" {rands(total)} outside the plan.",
                expected=figure(ZERO),
                actual=figure(total),
                evidence=(evidence("budget_line", line.line_id, total=total),),
            )


def wrong_place(comparison: Comparison) -> Iterator[Finding]:
    """The line's municipality is none of the intervention's.

    Both must be at the level of a municipality: what is planned or budgeted for the
    whole space accepts any municipality in it.
    """
    for line, total in comparison.with_money():
        funding = comparison.funding_of(line)
        if funding and is_misplaced(comparison, line, funding.intervention):
            planned = " ".join(sorted(funding.intervention.location_codes))
            code = funding.intervention.code
            yield Finding(
                FindingType.WRONG_PLACE,
                Severity.HIGH,
                f"{code}:{line.line_id}",
                total,
                f"{line.organ} to move {line.line_id} from {line.location_code} to"
                f" {planned}, or the plan to be corrected.",
                expected=planned,
                actual=line.location_code,
                evidence=(
                    evidence("intervention", code, location=planned),
                    evidence("budget_line", line.line_id, total=total),
                ),
                intervention_code=code,
            )


def unspatialised(comparison: Comparison) -> Iterator[Finding]:
    """The line is located no nearer than a province or the country."""
    for line, total in comparison.with_money():
        level = comparison.registry.level(line.location_code)
        if level in {Level.PROVINCE, Level.COUNTRY}:
            yield Finding(
                FindingType.UNSPATIALISED,
                Severity.MEDIUM,
                line.line_id,
                total,
                f"{line.organ} to say which municipalities {line.line_id} is for;"
                f" {rands(total)} counts in no space until then.",
                evidence=(evidence("budget_line", line.line_id, total=total),),
                intervention_code=comparison.code_of(line),
            )


def is_misplaced(
    comparison: Comparison, line: BudgetLine, intervention: Intervention
) -> bool:
    places = {line.location_code, *intervention.location_codes}
    return (
        len(intervention.location_codes) > 0
        and line.location_code not in intervention.location_codes
        and all(comparison.registry.level(at) is Level.MUNICIPALITY for at in places)
    )
