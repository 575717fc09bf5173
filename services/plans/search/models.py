"""What is looked for, and what a search must say.

SearchSaysNothing    422  only punctuation, common words, or words to leave out
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from chassis.errors import Unprocessable
from services.plans.documents.content import FocusArea
from services.plans.words.models import FoundKind


class FoundStatus(StrEnum):
    """Of a plan, or of an intervention's plan; of a resolution the last five."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"
    NOTED = "noted"
    DEFERRED = "deferred"
    REFERRED = "referred"
    TAKEN_UP = "taken_up"


class SearchSaysNothing(Unprocessable):
    """A search has a word to look for: one that is not in every text, nor excluded."""


@dataclass(frozen=True, kw_only=True)
class Looking:
    """What somebody looks for; None is any."""

    words: str
    kind: FoundKind | None = None
    space: str | None = None
    province: str | None = None
    focus_area: FocusArea | None = None
    organ: str | None = None
    status: FoundStatus | None = None
    year: int | None = None


@dataclass(frozen=True)
class Position:
    """A place in the order of results: after this rank, and this entry of it."""

    rank: float
    entry: int


class Found(NamedTuple):
    """A record as it is answered, with its hits marked (`rules.fragment_of`).

    `english` marks words in any form, `simple` those of which the beginning was sought.
    """

    entry: int
    rank: float
    kind: FoundKind
    plan_id: UUID | None
    intervention_code: str | None
    matter_id: UUID | None
    space_code: str | None
    title: str
    status: str
    text: str
    english: str
    simple: str
