"""A baseline, the commitments it watches, and what a check changes in them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import MetaData
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, tables
from contracts.events.budgets import AlignmentChecked
from contracts.events.monitoring import BaselineOpened
from contracts.ids import AlignmentCheckId, PlanId


class BaselineStatus(StrEnum):
    WATCHING = "watching"
    SUPERSEDED = "superseded"


class CommitmentsTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class Baseline(CommitmentsTable):
    """The state of one adopted plan version at its latest alignment check."""

    __tablename__ = "baseline"

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_version: Mapped[int] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    status: Mapped[str]
    check_id: Mapped[UUID | None]
    opened_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    coverage_nominal: Mapped[Decimal | None]
    coverage_capped: Mapped[Decimal | None]
    coverage_eligible: Mapped[Decimal | None]
    open_findings: Mapped[int | None]

    def refresh(
        self, check: AlignmentChecked, *, commitments: int
    ) -> BaselineOpened | None:
        """Take over a check; the first one opens the baseline."""
        first = self.opened_at is None
        self.opened_at = self.opened_at or check.checked_at
        self.check_id = check.check_id
        self.checked_at = check.checked_at
        self.coverage_nominal = check.coverage_nominal
        self.coverage_capped = check.coverage_capped
        self.coverage_eligible = check.coverage_eligible
        self.open_findings = check.open_findings
        if not first:
            return None
        return BaselineOpened(
            plan_id=PlanId(self.plan_id),
            plan_version=self.plan_version,
            space_code=self.space_code,
            check_id=AlignmentCheckId(check.check_id),
            commitments=commitments,
        )

    def supersede(self) -> None:
        self.status = BaselineStatus.SUPERSEDED.value


class Commitment(CommitmentsTable):
    """What one intervention promised for one year, and how far money stands behind it.

    Amounts in rand. `financial_year` is null for money planned without a year.
    """

    __tablename__ = "commitment"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID]
    plan_version: Mapped[int]
    space_code: Mapped[str]
    intervention_code: Mapped[str]
    financial_year: Mapped[str | None]
    title: Mapped[str]
    lead_organ: Mapped[str]
    planned: Mapped[Decimal]
    budgeted: Mapped[Decimal]
    funding_state: Mapped[str]
    check_id: Mapped[UUID]


@dataclass(frozen=True)
class Wanted:
    """Which commitments are asked for; `None` asks for any."""

    space_code: str | None = None
    plan_id: PlanId | None = None
    financial_year: str | None = None
    funding_state: str | None = None
