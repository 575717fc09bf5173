"""Catalytic projects and their evidence on the wire."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from contracts.ids import PlanId
from services.plans.documents.models import PlanStatus

Total = Annotated[
    Decimal, PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str)
]


class CatalyticProject(BaseModel):
    """An intervention and what the test of catalytic projects finds in it.

    `years` with planned money, or of its horizon if that is longer; `spheres` of
    government of its lead, its supporters and whoever committed to it; `value` planned
    in all; `confirmed` by the authorities of organs in the commitment matrix, which is
    what makes it budgeted. Amounts in rand.
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
