"""Series of money on the wire."""

from pydantic import BaseModel, Field

from chassis.web.paging import Page
from chassis.web.series import StepView, Weight, step_view
from contracts.money import Rand
from contracts.series import Brought, Missing, Row
from services.budgets.series.models import Series


class MoneyBrought(BaseModel):
    """Money recorded for another municipality, or an earlier one of the same code."""

    code: str = Field(examples=["FS164"])
    space_code: str = Field(examples=["DC16"])
    weight: Weight
    amount: Rand
    via: list[StepView]


class MoneyNotRestated(BaseModel):
    """Money that belongs here in a share nobody has established; its whole amount."""

    code: str
    space_code: str
    amount: Rand
    steps: list[StepView]


class BudgetSeriesRow(BaseModel):
    """Rand of a municipality in a financial year.

    `restated` is false for money that stays as it was recorded. `amount` includes what
    is `brought`; it is null where all there is belongs to `not_restated`.
    """

    municipality: str = Field(examples=["MAN"])
    space_code: str = Field(examples=["MAN"])
    financial_year: str = Field(examples=["2015/16"])
    restated: bool
    amount: Rand | None
    brought: list[MoneyBrought]
    not_restated: list[MoneyNotRestated]


class BudgetSeries(Page[BudgetSeriesRow]):
    """A page of a series.

    `outside_your_spaces` are the steps into municipalities shown here from spaces
    whose money you may not read: it is missing from the amounts.
    """

    outside_your_spaces: list[StepView]


def row_view(row: Row) -> BudgetSeriesRow:
    return BudgetSeriesRow(
        municipality=row.code,
        space_code=row.space_code,
        financial_year=row.financial_year,
        restated=row.restated,
        amount=None if row.amounts is None else row.amounts[0],
        brought=[_brought(each) for each in row.brought],
        not_restated=[_missing(each) for each in row.missing],
    )


def unseen_view(series: Series) -> list[StepView]:
    return [step_view(step) for step in series.unseen]


def _brought(part: Brought) -> MoneyBrought:
    return MoneyBrought(
        code=part.code,
        space_code=part.space_code,
        weight=part.weight,
        amount=part.amounts[0],
        via=[step_view(step) for step in part.via],
    )


def _missing(part: Missing) -> MoneyNotRestated:
    return MoneyNotRestated(
        code=part.code,
        space_code=part.space_code,
        amount=part.amounts[0],
        steps=[step_view(step) for step in part.parts],
    )
