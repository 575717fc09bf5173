"""Uploads and their results on the wire."""

from datetime import datetime

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from chassis.tabular.delimited import Encoding
from chassis.web.fields import Code, Sent
from contracts.ids import ImportId, PlanId
from services.budgets.imports.models import ImportFormat
from services.budgets.lines.models import Provenance


class BudgetUpload(Sent):
    """A table of funds, fund allocations or budget lines (CSV or XLSX)."""

    file: UploadFile
    format: ImportFormat
    space: Code = Field(examples=["DC45"])
    unit: str | None = Field(
        default=None,
        max_length=40,
        description=(
            "What one unit of the amounts is: rand, R thousand or R million. "
            "A file of funds has no amounts and needs none."
        ),
        examples=["R thousand"],
    )
    dry_run: bool = Field(
        default=False, description="Only say what the file would change."
    )
    provenance: Provenance | None = Field(
        default=None,
        description=(
            "Whose figures these are. Not stated: as they were, `own` for new ones."
        ),
    )
    encoding: Encoding | None = Field(
        default=None, description="Of a CSV file that is not UTF-8."
    )


class BudgetImportView(BaseModel):
    """What a file changed in a budget, or would change when `dry_run` (without id).

    `digest` is the SHA-256 of the file. `already_loaded`: this is the answer of the
    last time; nothing was changed now. `rechecked_plans` were compared with the
    budget as it is after this import.
    """

    model_config = ConfigDict(from_attributes=True)

    id: ImportId | None
    space_code: str = Field(examples=["DC45"])
    format: ImportFormat
    unit: str | None = Field(examples=["R thousand"])
    provenance: Provenance | None
    dry_run: bool = False
    already_loaded: bool = False
    digest: str
    rows: int
    created: int
    updated: int
    unchanged: int
    filename: str | None
    loaded_by: str
    loaded_at: datetime
    rechecked_plans: list[PlanId]
