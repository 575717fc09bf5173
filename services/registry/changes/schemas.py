"""Change proposals on the wire; what a row is depends on the subject."""

from datetime import date, datetime
from enum import StrEnum
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field, create_model

from chassis.tabular.delimited import Encoding
from chassis.web.fields import Reason, Sent
from services.registry.changes.files import MOST_ROWS
from services.registry.changes.models import ProposalState
from services.registry.changes.subjects import STATED, SUBJECTS
from services.registry.periods import StatedDay
from services.registry.statements import Effect, Subject

EffectiveDay = Annotated[
    StatedDay,
    Field(
        description="The day from which the rows are in force; may lie ahead.",
        examples=["2027-04-01"],
    ),
]


class ChangeDraft(Sent):
    """Rows of one subject to be in force from a day on, and why."""

    subject: Any
    effective_from: EffectiveDay
    reason: Reason
    rows: list[Any]


def _draft_of(subject: Subject[Any]) -> type[ChangeDraft]:
    words = subject.name.split("_")
    rows = Field(min_length=1, max_length=MOST_ROWS)
    fields: dict[str, Any] = {
        "subject": (Literal[subject.name], ...),
        "rows": (Annotated[GenericAlias(list, (subject.row,)), rows], ...),
    }
    return create_model(
        "".join(word.capitalize() for word in words) + "Change",
        __base__=ChangeDraft,
        __doc__=f"Rows of {' '.join(words)} to be in force from a day on, and why.",
        **fields,
    )


if TYPE_CHECKING:
    SubjectName = str
    TableSubjectName = str
    Change = ChangeDraft
else:
    SubjectName = StrEnum("SubjectName", {name.upper(): name for name in STATED})
    TableSubjectName = StrEnum(
        "TableSubjectName", {name.upper(): name for name in SUBJECTS}
    )
    Change = Annotated[
        Union[tuple(_draft_of(subject) for subject in SUBJECTS.values())],  # noqa: UP007  made of a tuple
        Field(discriminator="subject"),
    ]


class ChangeUpload(Sent):
    """A file of rows (CSV or XLSX): a column per field of the subject's row.

    A list of codes is written with spaces between them.
    """

    subject: TableSubjectName
    file: UploadFile = Field(json_schema_extra={"format": "binary"})
    effective_from: EffectiveDay
    reason: Reason
    dry_run: bool = Field(
        default=False, description="Only say what the rows would change."
    )
    encoding: Encoding | None = Field(
        default=None, description="Of CSV files that are not UTF-8."
    )


class Review(Sent):
    """What a reviewer, or an author who withdraws, may say about it."""

    reason: Reason | None = None


class Rejection(Sent):
    """Why a proposal is rejected."""

    reason: Reason


class EffectCounts(BaseModel):
    added: int
    changed: int
    ended: int


class ChangeProposalView(BaseModel):
    """A proposed change of master data; rows and differences are read page by page."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    subject: SubjectName
    effective_from: date
    reason: str
    state: ProposalState
    rows: int
    counts: EffectCounts
    file_sha256: str | None
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decision_reason: str | None
    version: int


class ProposedRowView(BaseModel):
    """A row as it was proposed: the fields of the subject's row that were sent."""

    position: int
    row: dict[str, Any]


class DifferenceView(BaseModel):
    """What the proposal does to one record: its fields before and after."""

    record: str = Field(examples=["NC-DOE"])
    effect: Effect
    effective: date
    before: dict[str, Any]
    after: dict[str, Any]


class ChangeFileView(BaseModel):
    """What a file changes. The id is null in a dry run.

    `differences` holds the first 500; `counts` counts all.
    """

    id: UUID | None
    dry_run: bool
    rows: int
    counts: EffectCounts
    differences: list[DifferenceView]
