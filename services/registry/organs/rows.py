"""What a person states about organs: the rows of a change proposal."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from chassis.web.fields import Code, Name, Sent
from services.registry.organs.kinds import OrganKind
from services.registry.periods import StatedDay


def once_each(codes: list[str]) -> list[str]:
    """In an order that does not depend on how they were sent."""
    return sorted(set(codes))


class OrganRow(Sent):
    """An organ of state or another party, as it is from the effective day on.

    Every field says how it is from then on: one that is absent is empty from then on.
    `valid_to` is the first day on which the organ is no more. Municipalities follow
    the demarcation and are not stated here.
    """

    code: Code = Field(examples=["NC-DOE"])
    name: Name = Field(examples=["Northern Cape Department of Education"])
    kind: OrganKind
    place_code: Code | None = Field(
        default=None, description="The place it serves.", examples=["NC"]
    )
    parent_code: Code | None = Field(
        default=None, description="The organ it belongs to.", examples=["NC-PG"]
    )
    vote: Annotated[int, Field(ge=1, le=99)] | None = Field(
        default=None, description="Its vote in the budget of its sphere."
    )
    functions: Annotated[list[Code], AfterValidator(once_each)] = Field(
        default_factory=list,
        max_length=200,
        description="Functions it was given beside those that follow from its kind.",
    )
    valid_to: StatedDay | None = None
    source: Name | None = Field(default=None, description="Who published it, where.")


class SuccessionChange(StrEnum):
    """How an organ went over into another."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    ABSORBED = "absorbed"
    TRANSFERRED = "transferred"


class OrganSuccessionRow(Sent):
    """What becomes, on the effective day, of one organ in one other.

    `transferred`: functions went over, and the old organ goes on without them. Any
    other change ends the old organ on that day.
    """

    old_code: Code = Field(examples=["DMRE"])
    new_code: Code = Field(examples=["DMPR"])
    change: SuccessionChange
    source: Name | None = Field(default=None, description="Who published it, where.")


class SocialLabourPlanRow(Sent):
    """A mine's social and labour plan that begins on the effective day.

    `valid_to` is the first day on which it no longer binds; a right has one plan at a
    time.
    """

    right_number: Code = Field(
        description="The mining right, as numbered by who granted it.",
        examples=["NC-30-5-1-2-2-86-MR"],
    )
    organ_code: Code = Field(examples=["KUMBA-SISHEN"])
    valid_to: StatedDay
    beneficiaries: Annotated[list[Code], AfterValidator(once_each)] = Field(
        min_length=1, max_length=50, examples=[["NC452", "NC453"]]
    )
    source: Name | None = Field(default=None, description="Who published it, where.")
