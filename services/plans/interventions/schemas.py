"""Interventions as they are written one by one."""

from typing import Annotated

from pydantic import AfterValidator, Field

from chassis.web.fields import Code, Sent, left_out, once
from services.plans.content.schemas import Codes, Statement, Title, Year
from services.plans.documents.content import FocusArea, Readiness, Sphere
from services.plans.documents.financial import Amount, FinancialYear
from services.plans.documents.schemas import (
    DependencyView,
    Milestone,
    Point,
    fit_a_cell,
)

MOST = 200
MOST_YEARS = 60


Planned = Annotated[dict[FinancialYear, Amount], Field(max_length=MOST_YEARS)]
Places = Annotated[Codes, Field(min_length=1)]
Dependencies = Annotated[
    list[DependencyView],
    Field(max_length=MOST),
    once("each code at most once", by=lambda link: link.code),
]
Points = Annotated[list[Point], Field(max_length=MOST), AfterValidator(fit_a_cell)]
Milestones = Annotated[
    list[Milestone], Field(max_length=MOST), AfterValidator(fit_a_cell)
]


class InterventionDraft(Sent):
    """An intervention: where, by whom, for how much in which year, under what."""

    code: Code = Field(examples=["I02"])
    title: Title
    focus_area: FocusArea
    location_codes: Places = Field(examples=[["NC451"]])
    lead_organ: Code = Field(examples=["DWS"])
    sphere: Sphere
    planned: Planned = Field(default_factory=dict)
    unphased: Amount | None = None
    depends_on: Dependencies = Field(default_factory=list)
    strategies: Codes = Field(default_factory=list)
    supporting_organs: Codes = Field(default_factory=list)
    readiness: Readiness | None = None
    points: Points = Field(default_factory=list)
    milestones: Milestones = Field(default_factory=list)
    in_idp: bool | None = None
    start_year: Year | None = None
    end_year: Year | None = None
    note: Statement | None = None


class InterventionChanges(Sent):
    """What changes; what is left out stays as it is. A list is given whole."""

    title: Title = left_out()
    focus_area: FocusArea = left_out()
    location_codes: Places = left_out()
    lead_organ: Code = left_out()
    sphere: Sphere = left_out()
    planned: Planned = left_out()
    unphased: Amount | None = None
    depends_on: Dependencies = left_out()
    strategies: Codes = left_out()
    supporting_organs: Codes = left_out()
    readiness: Readiness | None = None
    points: Points = left_out()
    milestones: Milestones = left_out()
    in_idp: bool | None = None
    start_year: Year | None = None
    end_year: Year | None = None
    note: Statement | None = None
