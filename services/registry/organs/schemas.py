"""Organs on the wire."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Code, Name, Sent
from services.registry.organs.models import Sphere


class OrganRegistration(Sent):
    """An organ of state or another party to be registered."""

    code: Code = Field(examples=["NC-DOE"])
    name: Name = Field(examples=["Northern Cape Department of Education"])
    kind: Code = Field(examples=["provincial_department"])
    sphere: Sphere
    place_code: Code | None = Field(default=None, examples=["NC"])


class OrganView(BaseModel):
    """An organ of state or another party. `illustrative` marks invented ones."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    name: str
    kind: str
    sphere: Sphere
    place_code: str | None
    illustrative: bool
    version: int
