"""Structures and their members on the wire."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from services.registry.structures.models import (
    QuorumBasis,
    Role,
    Structure,
    Term,
    Tier,
)


class CitationView(BaseModel):
    """Where a rule of the structure stands."""

    act: str = Field(examples=["IGRFA"])
    section: str = Field(examples=["s24"])


class StructureView(BaseModel):
    """An intergovernmental structure during a period. Structures consult.

    A sitting needs `quorum_share` of the voting members, or more than it where
    `quorum_exceeds`. `provider_meetings_a_year` is how often it must at least meet
    with service providers. `confidence` is stated for what a proposal said.
    """

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(examples=["DC45-DIF"])
    name: str
    kind: str = Field(examples=["district_intergovernmental_forum"])
    tier: Tier
    sector: str | None
    province_code: str | None = Field(examples=["NC"])
    space_code: str | None = Field(examples=["DC45"])
    reports_to: str | None = Field(examples=["NC-PIF"])
    secretariat_organ_code: str | None = Field(examples=["DC45"])
    quorum_share: Decimal = Field(examples=["0.5000"])
    quorum_exceeds: bool
    quorum_basis: QuorumBasis
    term: Term
    provider_meetings_a_year: int
    is_optional: bool
    citations: list[CitationView]
    confidence: str
    source: str
    valid_from: date
    valid_to: date | None
    version: int


class StructureDetailView(StructureView):
    """A structure, and those to whom matters go up from it, nearest first."""

    escalates_to: list[str] = Field(examples=[["NC-PIF", "PCC"]])

    @classmethod
    def of(cls, structure: Structure, above: Sequence[str]) -> "StructureDetailView":
        plain = StructureView.model_validate(structure)
        return cls(**plain.model_dump(), escalates_to=list(above))


class MemberView(BaseModel):
    """A seat by office, and who holds the office that day, if that is recorded."""

    model_config = ConfigDict(from_attributes=True)

    office_code: str = Field(examples=["DC45.executive_mayor"])
    office_title: str | None = Field(
        description="Null where the office did not stand that day."
    )
    office_kind: str | None
    role: Role
    votes: bool
    holder: str | None
    acting: str | None = Field(description="Who acts in the office that day.")
    confidence: str
    source: str
    valid_from: date
    valid_to: date | None
