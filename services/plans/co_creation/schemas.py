"""Sections, how far they are, and provenance, on the wire."""

from collections import Counter
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Code, Day, Name, Reason, Sent, left_out
from contracts.ids import PlanId
from services.plans.co_creation.service import Area, Overview
from services.plans.documents.content import FocusArea
from services.plans.sections.states import SectionState, SectionStep

Due = Annotated[
    Day | None, Field(default=None, description="The day by which it is submitted.")
]


class SectionDraft(Sent):
    """A focus area of a draft, and the organ that is asked to write it."""

    code: Code = Field(examples=["S4"])
    title: Name
    focus_area: FocusArea
    owner_organ: Code = Field(examples=["NC-DOH"])
    due_on: Due
    note: Reason | None = None


class SectionChanges(Sent):
    """What changes; what is left out stays as it is, and null takes the day away."""

    title: Name = left_out()
    due_on: Due


class OfferSent(Sent):
    """The organ that is asked to own a section; `due_on` replaces the earlier day."""

    owner_organ: Code = Field(examples=["NC-DOE"])
    due_on: Due
    note: Reason | None = None


class NoteSent(Sent):
    note: Reason | None = None


class ReasonSent(Sent):
    """Why; whoever has to act on it reads it."""

    note: Reason


class SectionStands(BaseModel):
    """Whose a section is and how far; `note` goes with its last `step`."""

    model_config = ConfigDict(from_attributes=True)

    plan_id: PlanId
    code: str
    space_code: str = Field(examples=["DC45"])
    owner_organ: str | None = Field(description="Null until an organ says yes.")
    offered_to: str | None = Field(description="The organ that is asked to own it.")
    state: SectionState
    step: SectionStep
    note: str | None
    due_on: date | None
    moved_by: str
    moved_for: str | None = Field(description="The organ of who took the last step.")
    moved_at: datetime
    revision: int


class SectionView(SectionStands):
    """A section of a plan."""

    title: str
    focus_area: str


class ContributionView(BaseModel):
    """How often an organ changed a record of the area, and when it last did."""

    model_config = ConfigDict(from_attributes=True)

    organ: str | None
    changes: int
    last_at: datetime


class AreaView(BaseModel):
    """A focus area: its section if it has one, and what was written and asked in it.

    `overdue` once its day has passed and its owner has not submitted it.
    """

    focus_area: str
    section: SectionView | None
    overdue: bool
    records: int
    open_remarks: int
    contributions: list[ContributionView]

    @classmethod
    def of(cls, area: Area, *, today: date) -> "AreaView":
        own = area.section
        return cls(
            focus_area=area.focus_area,
            section=None if own is None else SectionView.model_validate(own),
            overdue=area.is_overdue(today),
            records=area.written.records,
            open_remarks=area.written.open_remarks,
            contributions=[
                ContributionView.model_validate(each) for each in area.contributions
            ],
        )


class OverviewView(BaseModel):
    """How far a plan is: its areas, how many sections are in which state.

    `open_remarks_elsewhere` are threads about the plan as a whole, its links, or
    records that are gone.
    """

    plan_id: PlanId
    space_code: str
    plan_version: int
    states: dict[SectionState, int]
    overdue: int
    without_section: list[str]
    open_remarks: int
    open_remarks_elsewhere: int
    areas: list[AreaView]

    @classmethod
    def of(cls, found: Overview, *, today: date) -> "OverviewView":
        areas = [AreaView.of(each, today=today) for each in found.areas]
        sections = [each.section for each in areas if each.section is not None]
        remarks = sum(each.open_remarks for each in areas)
        return cls(
            plan_id=found.plan.id,
            space_code=found.plan.space_code,
            plan_version=found.plan.version,
            states=Counter(each.state for each in sections),
            overdue=sum(each.overdue for each in areas),
            without_section=[a.focus_area for a in areas if a.section is None],
            open_remarks=remarks + found.open_remarks_elsewhere,
            open_remarks_elsewhere=found.open_remarks_elsewhere,
            areas=areas,
        )


class ProvenanceView(BaseModel):
    """Which fields of which record were added, changed or removed, by whom.

    `planned.2026/27` is the amount of one year.
    """

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: str = Field(examples=["intervention"])
    code: str = Field(examples=["I01"])
    change: str = Field(examples=["changed"])
    fields: list[str] = Field(examples=[["title", "planned.2026/27"]])
    sub: str | None
    organ: str | None
    at: datetime
