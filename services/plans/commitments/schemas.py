"""The commitment matrix on the wire."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

from chassis.web.fields import Code, Name, Reason, Sent
from contracts.ids import CommitmentId, PlanId
from contracts.money import Rand
from services.plans.commitments.models import HORIZON, Cell, CommitmentState
from services.plans.documents.financial import Amount, follows

MOST_CELLS = 500
Dimension = Literal["sphere", "organ", "year", "place", "focus_area", "intervention"]
Stateable = Literal["proposed", "pledged"]


def _a_period(period: str) -> str:
    return period if period == HORIZON else follows(period)


Period = Annotated[
    str, Field(pattern=r"^([0-9]{4}/[0-9]{2}|horizon)$"), AfterValidator(_a_period)
]
Total = Annotated[
    Decimal, PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str)
]
"""A sum of rand, which may be larger than one amount."""


class CellSent(Sent):
    """What one organ gives to one intervention in one financial year, or `horizon`.

    Over a commitment that stands, send the `revision` you read.
    """

    intervention_code: Code = Field(examples=["I01"])
    organ: Code = Field(examples=["DWS"])
    period: Period = Field(examples=["2026/27"])
    amount: Amount
    output: Name | None = Field(default=None, examples=["12 km of pipe"])
    place_code: Code | None = Field(default=None, examples=["NC451"])
    state: Stateable = "pledged"
    revision: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)] | None = None

    def cell(self) -> Cell:
        said = {name: getattr(self, name) for name in type(self).model_fields}
        return Cell(**said | {"state": CommitmentState(self.state)})


class CommitmentsStatement(Sent):
    """Cells of the matrix, as they shall be; others stay."""

    cells: Annotated[list[CellSent], Field(min_length=1, max_length=MOST_CELLS)]
    dry_run: bool = Field(default=False, description="Only say what would change.")


class Withdrawal(Sent):
    """Why an organ takes its word back."""

    reason: Reason


class PlanCommitmentView(BaseModel):
    """An organ's word on one intervention in one period. `revision` is its ETag."""

    model_config = ConfigDict(from_attributes=True)

    id: CommitmentId
    plan_id: PlanId
    space_code: str
    intervention_code: str
    organ: str
    period: str
    amount: Rand
    output: str | None
    place_code: str | None
    state: CommitmentState
    pledged_by: str | None
    confirmed_by: str | None
    reason: str | None
    revision: int
    updated_at: datetime


class CommitmentsStated(BaseModel):
    """What was, or would be, stated; a dry run lists no commitments."""

    model_config = ConfigDict(from_attributes=True)

    plan_id: PlanId
    space_code: str
    dry_run: bool
    created: int
    updated: int
    unchanged: int
    commitments: list[PlanCommitmentView]


class CommitmentChangeView(BaseModel):
    """What a commitment said from `changed_at` on."""

    model_config = ConfigDict(from_attributes=True)

    revision: int
    state: CommitmentState
    amount: Rand
    output: str | None
    place_code: str | None
    reason: str | None
    changed_by: str
    changed_at: datetime


class CommitmentHistory(BaseModel):
    """All that a commitment ever said, oldest first."""

    items: list[CommitmentChangeView]


class PivotSums(BaseModel):
    """Rand by state. `standing` is all that is not withdrawn."""

    commitments: int
    proposed: Total
    pledged: Total
    confirmed: Total
    withdrawn: Total
    standing: Total


class PivotRow(PivotSums):
    """What commitments with the same keys come to."""

    keys: dict[str, str | None] = Field(examples=[{"sphere": "national"}])


class Pivot(BaseModel):
    """The matrix summed up by one or two dimensions; a null key was not given."""

    plan_id: PlanId
    space_code: str
    by: list[Dimension]
    rows: list[PivotRow]
    total: PivotSums
