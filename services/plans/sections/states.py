"""Where a section stands, what was done with it, and who did it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SectionState(StrEnum):
    UNOWNED = "unowned"
    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class SectionStep(StrEnum):
    """What was last done with a section."""

    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    REOPENED = "reopened"


CHANGEABLE = frozenset({SectionState.OPEN, SectionState.RETURNED})


@dataclass(frozen=True)
class Act:
    """Who does something with a section, for which organ, when, and what they say.

    `owner_stands` and `open_remarks` are what was found about the section then.
    """

    organ: str | None
    by: str
    at: datetime
    note: str | None = None
    owner_stands: bool = False
    open_remarks: int = 0
