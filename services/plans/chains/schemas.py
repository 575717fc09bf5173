"""Chains and rules on the wire."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Code, Reason, Sent
from contracts.ids import ApprovalRuleId
from services.plans.chains.rules import BodyKind, Needs, SpaceKind

FROM_RECORD = ConfigDict(from_attributes=True)


class ChainStepView(BaseModel):
    """A step of a chain: which body decides, what it takes, and who says so.

    What is decided `in_sitting` names the sitting of the body in which it was taken.
    `confidence` is that in the citation: found in a text, or own knowledge.
    """

    model_config = FROM_RECORD

    chain: str = Field(examples=["forums_and_councils"])
    space_kind: SpaceKind | None
    position: int
    step: str
    title: str
    body: BodyKind
    structure_kinds: list[str]
    office_kinds: list[str]
    needs: Needs
    binding: bool
    in_sitting: bool
    citation: str
    confidence: str
    applies_from: date


class ChainSteps(BaseModel):
    """Every step of every chain, in order."""

    items: list[ChainStepView]


class ApprovalRuleSent(Sent):
    """Which chain applies to plans submitted from a day on.

    For a space, or for spaces of a kind, or for all. `binding` names the steps that
    bind, null leaves that to the chain.
    """

    space_code: Code | None = Field(default=None, examples=["DC45"])
    space_kind: SpaceKind | None = None
    chain: Code = Field(examples=["forums_and_councils"])
    binding: Annotated[list[Code], Field(max_length=50)] | None = None
    applies_from: date | None = Field(default=None, description="Null is today.")
    reason: Reason


class ApprovalRuleView(BaseModel):
    """A rule as it was stated; of several that apply, a space's own goes first."""

    model_config = FROM_RECORD

    id: ApprovalRuleId
    space_code: str | None
    space_kind: SpaceKind | None
    chain: str
    binding: list[str] | None
    applies_from: date
    stated_by: str
    stated_at: datetime
    reason: str
