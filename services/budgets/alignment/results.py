"""What checks found.

AlignmentCheck   one comparison of a plan with the One Budget; never changed
Finding          a misalignment, from the check that opened it to the one that no
                 longer found it
Wanted           which findings somebody asks for
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.identifiers import new_id
from contracts.events.budgets import FindingOpened, FindingResolved
from contracts.ids import AlignmentCheckId, FindingId, PlanId
from services.budgets.alignment import rules
from services.budgets.alignment.rules import FindingType, Severity, Unit
from services.budgets.tables import BudgetsTable

LONGEST_SUBJECT = 200
DIGEST_LENGTH = 12

FindingKey = tuple[FindingType, str, str | None]


class FindingStatus(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"
    SUPERSEDED = "superseded"


class Cause(StrEnum):
    """What made us check."""

    ADOPTION = "adoption"
    BUDGET_IMPORT = "budget_import"


class AlignmentCheck(BudgetsTable):
    """One comparison of a plan version with the One Budget at `budget_revision`.

    `cause_id` is the decision or the import. Amounts in rand, shares in per cent.
    """

    __tablename__ = "alignment_check"

    id: Mapped[AlignmentCheckId] = mapped_column(Uuid, primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    plan_version: Mapped[int]
    space_code: Mapped[str]
    checked_at: Mapped[datetime]
    cause: Mapped[Cause] = mapped_column(one_of(Cause))
    cause_id: Mapped[UUID]
    budget_revision: Mapped[int] = mapped_column(BigInteger)
    planned: Mapped[Decimal]
    linked: Mapped[Decimal]
    coverage_nominal: Mapped[Decimal | None]
    coverage_capped: Mapped[Decimal | None]
    coverage_eligible: Mapped[Decimal | None]
    coverage_by_focus_area: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    findings_by_severity: Mapped[dict[str, int]] = mapped_column(JSONB)
    open_findings: Mapped[int]
    opened: Mapped[int]
    resolved: Mapped[int]
    amounts_not_compared: Mapped[int]
    interventions_without_amount: Mapped[int]
    configuration: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Finding(BudgetsTable):
    """A misalignment of a plan. `found_by` is the last check that found it.

    `place_in_check`: the gravest of a check comes first. `closed_by` is the check
    that no longer found it; none where the plan was superseded.
    """

    __tablename__ = "finding"

    id: Mapped[FindingId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    plan_version: Mapped[int]
    type: Mapped[FindingType] = mapped_column(one_of(FindingType))
    severity: Mapped[Severity] = mapped_column(one_of(Severity))
    subject: Mapped[str]
    financial_year: Mapped[str | None]
    expected: Mapped[str | None]
    actual: Mapped[str | None]
    gap: Mapped[Decimal]
    unit: Mapped[Unit] = mapped_column(one_of(Unit))
    status: Mapped[FindingStatus] = mapped_column(one_of(FindingStatus))
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    action: Mapped[str]
    intervention_code: Mapped[str | None]
    place_in_check: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by: Mapped[AlignmentCheckId] = mapped_column(Uuid)
    found_by: Mapped[AlignmentCheckId] = mapped_column(Uuid)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[AlignmentCheckId | None] = mapped_column(Uuid)

    @property
    def key(self) -> FindingKey:
        """What makes it the same finding in the next check of its plan."""
        return self.type, self.subject, self.financial_year

    def find(self, found: rules.Finding, check: AlignmentCheck, place: int) -> None:
        """Take over the figures of a check that found it."""
        self.plan_version = check.plan_version
        self.severity = found.severity
        self.expected = found.expected
        self.actual = found.actual
        self.gap = found.gap
        self.unit = found.unit
        self.evidence = [
            {"kind": each.kind, "id": each.id, "figures": dict(each.figures)}
            for each in found.evidence
        ]
        self.action = found.action
        self.intervention_code = found.intervention_code
        self.place_in_check = place
        self.found_by = check.id

    def opened(self) -> FindingOpened:
        return FindingOpened(
            finding_id=self.id,
            plan_id=self.plan_id,
            plan_version=self.plan_version,
            space_code=self.space_code,
            type=self.type,
            severity=self.severity,
            finding_subject=self.subject,
            financial_year=self.financial_year,
            gap=self.gap,
        )

    def resolve(self, check: AlignmentCheck) -> FindingResolved:
        self.status = FindingStatus.RESOLVED
        self.closed_at = check.checked_at
        self.closed_by = check.id
        return FindingResolved(
            finding_id=self.id,
            plan_id=self.plan_id,
            plan_version=check.plan_version,
            space_code=self.space_code,
            type=self.type,
            finding_subject=self.subject,
            financial_year=self.financial_year,
        )

    def supersede(self, *, at: datetime) -> None:
        """Close with its plan, neither found nor resolved."""
        self.status = FindingStatus.SUPERSEDED
        self.closed_at = at


def open_finding(found: rules.Finding, check: AlignmentCheck, place: int) -> Finding:
    """The finding that this check opens."""
    finding = Finding(
        id=FindingId(new_id()),
        space_code=check.space_code,
        plan_id=check.plan_id,
        type=found.type,
        subject=short_subject(found.subject),
        financial_year=found.financial_year,
        status=FindingStatus.OPEN,
        opened_at=check.checked_at,
        opened_by=check.id,
    )
    finding.find(found, check, place)
    return finding


def key_of(found: rules.Finding) -> FindingKey:
    return found.type, short_subject(found.subject), found.financial_year


def short_subject(subject: str) -> str:
    """A subject that names hundreds of lines, cut so that it still names only them."""
    if len(subject) <= LONGEST_SUBJECT:
        return subject
    digest = sha256(subject.encode()).hexdigest()[:DIGEST_LENGTH]
    return f"{subject[: LONGEST_SUBJECT - DIGEST_LENGTH - 1]}~{digest}"


@dataclass(frozen=True)
class Wanted:
    """Which findings are asked for; `None` asks for any."""

    space_code: str | None = None
    plan_id: PlanId | None = None
    type: FindingType | None = None
    severity: Severity | None = None
    status: FindingStatus | None = None
