"""Series on the boundaries of today, on the wire: what every such answer shares."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field, PlainSerializer

from chassis.web.paging import Window, encode
from contracts.boundaries import Step
from contracts.series import Row

Weight = Annotated[
    Decimal,
    PlainSerializer(lambda weight: f"{weight:f}", return_type=str, when_used="json"),
    Field(examples=["0.250000000000"]),
]
"""A share of 1, to twelve decimals."""

FinancialYear = Annotated[
    str | None, Query(pattern=r"^\d{4}/\d{2}$", examples=["2026/27"])
]


class Boundaries(StrEnum):
    """`as_recorded`: of each year's middle day. `current`: today's."""

    AS_RECORDED = "as_recorded"
    CURRENT = "current"


class StepView(BaseModel):
    """What became of one municipality in one other; null: share not established."""

    effective: date
    from_code: str = Field(examples=["FS164"])
    from_space: str = Field(examples=["DC16"])
    to_code: str = Field(examples=["MAN"])
    to_space: str = Field(examples=["MAN"])
    weight: Weight | None


def step_view(step: Step) -> StepView:
    return StepView(
        effective=step.effective,
        from_code=step.old[0],
        from_space=step.old_space,
        to_code=step.new[0],
        to_space=step.new_space,
        weight=step.weight,
    )


def window(rows: Sequence[Row], page: Window) -> tuple[Sequence[Row], str | None]:
    """The rows of a page, and the cursor when more follow."""
    if page.after is not None:
        rows = [row for row in rows if "/".join(row.key) > page.after]
    shown = rows[: page.limit]
    more = len(rows) > page.limit
    return shown, encode("/".join(shown[-1].key)) if more else None
