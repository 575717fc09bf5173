"""An import: which file was loaded into which plan, by whom, and what it changed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from contracts.ids import ImportId, PlanId
from services.plans.tables import PlansTable


class InterventionsFormat(StrEnum):
    INTERVENTIONS = "interventions"


class InterventionImport(PlansTable):
    """A file that was loaded; `digest` is the SHA-256 of its bytes in hexadecimal."""

    __tablename__ = "intervention_import"

    id: Mapped[ImportId] = mapped_column(Uuid, primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    format: Mapped[InterventionsFormat] = mapped_column(one_of(InterventionsFormat))
    unit: Mapped[str]
    digest: Mapped[str]
    rows: Mapped[int]
    created: Mapped[int]
    updated: Mapped[int]
    unchanged: Mapped[int]
    filename: Mapped[str | None]
    loaded_by: Mapped[str]
    loaded_at: Mapped[datetime]
