"""Plans and interventions on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Code, Name, Sent
from contracts.events.plans import Dependency
from contracts.ids import PlanId
from contracts.money import Rand
from services.plans.documents.content import FocusArea
from services.plans.documents.models import PlanStatus, Provenance, Stage

SECOND_GENERATION = 2


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
    """What may be changed of a draft directly."""

    title: Name


class StageView(BaseModel):
    """A completed stage: which, by whom, when."""

    model_config = ConfigDict(from_attributes=True)

    stage: Stage
    completed_by: str
    completed_at: datetime


class PlanView(BaseModel):
    """A One Plan. `version` counts versions of the content; decisions name it.

    `seal` is the SHA-256 of GET /v1/plans/{id}/sealed, from adoption on.
    """

    model_config = ConfigDict(from_attributes=True)

    id: PlanId
    space_code: str = Field(examples=["DC45"])
    title: str
    status: PlanStatus
    provenance: Provenance
    generation: int
    version: int
    stages: list[StageView]
    drafted_by: str
    drafted_at: datetime
    updated_at: datetime
    adopted_at: datetime | None
    superseded_at: datetime | None
    superseded_by: PlanId | None
    seal: str | None


class InterventionView(BaseModel):
    """An intervention. Amounts in rand; `unphased` is planned without a year.

    `planned` is by financial year. Null is not known. Names ending in `as_found` and
    `source` repeat a public source.
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
    depends_on: list[Dependency]
    in_idp: bool | None
    confirmed_by_organ: bool | None
    start_year: int | None
    end_year: int | None
    section: str | None
    status_as_found: str | None
    source_document: str | None
    source_year: int | None
    source_url: str | None
    note: str | None
