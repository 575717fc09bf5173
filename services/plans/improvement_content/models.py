"""What an improvement plan says: measures against standards, gaps, costed actions."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from contracts.ids import ImprovementPlanId
from services.plans.tables import PlansTable


class ImprovementAssessment(PlansTable):
    """One measure of a service or of management: its standard, and what was found."""

    __tablename__ = "improvement_assessment"

    plan_id: Mapped[ImprovementPlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    code: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str]
    measure: Mapped[str]
    unit: Mapped[str]
    standard: Mapped[Decimal]
    actual: Mapped[Decimal]
    lower_is_better: Mapped[bool]
    measured_on: Mapped[date]
    source: Mapped[str]


class ImprovementGap(PlansTable):
    """Where the actual misses the standard: how badly, for whom, and why."""

    __tablename__ = "improvement_gap"

    plan_id: Mapped[ImprovementPlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    code: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    assessment: Mapped[str]
    place_code: Mapped[str | None]
    severity: Mapped[int]
    reach: Mapped[int]
    feasibility: Mapped[int]
    affected_population: Mapped[int] = mapped_column(BigInteger)
    root_cause: Mapped[str]
    deferred_reason: Mapped[str | None]


class ImprovementAction(PlansTable):
    """What is done about gaps: targets by year, an officer, costs and pledges.

    Amounts and quantities are decimal text, in the plan's currency.
    """

    __tablename__ = "improvement_action"

    plan_id: Mapped[ImprovementPlanId] = mapped_column(Uuid, primary_key=True)
    space_code: Mapped[str]
    code: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    gaps: Mapped[list[str]] = mapped_column(ARRAY(Text))
    responsible: Mapped[str]
    targets: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    costs: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    pledges: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


Item = ImprovementAssessment | ImprovementGap | ImprovementAction
