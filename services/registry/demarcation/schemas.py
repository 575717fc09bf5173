"""A demarcation and what it changes, on the wire."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from chassis.tabular.delimited import Encoding
from chassis.web.fields import Code, Name, Sent
from chassis.web.series import Weight
from services.registry.demarcation.models import (
    MOST_LISTED,
    Changes,
    DemarcationImport,
)

BINARY: JsonDict = {"format": "binary"}


class DemarcationUpload(Sent):
    """A demarcation: tables (CSV or XLSX) with the columns of the country pack.

    `spaces`: code, name, kind, province_code, seat, valid_from, valid_to.
    `municipalities`: code, name, category, parent_code, space_code, province_code,
    miif_class, valid_from, valid_from_basis, valid_to.
    `wards`: code, name, municipality_code, valid_from, valid_to.
    `transitions`: date, old_code, new_code, old_change, new_change, and for shares
    either weight or population, with source.
    """

    vintage: Code = Field(examples=["za-2026-11-04"])
    source: Name = Field(description="Who published it, and where.")
    spaces: UploadFile | None = Field(default=None, json_schema_extra=BINARY)
    municipalities: UploadFile | None = Field(default=None, json_schema_extra=BINARY)
    wards: UploadFile | None = Field(default=None, json_schema_extra=BINARY)
    transitions: UploadFile | None = Field(default=None, json_schema_extra=BINARY)
    dry_run: bool = Field(
        default=False, description="Only say what the files would change."
    )
    encoding: Encoding | None = Field(
        default=None, description="Of CSV files that are not UTF-8."
    )


class ChangedPlaceView(BaseModel):
    """What happens to one place on one day."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    code: str
    name: str
    effective: date
    before: str | None
    after: str | None


class ChangedTransitionView(BaseModel):
    """What becomes of one municipality in one other."""

    model_config = ConfigDict(from_attributes=True)

    effective: date
    old_code: str
    new_code: str
    change: str
    crosses_spaces: bool
    weight: Weight | None
    weight_basis: str | None


class DemarcationView(BaseModel):
    """What a demarcation would change. The id is its proposal's; null in a dry run.

    Lists hold the first 500 of each kind; `counts` counts all.
    """

    id: UUID | None
    vintage: str
    dry_run: bool
    counts: dict[str, int]
    added: list[ChangedPlaceView]
    ended: list[ChangedPlaceView]
    moved: list[ChangedPlaceView]
    renamed: list[ChangedPlaceView]
    reclassified: list[ChangedPlaceView]
    boundaries_changed: list[ChangedPlaceView]
    transitions: list[ChangedTransitionView]
    weights_established: list[ChangedTransitionView]

    @classmethod
    def of(
        cls, changes: Changes, *, vintage: str, proposal_id: UUID | None
    ) -> "DemarcationView":
        shown: dict[str, Sequence[object]] = {
            **changes.listed,
            "transitions": changes.transitions,
            "weights_established": changes.weighted,
        }
        return cls.model_validate(
            {
                "id": proposal_id,
                "vintage": vintage,
                "dry_run": proposal_id is None,
                "counts": {name: len(found) for name, found in shown.items()},
            }
            | {name: found[:MOST_LISTED] for name, found in shown.items()}
        )


class DemarcationImportView(BaseModel):
    """A demarcation that was applied."""

    id: UUID
    vintage: str
    source: str
    loaded_by: str
    loaded_at: datetime
    counts: dict[str, int]

    @classmethod
    def of(cls, record: DemarcationImport) -> "DemarcationImportView":
        return cls(
            id=record.id,
            vintage=record.vintage,
            source=record.source,
            loaded_by=record.loaded_by,
            loaded_at=record.loaded_at,
            counts={name: len(found) for name, found in record.changes.items()},
        )
