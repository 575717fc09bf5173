"""Events published by registry."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.event import Event


class PlaceRecord(BaseModel):
    """One place as others need it: who it is, where it hangs, how many live there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    kind: str
    category: str | None
    miif_class: str | None
    parent_code: str | None
    space_code: str | None
    province_code: str | None
    population_2011: int | None
    population_2016: int | None
    valid_from: date
    valid_to: date | None


class PlacesPublished(Event):
    """A part of the registry's places, as of one demarcation vintage."""

    subject: ClassVar[str] = "onedistrict.registry.places_published.v1"
    ordered_by: ClassVar[str] = "vintage"

    vintage: str
    part: int
    parts: int
    places: tuple[PlaceRecord, ...]


class OrganRecord(BaseModel):
    """An organ of state or another party. A higher `version` replaces a lower one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    kind: str
    sphere: str
    place_code: str | None
    version: int


class OrgansRegistered(Event):
    """These organs of state and other parties may be named in plans and budgets."""

    subject: ClassVar[str] = "onedistrict.registry.organs_registered.v1"
    ordered_by: ClassVar[str] = "batch"

    batch: str
    organs: tuple[OrganRecord, ...]
