"""Sittings, agenda items and commissions on the wire."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Code, Day, Name, Reason, Sent
from contracts.ids import CommissionId, MatterId, SittingId
from services.plans.documents.models import Provenance
from services.plans.sittings.models import SittingBasis, SittingKind, SittingStatus


class SittingDraft(Sent):
    """A sitting to plan, or to record as a public source reports it.

    A held one needs `structure_code`, `begins_on` and `ends_on`. A reported one needs
    `source` and a `number` of its own, and may name a space or a province instead of
    a structure; neither is the whole country. A municipal council's is reported, of
    kind `council`, with its municipality as `organ_code`, its space, its days, how many
    members the council has, and how many were there.
    """

    kind: SittingKind
    title: Name = Field(examples=["IDP lekgotla"])
    basis: SittingBasis = SittingBasis.HELD
    structure_code: Code | None = Field(default=None, examples=["DC45-DIF"])
    organ_code: Code | None = Field(default=None, examples=["NC451"])
    members: Annotated[int, Field(strict=True, ge=1, le=1_000)] | None = None
    members_present: Annotated[int, Field(strict=True, ge=0, le=1_000)] | None = None
    space_code: Code | None = None
    province_code: Code | None = None
    place: Name | None = Field(default=None, examples=["Kuruman"])
    begins_on: Day | None = None
    ends_on: Day | None = None
    dates_as_found: Name | None = None
    provenance: Provenance = Provenance.OWN
    source: Reason | None = None
    number: Code | None = Field(default=None, examples=["DC45-IMBIZO-2024"])


class SittingChanges(Sent):
    """What may be changed of a planned sitting; all of it is stated."""

    title: Name
    place: Name | None = None
    begins_on: Day
    ends_on: Day


class SittingCancellation(Sent):
    """Why it does not take place."""

    reason: Reason


class SittingView(BaseModel):
    """A sitting. `number` is given when it is convened, such as `DC45-DIF 2026/3`."""

    model_config = ConfigDict(from_attributes=True)

    id: SittingId
    basis: SittingBasis
    kind: SittingKind
    structure_code: str | None
    organ_code: str | None
    members: int | None
    members_present: int | None
    space_code: str | None = Field(examples=["DC45"])
    province_code: str | None
    title: str
    place: str | None
    begins_on: date | None
    ends_on: date | None
    dates_as_found: str | None
    provenance: Provenance
    source: str | None
    number: str | None
    status: SittingStatus
    revision: int
    planned_by: str
    planned_at: datetime
    updated_at: datetime
    convened_at: datetime | None
    closed_at: datetime | None
    reason: str | None
    minutes_version: int
    approved_version: int | None
    approved_in: SittingId | None
    approved_on: date | None


class AgendaDocument(Sent):
    """A document on the table: its title, and where to find it."""

    title: Name
    reference: Name


class AgendaItemDraft(Sent):
    """An item to put on the agenda; `tabled_by` is an office or an organ."""

    title: Name
    tabled_by: Code | None = None
    documents: Annotated[list[AgendaDocument], Field(max_length=50)] = Field(
        default_factory=list
    )


class AgendaItemView(BaseModel):
    """An item of an agenda; `matter_id` where it was carried over."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    sitting_id: SittingId
    position: int
    title: str
    tabled_by: str | None
    documents: list[AgendaDocument]
    matter_id: MatterId | None


class CommissionDraft(Sent):
    """A commission to form; members are offices, organs or other parties by name."""

    name: Name = Field(examples=["Basic services and infrastructure"])
    topic: Reason | None = None
    members: Annotated[list[Name], Field(max_length=200)] = Field(default_factory=list)


class CommissionView(BaseModel):
    """A commission of a sitting."""

    model_config = ConfigDict(from_attributes=True)

    id: CommissionId
    sitting_id: SittingId
    name: str
    topic: str | None
    members: list[str]
