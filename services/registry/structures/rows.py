"""What a person states about structures: the rows of a change proposal."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from chassis.web.fields import Code, Name, Reason, Sent
from services.registry.structures.models import Role, Term


class StructureRow(Sent):
    """A structure as it is from the effective day; with `ends` it is no more.

    Every field says how it is from then on. One office in `chairs` chairs it, several
    do so together; other members are stated as `structure_members`. `citations` are
    written as `IGRFA s28; IGRFA s29`.
    """

    code: Code = Field(examples=["NC-WATER-IMF"])
    name: Name | None = Field(default=None, examples=["Water forum of two districts"])
    kind: Code | None = Field(default=None, examples=["inter_municipality_forum"])
    space_code: Code | None = None
    province_code: Code | None = Field(default=None, examples=["NC"])
    reports_to: Code | None = Field(default=None, examples=["DC45-DIF"])
    secretariat_organ_code: Code | None = Field(default=None, examples=["DC45"])
    chairs: list[Code] = Field(
        default_factory=list, max_length=10, examples=[["NC451.mayor"]]
    )
    quorum_share: Decimal | None = Field(
        default=None,
        max_digits=9,
        decimal_places=4,
        description="From 0 to 1; that of its kind when absent.",
    )
    quorum_exceeds: bool = True
    term: Term = Term.AGREEMENT
    provider_meetings_a_year: Annotated[int, Field(ge=0, le=366)] = 0
    citations: Reason | None = Field(default=None, examples=["IGRFA s28"])
    source: Name | None = Field(default=None, description="Who decided it, where.")
    ends: bool = False


class MemberRow(Sent):
    """A seat of an office as it is from the effective day; with `ends` it is no more.

    Observers have no vote, others do, unless `votes` says otherwise.
    """

    structure_code: Code = Field(examples=["DC45-DIF"])
    office_code: Code = Field(examples=["NC451.mayor"])
    role: Role = Role.MEMBER
    votes: bool | None = None
    source: Name | None = Field(default=None, description="Who decided it, where.")
    ends: bool = False
