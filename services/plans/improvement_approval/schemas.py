"""Meetings, decisions, reviews and versions of improvement plans on the wire."""

from datetime import date, datetime
from operator import attrgetter
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Code, Day, Name, Reason, Sent, once
from services.plans.improvement.schemas import ImprovementPlanView, Start
from services.plans.improvement.templates import ImprovementBody
from services.plans.improvement_approval.models import (
    ImprovementReviewKind,
    ImprovementVerdict,
)
from services.plans.improvement_approval.service import Whole
from services.plans.improvement_content import rules
from services.plans.improvement_content.schemas import (
    ImprovementActionView,
    ImprovementAssessmentView,
    ImprovementFundingYear,
    ImprovementGapView,
    assessment_view,
    gap_view,
)

Percent = Annotated[int, Field(strict=True, ge=0, le=100)]


class ImprovementVersion(Sent):
    """The next version: `amendment` takes over all, `roll_forward` what is unfinished.

    Unfinished are the actions whose latest reviewed progress is below 100 percent, with
    their gaps and measures, and gaps that were deferred.
    """

    kind: Literal["amendment", "roll_forward"]
    starts_on: Start


class ValidationMeetingSent(Sent):
    """A validation meeting that was held."""

    held_on: Day
    participants: list[Name] = Field(min_length=1, max_length=500)
    summary: Reason


class ImprovementDecisionSent(Sent):
    """What the body whose turn it is decided. A return says why."""

    body: Code = Field(examples=["dtpc"])
    verdict: ImprovementVerdict
    minute_no: Name | None = Field(default=None, examples=["46/COU/2014/2015"])
    decided_on: Day
    reason: Reason | None = None


class ImprovementActionProgress(Sent):
    action: Code
    percent: Percent
    note: Reason | None = None


ProgressOfActions = Annotated[
    list[ImprovementActionProgress],
    once("an action is reported once", by=attrgetter("action")),
    Field(max_length=500),
]


class ImprovementReviewSent(Sent):
    """A quarter or a year of the approved plan, reviewed."""

    kind: ImprovementReviewKind
    period: Code = Field(examples=["2026-27.Q1"])
    held_on: Day
    summary: Reason
    progress: ProgressOfActions = Field(default=[])


class ValidationMeetingView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    space_code: str
    held_on: date
    participants: list[str]
    summary: str
    recorded_by: str
    recorded_at: datetime


class ImprovementDecisionView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    space_code: str
    round: int
    body: str
    act: str
    verdict: ImprovementVerdict
    minute_no: str | None
    decided_on: date
    reason: str | None
    recorded_by: str
    recorded_at: datetime


class ImprovementReviewView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    space_code: str
    kind: ImprovementReviewKind
    period: str
    held_on: date
    summary: str
    progress: list[ImprovementActionProgress]
    recorded_by: str
    recorded_at: datetime


class WholeImprovementPlan(ImprovementPlanView):
    """A plan with all it says and who decided; gaps by rank, money by year.

    `obstacles` names what no body may decide without.
    """

    bodies: list[ImprovementBody]
    assessments: list[ImprovementAssessmentView]
    gaps: list[ImprovementGapView]
    actions: list[ImprovementActionView]
    funding: list[ImprovementFundingYear]
    obstacles: list[str]
    meetings: list[ValidationMeetingView]
    decisions: list[ImprovementDecisionView]
    reviews: list[ImprovementReviewView]


def whole_view(whole: Whole) -> WholeImprovementPlan:
    plan, content, records = whole.plan, whole.content, whole.records
    obstacles = rules.obstacles(content.gaps, content.actions, validated=plan.validated)
    return WholeImprovementPlan(
        **ImprovementPlanView.model_validate(plan).model_dump(),
        bodies=list(whole.template.bodies),
        assessments=[assessment_view(each) for each in content.assessments],
        gaps=[
            gap_view(gap, content.actions, rank=rank)
            for rank, gap in enumerate(rules.ranked(content.gaps), start=1)
        ],
        actions=[
            ImprovementActionView.model_validate(each) for each in content.actions
        ],
        funding=[
            ImprovementFundingYear.model_validate(each)
            for each in rules.funding(content.actions)
        ],
        obstacles=[f"{each.pointer}: {each.detail}" for each in obstacles],
        meetings=[
            ValidationMeetingView.model_validate(each) for each in records.meetings
        ],
        decisions=[
            ImprovementDecisionView.model_validate(each) for each in records.decisions
        ],
        reviews=[
            ImprovementReviewView.model_validate(each) for each in records.reviews
        ],
    )
