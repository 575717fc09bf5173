"""Clocks on the wire."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from contracts.ids import PlanId
from services.plans.clocks.models import Clock
from services.plans.clocks.rules import ClockRule, ClockState
from services.plans.clocks.service import SpaceClocks

# The worst news first.
GRAVITY = (ClockState.BREACHED, ClockState.WARNING, ClockState.RUNNING)


class ClockRuleView(BaseModel):
    """What the law gives time for, how much, and where it says so.

    `confidence` tells how sure we are of the citation.
    """

    model_config = ConfigDict(from_attributes=True)

    rule: ClockRule
    title: str
    months: int
    warning_days: int
    citation: str = Field(examples=["DDM Regulations 2024, reg 10(2)"])
    applies_from: date
    applies_to: date | None
    confidence: str


class ClockView(BaseModel):
    """How one clock stands. `days_left` is negative once the day it is due is over.

    `plan_id` is null while the plan is being prepared: a draft is its space's own.
    """

    id: UUID
    rule: ClockRule
    title: str
    citation: str
    space_code: str = Field(examples=["DC45"])
    plan_id: PlanId | None
    started_on: date
    warns_on: date
    due_on: date
    stopped_on: date | None
    state: ClockState
    days_left: int | None

    @classmethod
    def of(cls, clock: Clock, *, today: date) -> "ClockView":
        hidden = clock.rule is ClockRule.PREPARATION and clock.stopped_on is None
        return cls(
            id=clock.id,
            rule=clock.rule,
            title=clock.title,
            citation=clock.citation,
            space_code=clock.space_code,
            plan_id=None if hidden else clock.plan_id,
            started_on=clock.started_on,
            warns_on=clock.warns_on,
            due_on=clock.due_on,
            stopped_on=clock.stopped_on,
            state=clock.state_on(today),
            days_left=clock.days_left_on(today),
        )


class SpaceClocksView(BaseModel):
    """How the law's time stands in one space; `state` is the worst of its clocks.

    It is null where no clock runs: no plan was begun, or none is recorded here.
    """

    space_code: str = Field(examples=["DC45"])
    name: str
    province_code: str | None
    state: ClockState | None
    clocks: list[ClockView]

    @classmethod
    def of(cls, space: SpaceClocks, *, today: date) -> "SpaceClocksView":
        clocks = [ClockView.of(clock, today=today) for clock in space.clocks]
        states = {clock.state for clock in clocks}
        return cls(
            space_code=space.code,
            name=space.name,
            province_code=space.province_code,
            state=next((state for state in GRAVITY if state in states), None),
            clocks=clocks,
        )
