"""Catalytic projects and their evidence on the wire."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from contracts.ids import PlanId
from services.plans.documents.models import PlanStatus

Total = Annotated[
    Decimal, PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str)
]
Figure = Annotated[
    Decimal, PlainSerializer(lambda figure: f"{figure:f}", return_type=str)
]
"""A count, or rand."""


class Criterion(BaseModel):
    """One of the tests: what was found, the least that counts, and who says so.

    `years` and `spheres` are counted; `value` and `confirmed` are in rand.
    """

    model_config = ConfigDict(from_attributes=True)

    criterion: str = Field(examples=["value"])
    found: Figure = Field(examples=["60000000.00"])
    least: Figure = Field(examples=["100000000.00"])
    is_met: bool
    citation: str = Field(examples=["DDM Regulations 2024 reg 1: multi-year"])
    confidence: str = Field(examples=["high"])


class CatalyticProject(BaseModel):
    """An intervention and what the test of catalytic projects finds in it.

    `years` with planned money, or of its horizon if that is longer; `spheres` of
    government of its lead, its supporters and whoever committed to it; `value` planned
    in all; `confirmed` by the authorities of organs in the commitment matrix, which is
    what makes it budgeted. Amounts in rand. `criteria` explains each of the tests.
    """

    model_config = ConfigDict(from_attributes=True)

    plan_id: PlanId
    space_code: str
    status: PlanStatus
    code: str
    title: str
    lead_organ: str
    is_catalytic: bool
    is_multi_year: bool
    years: int
    is_intergovernmental: bool
    spheres: list[str] = Field(examples=[["local", "national"]])
    is_of_high_value: bool
    value: Total
    is_budgeted: bool
    confirmed: Total
    criteria: list[Criterion]
