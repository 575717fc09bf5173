"""Series of commitments on the wire."""

from pydantic import BaseModel, Field

from chassis.web.series import StepView, Weight, step_view
from contracts.money import Rand
from contracts.series import Amounts, Brought, Missing, Row


class Promised(BaseModel):
    """Rand planned, and rand of budgets behind it."""

    planned: Rand
    budgeted: Rand


class PromisesBrought(Promised):
    """Commitments of another municipality, or of an earlier one of the same code."""

    code: str = Field(examples=["FS164"])
    space_code: str = Field(examples=["DC16"])
    weight: Weight
    via: list[StepView]


class PromisesNotRestated(Promised):
    """Commitments that belong here in a share nobody has established; all of them."""

    code: str
    space_code: str
    steps: list[StepView]


class CommitmentSeriesRow(BaseModel):
    """Commitments of a municipality in a financial year.

    An intervention in several places is of its space as a whole; its code stands for
    the municipality then. `restated` is false for what stays as it was recorded.
    `total` includes what is `brought`; null where all belongs to `not_restated`.
    """

    municipality: str = Field(examples=["NC451"])
    space_code: str = Field(examples=["DC45"])
    financial_year: str = Field(examples=["2026/27"])
    restated: bool
    total: Promised | None
    brought: list[PromisesBrought]
    not_restated: list[PromisesNotRestated]


def row_view(row: Row) -> CommitmentSeriesRow:
    return CommitmentSeriesRow(
        municipality=row.code,
        space_code=row.space_code,
        financial_year=row.financial_year,
        restated=row.restated,
        total=None if row.amounts is None else Promised(**_figures(row.amounts)),
        brought=[_brought(each) for each in row.brought],
        not_restated=[_missing(each) for each in row.missing],
    )


def _figures(amounts: Amounts) -> dict[str, Rand]:
    planned, budgeted = amounts
    return {"planned": planned, "budgeted": budgeted}


def _brought(part: Brought) -> PromisesBrought:
    return PromisesBrought(
        code=part.code,
        space_code=part.space_code,
        weight=part.weight,
        via=[step_view(step) for step in part.via],
        **_figures(part.amounts),
    )


def _missing(part: Missing) -> PromisesNotRestated:
    return PromisesNotRestated(
        code=part.code,
        space_code=part.space_code,
        steps=[step_view(step) for step in part.parts],
        **_figures(part.amounts),
    )
