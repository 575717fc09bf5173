"""Hubs on the wire."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from services.registry.hubs.models import PostStatus
from services.registry.hubs.rules import capacity_by_skill, capacity_of
from services.registry.hubs.service import Found


class HubFunctionView(BaseModel):
    """One of the things a hub is there to do."""

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(examples=["deep_planning"])
    name: str


class CapacityView(BaseModel):
    """Posts in all, filled and vacant. The rate is null where no posts are known."""

    model_config = ConfigDict(from_attributes=True)

    posts: int
    filled: int
    vacant: int
    vacancy_rate: Decimal | None = Field(
        description="Vacant posts by posts, to four decimals.", examples=["0.5000"]
    )


class HubPostView(BaseModel):
    """A post of a hub, and since when it has been filled or vacant."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    title: str
    skill: str = Field(examples=["spatial_planning"])
    status: PostStatus
    since: date
    funded_by: str | None = Field(description="Code of the organ that pays for it.")
    illustrative: bool


class HubView(BaseModel):
    """A hub: which spaces it supports that day, what it does there, and with whom."""

    code: str = Field(examples=["HUB-DC15"])
    name: str
    organ_code: str | None = Field(description="The organ that houses it, if known.")
    spaces: list[str] = Field(examples=[["DC15"]])
    functions: list[str]
    capacity: CapacityView
    confidence: str
    source: str
    illustrative: bool
    valid_from: date
    valid_to: date | None
    version: int

    @classmethod
    def of(cls, found: Found) -> "HubView":
        hub = found.hub
        return cls(
            code=hub.code,
            name=hub.name,
            organ_code=hub.organ_code,
            spaces=list(found.spaces),
            functions=hub.functions,
            capacity=CapacityView.model_validate(capacity_of(found.posts)),
            confidence=hub.confidence,
            source=hub.source,
            illustrative=hub.illustrative,
            valid_from=hub.valid_from,
            valid_to=hub.valid_to,
            version=hub.version,
        )


class HubCapacityView(BaseModel):
    """A hub's posts, together and by skill."""

    code: str
    capacity: CapacityView
    by_skill: Mapping[str, CapacityView]
    posts: list[HubPostView]

    @classmethod
    def of(cls, found: Found) -> "HubCapacityView":
        by_skill = capacity_by_skill(found.posts)
        return cls(
            code=found.hub.code,
            capacity=CapacityView.model_validate(capacity_of(found.posts)),
            by_skill={s: CapacityView.model_validate(c) for s, c in by_skill.items()},
            posts=[HubPostView.model_validate(post) for post in found.posts],
        )
