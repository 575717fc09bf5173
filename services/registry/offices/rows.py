"""What a person states about offices: the rows of a change proposal."""

from pydantic import Field

from chassis.web.fields import Code, Name, Sent
from services.registry.periods import StatedDay


class OfficeRow(Sent):
    """An office as it is from the day on; with `ends` it is no more from that day.

    Without `space_codes` it covers every space that its place lies in or holds. A code
    that ended is not given again.
    """

    code: Code = Field(examples=["NC451.speaker"])
    title: Name | None = Field(default=None, examples=["Speaker of Joe Morolong"])
    kind: Code | None = Field(default=None, examples=["speaker"])
    organ_code: Code | None = None
    place_code: Code | None = Field(default=None, examples=["NC451"])
    space_codes: tuple[Code, ...] | None = Field(default=None, max_length=100)
    valid_to: StatedDay | None = None
    ends: bool = False
