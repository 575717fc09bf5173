"""A plan's content on the wire as a tree, and by its ties to other plans."""

from pydantic import BaseModel, Field

from contracts.ids import PlanId
from contracts.money import Share
from services.plans.content.models import Relation


class OutcomeNode(BaseModel):
    """An outcome, and the strategies that serve it."""

    code: str
    statement: str
    strategies: list["StrategyNode"]


class StrategyNode(BaseModel):
    """A strategy, and the interventions that carry it out."""

    code: str
    statement: str
    interventions: list["InterventionNode"]


class InterventionNode(BaseModel):
    code: str
    title: str
    lead_organ: str


class PlanTree(BaseModel):
    """Outcomes, strategies and interventions, and what hangs from nothing.

    What serves several is shown under each.
    """

    plan_id: PlanId
    space_code: str
    outcomes: list[OutcomeNode]
    strategies_without_outcome: list[StrategyNode]
    interventions_without_strategy: list[InterventionNode]


class FrameworkCoverage(BaseModel):
    """How a plan stands to one framework: its links, and the interventions tied."""

    framework: str = Field(examples=["NDP"])
    name: str
    items: int
    relations: dict[Relation, int]
    missing_items: list[str]
    interventions_tied: int
    share: Share | None


class Coverage(BaseModel):
    """How far a plan is tied to other plans.

    An intervention is tied if it, or a strategy it belongs to, implements or
    contributes to an item. Shares of all interventions in per cent; null without any.
    """

    plan_id: PlanId
    space_code: str
    interventions: int
    interventions_tied: int
    share: Share | None
    frameworks: list[FrameworkCoverage]
