"""The alignment rules: rows in, findings out; no table, no clock, no network.

catalogue      every rule in order, what silences what, and the check itself
  funding      paid for, in its year, and once
  place        where the plan is
  dependencies after what must come first
  funds        from a fund that may pay, and has the money
  mandate      by a body that may, and that has agreed
  shares       for villages and towns, women and men
  provision    and kept running
coverage       how much of the plan is paid for
states         what became of each promise
comparison     the rows side by side, as the rules read them
"""

from services.budgets.alignment.rules.catalogue import CATALOGUE, check_alignment
from services.budgets.alignment.rules.findings import (
    Alignment,
    Coverage,
    Evidence,
    Finding,
    FindingType,
    FundingLevel,
    FundingState,
    Severity,
    Unit,
)
from services.budgets.alignment.rules.rows import (
    BudgetLine,
    Case,
    Fund,
    FundAllocation,
    Intervention,
    Organ,
    Place,
)

__all__ = [
    "CATALOGUE",
    "Alignment",
    "BudgetLine",
    "Case",
    "Coverage",
    "Evidence",
    "Finding",
    "FindingType",
    "Fund",
    "FundAllocation",
    "FundingLevel",
    "FundingState",
    "Intervention",
    "Organ",
    "Place",
    "Severity",
    "Unit",
    "check_alignment",
]
