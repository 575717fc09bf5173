"""What an improvement plan says, on the wire."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from chassis.web.fields import Code, Day, Name, Reason, Sent, once
from contracts.money import Rand
from services.plans.documents.financial import FinancialYear
from services.plans.improvement_content import rules
from services.plans.improvement_content.models import (
    ImprovementAction,
    ImprovementAssessment,
    ImprovementGap,
)


def _measurable(value: Decimal) -> Decimal:
    if abs(value) > FARTHEST:
        raise ValueError(f"a measure is at most {FARTHEST}")
    return value


FARTHEST = 10**15
Measured = Annotated[Rand, AfterValidator(_measurable)]
Score = Annotated[int, Field(strict=True, ge=1, le=5)]
People = Annotated[int, Field(strict=True, ge=0, le=10**9)]
Positive = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$"),
    Field(examples=["12.50"]),
]
"""A quantity or amount that is not negative, as decimal text."""


class ImprovementAssessmentSent(Sent):
    """A measure of a service or of management: its standard, and what was found."""

    area: Name = Field(examples=["health"])
    measure: Name
    unit: Name = Field(examples=["percent of posts filled"])
    standard: Measured
    actual: Measured
    lower_is_better: bool = False
    measured_on: Day
    source: Name


class ImprovementGapSent(Sent):
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


class ImprovementTarget(Sent):
    """What an action reaches by the end of a financial year."""

    financial_year: FinancialYear
    target: Name


class ImprovementCost(Sent):
    """An input of an action: quantity x unit cost, to the cent, in a year."""

    financial_year: FinancialYear
    item: Name
    unit: Name
    quantity: Positive
    unit_cost: Positive


class ImprovementPledge(Sent):
    """What a source has pledged to an action for a year."""

    financial_year: FinancialYear
    source: Name
    amount: Positive


class ImprovementActionSent(Sent):
    """What is done about gaps: yearly targets, an officer, costs and pledges."""

    title: Name
    gaps: Annotated[list[Code], once("a gap is named once")] = Field(
        min_length=1, max_length=100
    )
    responsible: Name
    targets: list[ImprovementTarget] = Field(min_length=1, max_length=30)
    costs: list[ImprovementCost] = Field(default=[], max_length=200)
    pledges: list[ImprovementPledge] = Field(default=[], max_length=200)


class ImprovementAssessmentView(BaseModel):
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


class ImprovementGapView(BaseModel):
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


class ImprovementActionView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str
    title: str
    gaps: list[str]
    responsible: str
    targets: list[ImprovementTarget]
    costs: list[ImprovementCost]
    pledges: list[ImprovementPledge]


class ImprovementFundingYear(BaseModel):
    """`gap` is cost minus pledges; below zero where more was pledged than needed."""

    model_config = ConfigDict(from_attributes=True)

    financial_year: str
    cost: Rand
    pledged: Rand
    gap: Rand


def assessment_view(row: ImprovementAssessment) -> ImprovementAssessmentView:
    lower = row.lower_is_better
    shortfall = rules.shortfall(row.standard, row.actual, lower_is_better=lower)
    names = ImprovementAssessmentView.model_fields.keys() - {"shortfall"}
    return ImprovementAssessmentView(
        **{name: getattr(row, name) for name in names}, shortfall=shortfall
    )


def gap_view(
    gap: ImprovementGap, actions: Sequence[ImprovementAction], *, rank: int
) -> ImprovementGapView:
    names = ImprovementGapView.model_fields.keys() - {
        "rank",
        "priority",
        "addressed_by",
    }
    score = rules.priority(gap.severity, gap.reach, gap.feasibility)
    return ImprovementGapView(
        **{name: getattr(gap, name) for name in names},
        rank=rank,
        priority=f"{score.quantize(Decimal('0.001')):f}",
        addressed_by=[each.code for each in actions if gap.code in each.gaps],
    )
