"""What an improvement plan says, and who decided about it, on the wire."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chassis.web.fields import Code, Day, Name, Reason, Sent
from contracts.money import Rand
from services.plans.improvement import rules
from services.plans.improvement.content import (
    ImprovementAction,
    ImprovementAssessment,
    ImprovementGap,
)
from services.plans.improvement.models import BodyVerdict, ReviewKind
from services.plans.improvement.schemas import ImprovementPlanView
from services.plans.improvement.service import Whole
from services.plans.improvement.templates import Body

Score = Annotated[int, Field(strict=True, ge=1, le=5)]
People = Annotated[int, Field(strict=True, ge=0, le=10**9)]
Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
Year = Annotated[str, StringConstraints(pattern=r"^\d{4}/\d{2}$")]
Positive = Annotated[
    str, StringConstraints(pattern=r"^\d{1,12}(\.\d{1,2})?$"), Field(examples=["12.50"])
]
"""A quantity or amount that is not negative, as decimal text."""


class ImprovementAssessmentSent(Sent):
    """A measure of a service or of management: its standard, and what was found."""

    area: Name = Field(examples=["health"])
    measure: Name
    unit: Name = Field(examples=["percent of posts filled"])
    standard: Rand
    actual: Rand
    lower_is_better: bool = False
    measured_on: Day
    source: Name


class GapSent(Sent):
    """Where an actual misses its standard. Scores from 1 to 5, 5 the most."""

    title: Name
    assessment: Code
    place_code: Code | None = Field(default=None, examples=["UG41301"])
    severity: Score
    reach: Score
    feasibility: Score
    affected_population: People
    root_cause: Reason
    deferred_reason: Reason | None = None


class TargetSent(Sent):
    """What an action reaches by the end of a financial year."""

    financial_year: Year
    target: Name


class CostItem(Sent):
    """An input of an action: quantity x unit cost, to the cent, in a year."""

    financial_year: Year
    item: Name
    unit: Name
    quantity: Positive
    unit_cost: Positive


class Pledge(Sent):
    """What a source has pledged to an action for a year."""

    financial_year: Year
    source: Name
    amount: Positive


class ImprovementActionSent(Sent):
    """What is done about gaps: yearly targets, an officer, costs and pledges."""

    title: Name
    gaps: list[Code] = Field(min_length=1, max_length=100)
    responsible: Name
    targets: list[TargetSent] = Field(min_length=1, max_length=30)
    costs: list[CostItem] = Field(default=[], max_length=200)
    pledges: list[Pledge] = Field(default=[], max_length=200)


class MeetingSent(Sent):
    """A validation meeting that was held."""

    held_on: Day
    participants: list[Name] = Field(min_length=1, max_length=500)
    summary: Reason


class ImprovementBodyDecisionSent(Sent):
    """What the body whose turn it is decided. A return says why."""

    body: Code = Field(examples=["dtpc"])
    verdict: BodyVerdict
    minute_no: Name | None = Field(default=None, examples=["46/COU/2014/2015"])
    decided_on: Day
    reason: Reason | None = None


class ActionProgress(Sent):
    action: Code
    percent: Percent
    note: Reason | None = None


class ReviewSent(Sent):
    """A quarter or a year of the approved plan, reviewed."""

    kind: ReviewKind
    period: Code = Field(examples=["2026-27.Q1"])
    held_on: Day
    summary: Reason
    progress: list[ActionProgress] = Field(default=[], max_length=500)


class AssessmentView(BaseModel):
    """`shortfall` is standard minus actual, or the reverse where lower is better."""

    code: str
    area: str
    measure: str
    unit: str
    standard: Rand
    actual: Rand
    lower_is_better: bool
    shortfall: Rand
    measured_on: date
    source: str


class GapView(BaseModel):
    """A gap with its rank: `priority` is severity x reach x feasibility / 125."""

    rank: int
    code: str
    title: str
    assessment: str
    place_code: str | None
    severity: int
    reach: int
    feasibility: int
    affected_population: int
    priority: str = Field(examples=["0.480"])
    root_cause: str
    deferred_reason: str | None
    addressed_by: list[str]


class ActionView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str
    title: str
    gaps: list[str]
    responsible: str
    targets: list[TargetSent]
    costs: list[CostItem]
    pledges: list[Pledge]


class YearOfMoneyView(BaseModel):
    """`gap` is cost minus pledges; below zero where more was pledged than needed."""

    model_config = ConfigDict(from_attributes=True)

    financial_year: str
    cost: Rand
    pledged: Rand
    gap: Rand


class MeetingView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    space_code: str
    held_on: date
    participants: list[str]
    summary: str
    recorded_by: str
    recorded_at: datetime


class BodyDecisionView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    space_code: str
    round: int
    body: str
    act: str
    verdict: BodyVerdict
    minute_no: str | None
    decided_on: date
    reason: str | None
    recorded_by: str
    recorded_at: datetime


class ImprovementReviewView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    space_code: str
    kind: ReviewKind
    period: str
    held_on: date
    summary: str
    progress: list[ActionProgress]
    recorded_by: str
    recorded_at: datetime


class WholeImprovementPlan(ImprovementPlanView):
    """A plan with all it says and who decided; gaps by rank, money by year.

    `obstacles` names what no body may decide without.
    """

    bodies: list[Body]
    assessments: list[AssessmentView]
    gaps: list[GapView]
    actions: list[ActionView]
    funding: list[YearOfMoneyView]
    obstacles: list[str]
    meetings: list[MeetingView]
    decisions: list[BodyDecisionView]
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
        actions=[ActionView.model_validate(each) for each in content.actions],
        funding=[
            YearOfMoneyView.model_validate(each)
            for each in rules.funding(content.actions)
        ],
        obstacles=[f"{each.pointer}: {each.detail}" for each in obstacles],
        meetings=[MeetingView.model_validate(each) for each in records.meetings],
        decisions=[BodyDecisionView.model_validate(each) for each in records.decisions],
        reviews=[
            ImprovementReviewView.model_validate(each) for each in records.reviews
        ],
    )


def assessment_view(row: ImprovementAssessment) -> AssessmentView:
    lower = row.lower_is_better
    shortfall = rules.shortfall(row.standard, row.actual, lower_is_better=lower)
    names = AssessmentView.model_fields.keys() - {"shortfall"}
    return AssessmentView(
        **{name: getattr(row, name) for name in names}, shortfall=shortfall
    )


def gap_view(
    gap: ImprovementGap, actions: Sequence[ImprovementAction], *, rank: int
) -> GapView:
    names = GapView.model_fields.keys() - {"rank", "priority", "addressed_by"}
    score = rules.priority(gap.severity, gap.reach, gap.feasibility)
    return GapView(
        **{name: getattr(gap, name) for name in names},
        rank=rank,
        priority=f"{score.quantize(Decimal('0.001')):f}",
        addressed_by=[each.code for each in actions if gap.code in each.gaps],
    )
