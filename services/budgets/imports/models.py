"""An import: which file was loaded into which budget, by whom, and what it changed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import one_of
from contracts.ids import ImportId
from services.budgets.lines.models import Provenance
from services.budgets.tables import BudgetsTable


class ImportFormat(StrEnum):
    FUNDS = "funds"
    FUND_ALLOCATIONS = "fund_allocations"
    BUDGET_LINES = "budget_lines"


class BudgetImport(BudgetsTable):
    """A file that was loaded; `digest` is the SHA-256 of its bytes in hexadecimal."""

    __tablename__ = "budget_import"

    id: Mapped[ImportId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    format: Mapped[ImportFormat] = mapped_column(one_of(ImportFormat))
    unit: Mapped[str | None]
    provenance: Mapped[Provenance | None] = mapped_column(one_of(Provenance))
    digest: Mapped[str]
    rows: Mapped[int]
    created: Mapped[int]
    updated: Mapped[int]
    unchanged: Mapped[int]
    filename: Mapped[str | None]
    loaded_by: Mapped[str]
    loaded_at: Mapped[datetime]
    rechecked_plans: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
