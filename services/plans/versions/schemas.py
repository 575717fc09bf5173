"""Differences and clones on the wire."""

from typing import Any

from pydantic import BaseModel, Field

from chassis.web.fields import Name, Sent
from contracts.ids import PlanId
from services.plans.documents.models import Provenance


class FieldChange(BaseModel):
    """What a field said before, and says after."""

    field: str
    before: Any
    after: Any


class Changed(BaseModel):
    """A record that both plans have, and the fields in which it differs."""

    code: str
    fields: list[FieldChange]


class SectionDifferences(BaseModel):
    """Codes of records that only one plan has, and records that differ."""

    added: list[str]
    removed: list[str]
    changed: list[Changed]


class Differences(BaseModel):
    """What `after` says otherwise than `before`; `text` says the same to a person."""

    space_code: str
    before: PlanId
    after: PlanId
    plan: list[FieldChange]
    sections: dict[str, SectionDifferences]
    text: list[str] = Field(examples=[["Intervention I20 (Kathu landfill) is new"]])


class CloneSent(Sent):
    """The draft to begin from a plan."""

    title: Name = Field(examples=["John Taolo Gaetsewe One Plan, reviewed in 2027"])
    provenance: Provenance | None = Field(
        default=None,
        description="Whose figures they are from now on; the source's when left out.",
    )
