"""An improvement plan of a district: what becomes of it, version by version."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Spaces, one_of
from contracts.events.plans_improvement import (
    ImprovementContentChanged,
    ImprovementPlanApproved,
    ImprovementPlanStarted,
    ImprovementPlanSuperseded,
)
from contracts.ids import ImprovementPlanId
from services.plans.improvement.refusals import (
    ImprovementPlanNotDraft,
    PlanBeforeBodies,
)
from services.plans.tables import PlansTable


class ImprovementStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class ImprovementPlan(PlansTable):
    """One version of a district's improvement plan.

    `decided` counts the bodies that agreed in this `round`; `revision` is its ETag.
    """

    __tablename__ = "improvement_plan"

    id: Mapped[ImprovementPlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    batch_id: Mapped[UUID | None]
    template: Mapped[str]
    template_version: Mapped[int]
    title: Mapped[str]
    currency: Mapped[str]
    provenance: Mapped[str]
    version: Mapped[int]
    replaces: Mapped[ImprovementPlanId | None] = mapped_column(Uuid)
    status: Mapped[ImprovementStatus] = mapped_column(one_of(ImprovementStatus))
    starts_on: Mapped[date]
    revision: Mapped[int]
    round: Mapped[int]
    decided: Mapped[int]
    validated: Mapped[bool]
    authors: Mapped[list[str]] = mapped_column(ARRAY(Text))
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]

    def started(self) -> ImprovementPlanStarted:
        return ImprovementPlanStarted(
            plan_id=self.id,
            space_code=self.space_code,
            template=self.template,
            template_version=self.template_version,
            version=self.version,
            replaces=self.replaces,
            starts_on=self.starts_on,
            provenance=self.provenance,
            started_by=self.drafted_by,
        )

    def must_be_draft(self) -> None:
        if self.status is not ImprovementStatus.DRAFT:
            raise ImprovementPlanNotDraft(
                f"improvement plan {self.id} is {self.status}"
            )

    def change(
        self, kind: str, code: str, *, removed: bool, by: str, at: datetime
    ) -> ImprovementContentChanged:
        """Count a change of the content, by an author."""
        self.must_be_draft()
        if self.decided:
            told = f"{self.decided} bodies agreed to what stands; one must return it"
            raise PlanBeforeBodies(told)
        self.authors = sorted({*self.authors, by})
        self._touch(at)
        return ImprovementContentChanged(
            plan_id=self.id,
            space_code=self.space_code,
            kind=kind,
            code=code,
            removed=removed,
            changed_by=by,
        )

    def mark_validated(self, *, at: datetime) -> None:
        self.must_be_draft()
        self.validated = True
        self._touch(at)

    def take_turn(self, *, agreed: bool, at: datetime) -> None:
        """Go on to the next body, or back to be changed in another round."""
        if agreed:
            self.decided += 1
        else:
            self.decided, self.round = 0, self.round + 1
        self._touch(at)

    def approve(
        self, *, cost: Decimal, pledged: Decimal, at: datetime
    ) -> ImprovementPlanApproved:
        self.status, self.approved_at = ImprovementStatus.APPROVED, at
        return ImprovementPlanApproved(
            plan_id=self.id,
            plan_version=self.version,
            space_code=self.space_code,
            template=self.template,
            currency=self.currency,
            cost=cost,
            pledged=pledged,
            approved_at=at,
        )

    def supersede(
        self, *, by: ImprovementPlanId, at: datetime
    ) -> ImprovementPlanSuperseded:
        self.status, self.superseded_at = ImprovementStatus.SUPERSEDED, at
        self._touch(at)
        return ImprovementPlanSuperseded(
            plan_id=self.id,
            plan_version=self.version,
            space_code=self.space_code,
            superseded_by=by,
        )

    def count_review(self) -> None:
        self.revision += 1

    def _touch(self, at: datetime) -> None:
        self.revision += 1
        self.updated_at = at


@dataclass(frozen=True)
class Wanted:
    """Which plans are asked for; `None` asks for any."""

    drafts_in: Spaces
    space_code: str | None = None
    template: str | None = None
    status: ImprovementStatus | None = None
    batch_id: UUID | None = None
