"""What must come first comes first.

Bulk water before housing: a successor's money is at risk for as long as its
predecessor is not paid for. Each edge is judged on its own, so a circle of
dependencies ends; a predecessor that the plan does not have is not judged.
"""

from collections.abc import Iterator

from services.budgets.alignment.rules.comparison import Comparison, Funding
from services.budgets.alignment.rules.findings import (
    Finding,
    FindingType,
    Severity,
    evidence,
    rands,
)
from services.budgets.alignment.rules.funding import is_unfunded

FINISH_TO_START = "FS"
START_TO_START = "SS"


def dependency_unfunded(comparison: Comparison) -> Iterator[Finding]:
    """The successor has money, its predecessor is unfunded."""
    for successor, predecessor, _ in _funded_edges(comparison):
        if is_unfunded(predecessor):
            first = predecessor.intervention
            yield _finding(
                FindingType.DEPENDENCY_UNFUNDED,
                successor,
                predecessor,
                action=f"{first.lead_organ} to fund {first.code} first, or"
                f" {rands(successor.budgeted)} for {successor.intervention.code}"
                " to wait for it.",
            )


def dependency_late(comparison: Comparison) -> Iterator[Finding]:
    """The predecessor's money comes too late for the successor's.

    Finish to start: its last funded year is after the successor's first.
    Start to start: its first funded year is after the successor's first.
    """
    for successor, predecessor, kinds in _funded_edges(comparison):
        if _is_late(successor, predecessor, kinds):
            yield _finding(
                FindingType.DEPENDENCY_LATE,
                successor,
                predecessor,
                action=f"Bring {predecessor.intervention.code} forward or move"
                f" {successor.intervention.code} back:"
                f" {rands(successor.budgeted)} waits for it.",
            )


def _is_late(successor: Funding, predecessor: Funding, kinds: frozenset[str]) -> bool:
    if not predecessor.funded_years:
        return False
    start = successor.funded_years[0]
    finish_to_start = FINISH_TO_START in kinds and predecessor.funded_years[-1] > start
    start_to_start = START_TO_START in kinds and predecessor.funded_years[0] > start
    return finish_to_start or start_to_start


def _funded_edges(
    comparison: Comparison,
) -> Iterator[tuple[Funding, Funding, frozenset[str]]]:
    """Each funded successor with each of its predecessors, and how it depends on it."""
    for code, successor in comparison.fundings.items():
        dependencies = successor.intervention.depends_on
        for other in sorted({other for other, _ in dependencies}):
            if (
                successor.funded_years
                and other != code
                and other in comparison.fundings
            ):
                kinds = frozenset(
                    kind for named, kind in dependencies if named == other
                )
                yield successor, comparison.fundings[other], kinds


def _finding(
    type_: FindingType, successor: Funding, predecessor: Funding, *, action: str
) -> Finding:
    code, first = successor.intervention.code, predecessor.intervention.code
    return Finding(
        type_,
        Severity.CRITICAL,
        f"{code}<-{first}",
        successor.budgeted,
        action,
        successor.funded_years[0],
        evidence=tuple(
            evidence(
                "intervention",
                funding.intervention.code,
                planned=funding.planned,
                budgeted=funding.budgeted,
                funded_years=" ".join(funding.funded_years),
            )
            for funding in (successor, predecessor)
        ),
        intervention_code=code,
    )
