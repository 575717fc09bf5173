"""Events published by budgets."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.event import Event
from contracts.ids import AlignmentCheckId, FindingId, ImportId, PlanId
from contracts.money import Rand, Share


class BudgetLinesLoaded(Event):
    """Budget lines of a space were added or corrected by an import."""

    subject: ClassVar[str] = "onedistrict.budgets.budget_lines_loaded.v1"
    ordered_by: ClassVar[str] = "space_code"

    import_id: ImportId
    space_code: str
    created: int
    updated: int


class FundingState(BaseModel):
    """What one intervention was promised and given in one financial year.

    `financial_year` is null for money planned without a year. `state` is one of
    `funded`, `underfunded`, `overfunded`, `unfunded`, `not_compared`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    intervention_code: str
    title: str
    lead_organ: str
    financial_year: str | None
    planned: Rand
    budgeted: Rand
    state: str


class FundingAssessed(Event):
    """A part of the funding states found by an alignment check."""

    subject: ClassVar[str] = "onedistrict.budgets.funding_assessed.v1"
    ordered_by: ClassVar[str] = "plan_id"

    check_id: AlignmentCheckId
    plan_id: PlanId
    plan_version: int
    space_code: str
    part: int
    parts: int
    states: tuple[FundingState, ...]


class AlignmentChecked(Event):
    """A plan version was compared with the One Budget of its space."""

    subject: ClassVar[str] = "onedistrict.budgets.alignment_checked.v1"
    ordered_by: ClassVar[str] = "plan_id"

    check_id: AlignmentCheckId
    plan_id: PlanId
    plan_version: int
    space_code: str
    checked_at: datetime
    parts: int
    open_findings: int
    coverage_nominal: Share | None
    coverage_capped: Share | None
    coverage_eligible: Share | None


class FindingOpened(Event):
    """A misalignment between plan and money was found."""

    subject: ClassVar[str] = "onedistrict.budgets.finding_opened.v1"
    ordered_by: ClassVar[str] = "plan_id"

    finding_id: FindingId
    plan_id: PlanId
    plan_version: int
    space_code: str
    type: str
    severity: str
    finding_subject: str
    financial_year: str | None
    gap: Rand


class FindingResolved(Event):
    """A later check no longer found the misalignment."""

    subject: ClassVar[str] = "onedistrict.budgets.finding_resolved.v1"
    ordered_by: ClassVar[str] = "plan_id"

    finding_id: FindingId
    plan_id: PlanId
    plan_version: int
    space_code: str
    type: str
    finding_subject: str
    financial_year: str | None
