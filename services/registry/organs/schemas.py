"""Organs on the wire."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.registry.organs.kinds import Sphere
from services.registry.organs.rows import SuccessionChange


class OrganView(BaseModel):
    """An organ of state or another party, as it is on a day.

    The id stays when the organ is renamed. `illustrative` marks invented ones;
    `confidence` says how sure the country pack is of what nobody has stated since.
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str = Field(examples=["DWS"])
    name: str
    kind: str = Field(examples=["national_department"])
    sphere: Sphere
    place_code: str | None = Field(description="The place it serves.")
    parent_code: str | None = Field(description="The organ it belongs to.")
    vote: int | None = Field(description="Its vote in the budget of its sphere.")
    functions: list[str] = Field(
        description="Functions it was given beside those that follow from its kind."
    )
    valid_from: date = Field(description="The day this period began.")
    valid_to: date | None = Field(description="The first day it no longer holds.")
    confidence: str | None
    source: str | None
    illustrative: bool
    version: int


class OrganSuccessionView(BaseModel):
    """What became of one organ in one other on a day."""

    model_config = ConfigDict(from_attributes=True)

    effective: date
    old_code: str
    new_code: str
    change: SuccessionChange
    confidence: str | None
    source: str | None


class OrganFunctionView(BaseModel):
    """A function an organ may perform.

    `power` is what it follows from, such as `water_services`: who has it is the water
    services authority. Null: the organ was given the function.
    """

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(examples=["4202"])
    name: str
    power: str | None
    confidence: str | None
    source: str | None


class PerformerView(BaseModel):
    """An organ that may perform a function in a place, and by which power."""

    model_config = ConfigDict(from_attributes=True)

    organ: OrganView
    power: str | None


class SocialLabourPlanView(BaseModel):
    """What a mine owes the municipalities around it, for the years of a plan."""

    model_config = ConfigDict(from_attributes=True)

    right_number: str
    organ_code: str
    valid_from: date
    valid_to: date
    beneficiaries: list[str]
    source: str | None
    illustrative: bool
