"""Uploads and their results on the wire."""

from datetime import datetime

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from chassis.tabular.delimited import Encoding
from chassis.web.fields import Sent
from contracts.ids import ImportId, PlanId
from services.plans.imports.models import InterventionsFormat


class InterventionsUpload(Sent):
    """A table of interventions (CSV or XLSX)."""

    file: UploadFile = Field(json_schema_extra={"format": "binary"})
    format: InterventionsFormat
    unit: str = Field(
        max_length=40,
        description="What one unit of the amounts is: rand, R thousand or R million.",
        examples=["R thousand"],
    )
    dry_run: bool = Field(
        default=False, description="Only say what the file would change."
    )
    encoding: Encoding | None = Field(
        default=None, description="Of a CSV file that is not UTF-8."
    )


class InterventionImportView(BaseModel):
    """What a file changed in a plan, or would change when `dry_run` (then without id).

    `digest` is the SHA-256 of the file. `already_loaded`: this is the answer of the
    last time it was loaded; nothing was changed now.
    """

    model_config = ConfigDict(from_attributes=True)

    id: ImportId | None
    plan_id: PlanId
    space_code: str
    format: InterventionsFormat
    unit: str = Field(examples=["R thousand"])
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
