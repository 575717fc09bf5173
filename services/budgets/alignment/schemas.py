"""Checks and findings on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from contracts.ids import AlignmentCheckId, FindingId, PlanId
from contracts.money import Rand, Share
from services.budgets.alignment.results import Cause, FindingStatus
from services.budgets.alignment.rules import FindingType, Severity, Unit


class EvidenceView(BaseModel):
    """A row that shows the finding, and the figures that matter."""

    kind: str = Field(examples=["budget_line"])
    id: str = Field(examples=["B11"])
    figures: dict[str, str] = Field(examples=[{"2026/27": "4000000.00"}])


class FindingView(BaseModel):
    """A misalignment: a question to the hub, never a bar to a budget.

    `financial_year` is null for the whole horizon. `expected` and `actual` are in
    `unit`, or codes, or null where the rule compares no two values.
    """

    model_config = ConfigDict(from_attributes=True)

    id: FindingId
    space_code: str = Field(examples=["DC45"])
    plan_id: PlanId
    plan_version: int
    type: FindingType
    severity: Severity
    subject: str = Field(examples=["I11"])
    financial_year: str | None = Field(examples=["2026/27"])
    expected: str | None = Field(examples=["8000000.00"])
    actual: str | None = Field(examples=["4000000.00"])
    gap: Rand
    unit: Unit
    status: FindingStatus
    evidence: list[EvidenceView]
    action: str = Field(description="What would settle it.")
    intervention_code: str | None
    opened_at: datetime
    opened_by: AlignmentCheckId = Field(description="The check that opened it.")
    found_by: AlignmentCheckId = Field(description="The last check that found it.")
    closed_at: datetime | None
    closed_by: AlignmentCheckId | None


class CoverageView(BaseModel):
    """How much of the plan is paid for, in per cent; null when nothing is planned.

    `capped` counts no promise beyond what was planned for it; `eligible` leaves out
    money in the wrong place or against its grant's conditions as well.
    """

    nominal: Share | None
    capped: Share | None
    eligible: Share | None


class FocusAreaView(BaseModel):
    """Rand planned and linked in one transformation focus area."""

    focus_area: str
    planned: Rand
    linked: Rand


class AlignmentView(BaseModel):
    """The latest comparison of an adopted plan with the One Budget of its space.

    `stale`: the budget has changed since and the new check failed; it is repeated
    with the next change and when the service starts. `amounts_not_compared` counts
    planned amounts of years or horizons outside the window of `configuration`. The
    gravest findings come first.
    """

    check_id: AlignmentCheckId
    plan_id: PlanId
    plan_version: int
    space_code: str = Field(examples=["DC45"])
    checked_at: datetime
    cause: Cause
    cause_id: UUID
    stale: bool
    planned: Rand
    linked: Rand
    coverage: CoverageView
    coverage_by_focus_area: list[FocusAreaView]
    findings_by_severity: dict[Severity, int]
    amounts_not_compared: int
    interventions_without_amount: int
    configuration: dict[str, Any]
    findings: list[FindingView]
