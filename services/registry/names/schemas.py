"""Names on the wire: what is asked about labels, and what is answered."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from chassis.tabular.delimited import Encoding
from chassis.web.fields import Code, Name, Sent
from chassis.web.fields import Reason as Explanation
from services.registry.names.models import Outcome, Reason, ReviewStatus

MOST_LABELS = 1000
BINARY: JsonDict = {"format": "binary"}


class PlaceKind(StrEnum):
    COUNTRY = "country"
    PROVINCE = "province"
    SPACE = "space"
    MUNICIPALITY = "municipality"


class AliasView(BaseModel):
    """A name or identifier beside the registered one.

    `kind` null: every place of the code. A former name has a `valid_to`; of a year
    alone, its last day.
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    scheme: str = Field(examples=["former"])
    identifier: str = Field(examples=["Cacadu"])
    kind: str | None
    code: str = Field(examples=["DC10"])
    valid_from: date | None
    valid_to: date | None
    needs_title: bool = Field(
        description="Counts in labels only beside a title such as DM, or a kind."
    )
    confidence: str | None
    source: str = Field(description="pack, review or file")
    adopted_by: str | None
    adopted_at: datetime | None
    reason: str | None


class NamedPlace(BaseModel):
    """A place, by the name it has on the day."""

    model_config = ConfigDict(from_attributes=True)

    kind: PlaceKind
    code: str = Field(examples=["DC10"])
    name: str = Field(examples=["Sarah Baartman"])


class CandidateView(NamedPlace):
    """A place a label may name. `stands` is false where it had ended by the day."""

    score: int = Field(ge=0, le=100)
    stands: bool


class PlacesFound(BaseModel):
    """The places of an identifier; a space and its municipality share theirs."""

    items: list[NamedPlace]


class NamedOrgan(BaseModel):
    """An organ of state or another party, by its registered name."""

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(examples=["DWS"])
    name: str


class OrgansFound(BaseModel):
    """The organs of an identifier."""

    items: list[NamedOrgan]


class ResolutionView(BaseModel):
    """What a label names. `place` is set when, and only when, it is `matched`."""

    model_config = ConfigDict(from_attributes=True)

    label: str = Field(examples=["DISTR MUN: CACADU 17"])
    outcome: Outcome
    reason: Reason
    score: int = Field(ge=0, le=100, description="Of the best candidate.")
    place: NamedPlace | None
    candidates: list[CandidateView]


class LabelsSent(Sent):
    """Labels as they were found, and what is known of all of them."""

    labels: Annotated[list[Name], Field(min_length=1, max_length=MOST_LABELS)]
    kind: PlaceKind | None = None
    within: Code | None = Field(
        default=None, description="A province or a space.", examples=["NC"]
    )
    as_of: date | None = Field(
        default=None, description="The day to look at; today when absent."
    )
    queue: bool = Field(
        default=False,
        description="Queue unmatched labels for review; needs registry:write.",
    )


class ResolutionsView(BaseModel):
    """One answer per label, in their order, and how many of each outcome."""

    items: list[ResolutionView]
    matched: int
    ambiguous: int
    unknown: int
    queued: int


class PlaceSent(Sent):
    kind: PlaceKind
    code: Code = Field(examples=["NC451"])


class ReviewDecision(Sent):
    """Which place a label names; null when it names none of the registry."""

    place: PlaceSent | None
    reason: Explanation


class NameReviewView(BaseModel):
    """A label that was not matched, who asked, and what a person decided."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    label: str
    kind: str | None
    within: str | None
    as_of: date
    outcome: Outcome
    why: Reason
    candidates: list[CandidateView]
    times_asked: int
    asked_by: str
    asked_at: datetime
    status: ReviewStatus
    place_kind: str | None
    place_code: str | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    version: int


class AliasesUpload(Sent):
    """A table of aliases, CSV or XLSX.

    Columns: scheme, identifier, code; and if you like subject (place or organ), kind,
    valid_from, valid_to, needs_title.
    """

    file: UploadFile = Field(json_schema_extra=BINARY)
    reason: Explanation = Field(description="Who uses these names, and where.")
    dry_run: bool = Field(default=False, description="Only say what it would add.")
    encoding: Encoding | None = Field(
        default=None, description="Of a CSV; found out when absent."
    )


class AliasesProposedView(BaseModel):
    """What a file of aliases would add; the others are there already.

    The id is its proposal's; null in a dry run.
    """

    id: UUID | None
    dry_run: bool
    added: int
    unchanged: int
