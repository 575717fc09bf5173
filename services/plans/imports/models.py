"""An import: which file was loaded into which plan, by whom, and what it changed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from contracts.ids import ImportId, PlanId
from services.plans.tables import PlansTable


class Part(StrEnum):
    """What a plan says in one table; exported and loaded in the same columns."""

    INTERVENTIONS = "interventions"
    ISSUES = "issues"
    OUTCOMES = "outcomes"
    STRATEGIES = "strategies"
    LINKS = "links"


class PlanImport(PlansTable):
    """A file that was loaded; `digest` is the SHA-256 of its bytes in hexadecimal.

    `unit` is that of amounts, where there are any.
    """

    __tablename__ = "plan_import"

    id: Mapped[ImportId] = mapped_column(Uuid, primary_key=True)
    plan_id: Mapped[PlanId] = mapped_column(Uuid)
    space_code: Mapped[str]
    format: Mapped[Part] = mapped_column(one_of(Part))
    unit: Mapped[str | None]
    digest: Mapped[str]
    rows: Mapped[int]
    created: Mapped[int]
    updated: Mapped[int]
    unchanged: Mapped[int]
    filename: Mapped[str | None]
    loaded_by: Mapped[str]
    loaded_at: Mapped[datetime]
