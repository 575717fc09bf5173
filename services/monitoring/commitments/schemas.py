"""Baselines and commitments on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from contracts.money import Rand, Share
from services.monitoring.commitments.models import BaselineStatus

FundingStateName = Literal[
    "funded", "underfunded", "overfunded", "unfunded", "not_compared"
]


class CommitmentView(BaseModel):
    """What an intervention promised for a year, and the money behind it, in rand."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    plan_id: UUID
    plan_version: int
    space_code: str = Field(examples=["DC45"])
    intervention_code: str = Field(examples=["I02"])
    title: str
    lead_organ: str
    financial_year: str | None = Field(
        description="Null for money planned without a year.", examples=["2028/29"]
    )
    planned: Rand
    budgeted: Rand
    funding_state: FundingStateName
    check_id: UUID


class BaselineCoverageView(BaseModel):
    """Shares in percentage points; null when nothing is planned."""

    nominal: Share | None
    capped: Share | None
    eligible: Share | None


class BaselineView(BaseModel):
    """A plan version under watch, as of its latest alignment check."""

    plan_id: UUID
    plan_version: int
    space_code: str
    status: BaselineStatus
    check_id: UUID | None
    opened_at: datetime | None
    checked_at: datetime | None
    coverage: BaselineCoverageView
    open_findings: int | None
