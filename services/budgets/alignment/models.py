"""An adopted plan and its promises, as the plans service told them."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from chassis.errors import NotFound
from contracts.events.plans import AdoptedIntervention as AdoptedContent
from contracts.events.plans import PlanAdopted
from contracts.ids import PlanId
from services.budgets.lines.models import Provenance
from services.budgets.tables import BudgetsTable


class AlignmentNotChecked(NotFound):
    """No adopted plan with this id has been checked."""


class PlanStatus(StrEnum):
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"


class AdoptedPlan(BudgetsTable):
    """The version of a plan that binds its space, or did until it was superseded."""

    __tablename__ = "adopted_plan"

    plan_id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    plan_version: Mapped[int]
    title: Mapped[str]
    provenance: Mapped[Provenance] = mapped_column(one_of(Provenance))
    status: Mapped[PlanStatus] = mapped_column(one_of(PlanStatus))
    adopted_at: Mapped[datetime]
    content_sha256: Mapped[str]

    def take_over(self, adopted: PlanAdopted) -> None:
        """Bind the space to this version."""
        self.plan_version = adopted.plan_version
        self.title = adopted.title
        self.provenance = Provenance(adopted.provenance)
        self.status = PlanStatus.ADOPTED
        self.adopted_at = adopted.adopted_at
        self.content_sha256 = adopted.content_sha256

    def supersede(self) -> None:
        self.status = PlanStatus.SUPERSEDED


class AdoptedIntervention(BudgetsTable):
    """A promise of a plan version; amounts as decimal strings in rand, by year."""

    __tablename__ = "adopted_intervention"

    plan_id: Mapped[PlanId] = mapped_column(Uuid, primary_key=True)
    plan_version: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    title: Mapped[str]
    focus_area: Mapped[str]
    location_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    lead_organ: Mapped[str]
    sphere: Mapped[str]
    planned: Mapped[dict[str, str]] = mapped_column(JSONB)
    unphased: Mapped[Decimal | None]
    depends_on: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    in_idp: Mapped[bool | None]
    confirmed_by_organ: Mapped[bool | None]
    start_year: Mapped[int | None]
    end_year: Mapped[int | None]


def content_columns(content: AdoptedContent) -> dict[str, Any]:
    """An intervention as it came, as columns."""
    columns = content.model_dump(mode="json")
    return columns | {"unphased": content.unphased}
