"""Contradictions on the wire."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from chassis.web.fields import Name, Reason, Sent
from chassis.web.paging import Page
from contracts.ids import ContradictionId, PlanId
from services.plans.contradictions.models import Contradicting, ContradictionState
from services.plans.contradictions.rules import ContradictionKind

Score = Annotated[
    Decimal, PlainSerializer(lambda score: f"{score:.2f}", return_type=str)
]


class ContradictionDecisionSent(Sent):
    """Set aside, or taken up to be mended; either with its reason.

    `resolution` may name the resolution of a sitting of the space that decided so.
    """

    state: Literal[ContradictionState.DISMISSED, ContradictionState.TAKEN_UP]
    reason: Reason
    resolution: Name | None = Field(default=None, examples=["DC45-DIF 2026/3.2"])


class ContradictionCheckView(BaseModel):
    """What a check of one version of a draft found, opened and closed."""

    model_config = ConfigDict(from_attributes=True)

    id: PlanId = Field(validation_alias="plan_id")
    space_code: str = Field(examples=["DC45"])
    plan_version: int
    found: int
    opened: int
    resolved: int
    checked_by: str
    checked_at: datetime


class ContradictingView(BaseModel):
    """An intervention that a contradiction is about, as it stands now."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    title: str
    lead_organ: str


class ContradictionView(BaseModel):
    """What contradicts what, how surely, on which evidence, and what to do.

    `interventions` are those of `codes` that the plan still has: a sitting reads what
    it decides about.

    `score` is from 0 to 1, and 1 where nothing was estimated.
    """

    model_config = ConfigDict(from_attributes=True)

    id: ContradictionId
    plan_id: PlanId
    space_code: str = Field(examples=["DC45"])
    kind: ContradictionKind
    codes: list[str] = Field(examples=[["I01", "I07"]])
    score: Score = Field(examples=["0.87"])
    interventions: list[ContradictingView] = []
    evidence: dict[str, str]
    suggestion: str
    state: ContradictionState
    reason: str | None
    resolution: str | None
    decided_by: str | None
    decided_at: datetime | None
    found_at: datetime

    def about(self, known: Mapping[str, Contradicting]) -> "ContradictionView":
        """The same with what it is about."""
        found = [
            ContradictingView.model_validate(known[code])
            for code in self.codes
            if code in known
        ]
        return self.model_copy(update={"interventions": found})


class ContradictionPage(Page[ContradictionView]):
    """A page of what stands against a plan.

    `checked_version` is the version last checked, null before the first check; `stale`
    says that the plan has changed since.
    """

    checked_version: int | None
    stale: bool
