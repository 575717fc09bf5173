"""Plans and interventions on the wire."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from chassis.web.fields import Code, Day, Line, Name, Reason, Sent, left_out
from contracts.ids import ApprovalRoundId, PlanId
from contracts.money import Rand
from services.plans.documents.content import DependencyKind, FocusArea, Readiness
from services.plans.documents.horizons import HorizonBand
from services.plans.documents.models import PlanStatus, Provenance, Stage

SECOND_GENERATION = 2
LONGEST_LAG_DAYS = 3650
MOST_CHARACTERS = 15_000
M = TypeVar("M", bound=BaseModel)


def fit_a_cell(several: list[M]) -> list[M]:
    """A file of the plan has them in one cell; a spreadsheet's holds no more."""
    if sum(len(str(value)) for each in several for _, value in each) > MOST_CHARACTERS:
        raise ValueError(f"together at most {MOST_CHARACTERS} characters")
    return several


class PlanDraft(Sent):
    """A One Plan to begin."""

    space_code: Code = Field(examples=["DC45"])
    title: Name = Field(examples=["John Taolo Gaetsewe One Plan"])
    provenance: Provenance = Provenance.OWN
    generation: Annotated[int, Field(strict=True, ge=1, le=99)] = Field(
        default=SECOND_GENERATION,
        description="1 for plans of 2021, 2 since the Regulations of 2024.",
    )


class PlanChanges(Sent):
    """What may be changed of a draft directly; what is left out stays."""

    title: Name = left_out()
    vision: Reason | None = None


class StageView(BaseModel):
    """A completed stage: which, by whom, when.

    `waived` names rules that its content does not satisfy and that do not bind plans of
    this provenance: a plan compiled from published sources holds what was published.
    """

    model_config = ConfigDict(from_attributes=True)

    stage: Stage
    completed_by: str
    completed_at: datetime
    waived: list[str] = Field(examples=[["focus-area-without-issue"]])


class PlanView(BaseModel):
    """A One Plan. `version` counts versions of the content; decisions name it.

    `seal` is the SHA-256 of GET /v1/plans/{id}/sealed, from adoption on. `based_on` is
    the plan it was cloned from; `supersedes` the adopted plan whose place it took.
    A plan with an `approval_round_id` was put before the bodies of its chain, and is
    not changed.
    """

    model_config = ConfigDict(from_attributes=True)

    id: PlanId
    space_code: str = Field(examples=["DC45"])
    title: str
    status: PlanStatus
    provenance: Provenance
    vision: str | None
    generation: int
    version: int
    based_on: PlanId | None
    supersedes: PlanId | None
    stages: list[StageView]
    drafted_by: str
    drafted_at: datetime
    updated_at: datetime
    adopted_at: datetime | None
    superseded_at: datetime | None
    superseded_by: PlanId | None
    seal: str | None
    approval_round_id: ApprovalRoundId | None


def degrees(most: int) -> AfterValidator:
    """At most so many degrees from the equator or the meridian."""

    def within(value: str) -> str:
        if abs(Decimal(value)) > most:
            raise ValueError(f"between -{most} and {most} degrees")
        return value

    return AfterValidator(within)


_DEGREES = r"^-?(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?$"


class Point(Sent):
    """A point on the ground (WGS 84, decimal degrees), in a place of the intervention.

    Its place is checked against the space; whether it lies inside the boundary of that
    place is answered by `/v1/places/locate`.
    """

    lon: Annotated[str, Field(pattern=_DEGREES), degrees(180)] = Field(
        examples=["23.4306"]
    )
    lat: Annotated[str, Field(pattern=_DEGREES), degrees(90)] = Field(
        examples=["-27.4550"]
    )
    place_code: Code = Field(examples=["NC452"])
    label: Annotated[Name, Line] | None = None


class Milestone(Sent):
    """What is reached by when."""

    title: Annotated[Name, Line]
    due_on: Day


class DependencyView(Sent):
    """What must come first: `FS` finish to start, `SS` start to start.

    `lag_days` after it; negative is a lead.
    """

    code: Code = Field(examples=["I05"])
    kind: DependencyKind
    lag_days: Annotated[
        int, Field(strict=True, ge=-LONGEST_LAG_DAYS, le=LONGEST_LAG_DAYS)
    ] = 0


class InterventionView(BaseModel):
    """An intervention. Amounts in rand; `unphased` is planned without a year.

    `planned` is by financial year. Null is not known. Names ending in `as_found` and
    `source` repeat a public source. `revision` is its ETag. `horizon` is its
    band, both ends counted: short to 5 years, medium to 10, long to 30.
    """

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(examples=["I02"])
    title: str
    focus_area: FocusArea
    location_codes: list[str] = Field(examples=[["NC451"]])
    lead_organ: str = Field(examples=["DWS"])
    sphere: str = Field(examples=["local"])
    planned: dict[str, Rand] = Field(examples=[{"2026/27": "20000000.00"}])
    unphased: Rand | None
    depends_on: list[DependencyView]
    strategies: list[str] = Field(examples=[["S1"]])
    supporting_organs: list[str]
    readiness: Readiness | None
    points: list[Point]
    milestones: list[Milestone]
    in_idp: bool | None
    confirmed_by_organ: bool | None
    start_year: int | None
    end_year: int | None
    horizon_years: int | None
    horizon: HorizonBand | None
    section: str | None
    status_as_found: str | None
    source_document: str | None
    source_year: int | None
    source_url: str | None
    note: str | None
    revision: int
