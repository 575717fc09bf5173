"""Organs on the wire."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.registry.organs.kinds import Sphere


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
