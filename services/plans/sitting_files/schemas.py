"""Uploads of a sitting's record on the wire."""

from datetime import datetime

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from chassis.tabular.delimited import Encoding
from chassis.web.fields import Sent
from contracts.ids import ImportId, SittingId


class MattersUpload(Sent):
    """A table of agenda items, challenges, proposals, resolutions and actions."""

    file: UploadFile = Field(json_schema_extra={"format": "binary"})
    dry_run: bool = Field(default=False, description="Only say what it would add.")
    encoding: Encoding | None = Field(
        default=None, description="Of a CSV file that is not UTF-8."
    )


class MattersLoaded(BaseModel):
    """What a file added to a sitting, or would add (then without id)."""

    model_config = ConfigDict(from_attributes=True)

    id: ImportId | None
    sitting_id: SittingId
    space_code: str | None
    digest: str
    rows: int
    created: int
    unchanged: int


class MatterImportView(BaseModel):
    """A file that was loaded into a sitting; `digest` is its SHA-256."""

    model_config = ConfigDict(from_attributes=True)

    id: ImportId
    sitting_id: SittingId
    digest: str
    rows: int
    created: int
    unchanged: int
    loaded_by: str
    loaded_at: datetime
