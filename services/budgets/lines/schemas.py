"""Funds and budget lines on the wire."""

from pydantic import BaseModel, ConfigDict, Field

from contracts.money import Rand
from services.budgets.lines.models import (
    GenderMarker,
    LineClass,
    Provenance,
    Sphere,
)
from services.budgets.lines.values import Allocation, FundTerms

BY_YEAR = [{"2026/27": "8000000.00", "2027/28": "8000000.00"}]


class BudgetLineView(BaseModel):
    """The smallest planned amount. Rand by financial year; null is not known."""

    model_config = ConfigDict(from_attributes=True)

    space_code: str = Field(examples=["DC45"])
    line_id: str = Field(examples=["B11"])
    title: str
    organ: str = Field(examples=["NC-DAERL"])
    sphere: Sphere
    location_code: str = Field(examples=["NC451"])
    fund: str = Field(examples=["CASP"])
    function_code: str | None = Field(examples=["2102"])
    intervention_code: str | None = Field(examples=["I11"])
    line_class: LineClass
    in_idp: bool | None
    gender_marker: GenderMarker | None
    has_protocol: bool
    provenance: Provenance
    amounts: dict[str, Rand] = Field(examples=BY_YEAR)


class AllocationView(BaseModel):
    """What a fund has to give, in rand by financial year."""

    model_config = ConfigDict(from_attributes=True)

    provenance: Provenance
    amounts: dict[str, Rand] = Field(examples=BY_YEAR)


class FundView(BaseModel):
    """Where money comes from. No allowed functions means: pays for any.

    `allocation` is null where it is not known what the fund has to give.
    """

    space_code: str = Field(examples=["DC45"])
    code: str = Field(examples=["MIG-NC451"])
    name: str
    grant_code: str | None = Field(examples=["MIG"])
    dora_schedule: str | None = Field(examples=["5B"])
    allowed_function_codes: list[str] = Field(examples=[["4201", "4202"]])
    allocation: AllocationView | None


def fund_view(fund: FundTerms, allocation: Allocation | None) -> FundView:
    return FundView(
        space_code=fund.space_code,
        code=fund.code,
        name=fund.name,
        grant_code=fund.grant_code,
        dora_schedule=fund.dora_schedule,
        allowed_function_codes=list(fund.allowed_function_codes),
        allocation=AllocationView.model_validate(allocation) if allocation else None,
    )
