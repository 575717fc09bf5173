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
    """What `after` says otherwise than `before`; `text` says the same to a person.

    Lines of `text` are headings, which begin with `#`, and sentences. Who wrote what is
    told to people of the space.
    """

    space_code: str
    before: PlanId
    after: PlanId
    plan: list[FieldChange]
    sections: dict[str, SectionDifferences]
    text: list[str] = Field(
        examples=[
            ["# Economic positioning", "Intervention I20 (Kathu landfill) is new"]
        ]
    )

    def codes(self) -> set[str]:
        """The records that differ."""
        return {
            code
            for section in self.sections.values()
            for code in (
                *section.added,
                *section.removed,
                *(record.code for record in section.changed),
            )
        }


class CloneSent(Sent):
    """The draft to begin from a plan."""

    title: Name = Field(examples=["John Taolo Gaetsewe One Plan, reviewed in 2027"])
    provenance: Provenance | None = Field(
        default=None,
        description="Whose figures they are from now on; the source's when left out.",
    )
