"""Uploads and their results on the wire."""

from datetime import datetime
from typing import Any

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from chassis.tabular.delimited import Encoding
from chassis.web.fields import Sent
from contracts.ids import ImportId, PlanId
from services.plans.imports.differences import Change
from services.plans.imports.models import Part

MOST_DIFFERENCES = 500


class PlanUpload(Sent):
    """A table of interventions, issues, outcomes, strategies or links (CSV or XLSX)."""

    file: UploadFile = Field(json_schema_extra={"format": "binary"})
    format: Part
    unit: str | None = Field(
        default=None,
        max_length=40,
        description="What one unit of the amounts is: rand, R thousand or R million. "
        "Interventions have amounts; other tables need no unit.",
        examples=["R thousand"],
    )
    dry_run: bool = Field(
        default=False, description="Only say what the file would change."
    )
    encoding: Encoding | None = Field(
        default=None, description="Of a CSV file that is not UTF-8."
    )


class PlanImportView(BaseModel):
    """What a file changed in a plan.

    `digest` is the SHA-256 of the file.
    """

    model_config = ConfigDict(from_attributes=True)

    id: ImportId | None
    plan_id: PlanId
    space_code: str
    format: Part
    unit: str | None = Field(examples=["R thousand"])
    digest: str
    rows: int
    created: int
    updated: int
    unchanged: int
    filename: str | None
    loaded_by: str
    loaded_at: datetime


class FieldOfRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    field: str
    before: Any
    after: Any


class RowDifference(BaseModel):
    """What one row of a file changes; a new record has no fields that differ."""

    model_config = ConfigDict(from_attributes=True)

    row: int
    code: str
    change: Change
    fields: list[FieldOfRow]


class RefusedCell(BaseModel):
    """A cell that breaks a rule: its row as a spreadsheet numbers it, its column."""

    model_config = ConfigDict(from_attributes=True)

    row: int
    column: str
    value: str
    rule: str = Field(examples=["strategy-unknown"])
    detail: str


class PlanImportAnswer(PlanImportView):
    """What a file changed, or would change when `dry_run` (then without id).

    `already_loaded`: this is the answer of the last time it was loaded; nothing was
    changed now. `refused` counts rows that a dry run finds fault with, `faults` are
    their cells; the file will be loaded when there are none. At most 500 differences
    and 500 faults are listed.
    """

    dry_run: bool = False
    already_loaded: bool = False
    refused: int = 0
    differences: list[RowDifference] = Field(default_factory=list)
    faults: list[RefusedCell] = Field(default_factory=list)
