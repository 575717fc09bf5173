"""What a person states about hubs and their posts: the rows of a change proposal."""

from datetime import date

from pydantic import Field

from chassis.web.fields import Code, Name, Sent
from services.registry.hubs.models import PostStatus


class HubRow(Sent):
    """A hub as it is from the effective day; with `ends` it is no more.

    Every field says how it is from then on: a space that is not listed is no longer
    supported, and the hub's posts end with it.
    """

    code: Code = Field(examples=["HUB-DC45"])
    name: Name | None = None
    organ_code: Code | None = Field(default=None, description="Who houses it.")
    spaces: list[Code] = Field(
        default_factory=list, max_length=100, examples=[["DC45", "DC7"]]
    )
    functions: list[Code] = Field(
        default_factory=list, max_length=50, examples=[["deep_planning"]]
    )
    source: Name | None = Field(default=None, description="Who published it, where.")
    ends: bool = False


class HubPostRow(Sent):
    """A post of a hub as it is from the effective day; with `ends` it is no more.

    `since` is when it was filled or fell vacant: the day from which it is stated so,
    unless that was before.
    """

    hub_code: Code = Field(examples=["HUB-DC45"])
    code: Code = Field(examples=["P01"])
    title: Name | None = Field(default=None, examples=["Spatial planner"])
    skill: Code | None = Field(default=None, examples=["spatial_planning"])
    status: PostStatus | None = None
    since: date | None = None
    funded_by: Code | None = Field(default=None, examples=["DC45"])
    ends: bool = False
