"""Names beside the registered one, and labels that wait for a person's decision."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, tables
from chassis.errors import Conflict, NotFound, Unprocessable
from chassis.identifiers import new_id
from contracts.events.registry import PlaceAliasAdopted


class IdentifierUnknown(NotFound):
    """Nothing has this identifier in this scheme on that day."""


class WithinUnknown(Unprocessable):
    """`within` is the code of a province or a space."""


class NameReviewNotFound(NotFound):
    """No review has this id."""


class NameReviewDecided(Conflict):
    """A review is decided once, by one person."""


class AliasTaken(Conflict):
    """A label becomes an alias of one place; another place bears this name."""


class AliasPlaceUnknown(Unprocessable):
    """An alias is given to a place that stands on the day the label was asked for."""


class AliasFileEmpty(Unprocessable):
    """A file of aliases holds at least one."""


class AliasFileTooLong(Unprocessable):
    """A file of aliases has at most 10 000 rows; send several."""


class Outcome(StrEnum):
    """`ambiguous` names are never guessed; `unknown` ones may have candidates."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a label was matched, and why not."""

    EXACT_CODE = "exact_code"
    IDENTIFIER = "identifier"
    CODE_IN_LABEL = "code_in_label"
    NAME = "name"
    NORMALISED_NAME = "normalised_name"
    FORMER_NAME = "former_name"
    ALIAS = "alias"
    ADOPTED_ALIAS = "adopted_alias"
    SHORT_FORM = "short_form"
    WORDS_IN_OTHER_ORDER = "words_in_other_order"
    MOJIBAKE_REPAIRED = "mojibake_repaired"
    CLOSE_SPELLING = "close_spelling"
    SEVERAL_PLACES = "several_places"
    CLOSE_TO_SEVERAL = "close_to_several"
    CODE_AND_NAME_DIFFER = "code_and_name_differ"
    CODE_UNKNOWN = "code_unknown"
    NOT_OF_THIS_KIND_OR_AREA = "not_of_this_kind_or_area"
    NOT_ON_THIS_DAY = "not_on_this_day"
    NEEDS_A_TITLE = "needs_a_title"
    OTHER_NAME = "other_name"
    NO_NAME_LIKE_IT = "no_name_like_it"


FORMER = "former"
ADOPTED = "adopted"
"""The scheme of labels that a person decided about."""


class Subject(StrEnum):
    PLACE = "place"
    ORGAN = "organ"


@dataclass(frozen=True, slots=True)
class AliasFilter:
    """Which aliases are asked for; None means any."""

    subject: Subject
    scheme: str | None = None
    key: str | None = None
    code: str | None = None
    as_of: date | None = None


class ReviewStatus(StrEnum):
    OPEN = "open"
    ADOPTED = "adopted"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided, when, and why."""

    by: str
    at: datetime
    reason: str


class NamesTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class NameAlias(NamesTable):
    """A name or identifier of a place or an organ, in one scheme, for a time.

    `kind` null means every place of the code. `source` is `pack`, `review` or `file`;
    an alias of a review names who adopted it, when and why.
    """

    __tablename__ = "name_alias"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str]
    scheme: Mapped[str]
    identifier: Mapped[str]
    key: Mapped[str]
    kind: Mapped[str | None]
    code: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    needs_title: Mapped[bool]
    confidence: Mapped[str | None]
    source: Mapped[str]
    adopted_by: Mapped[str | None]
    adopted_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class NameReview(NamesTable):
    """A label nobody could match, until a person says what it names, or nothing."""

    __tablename__ = "name_review"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    topic: Mapped[str]
    label: Mapped[str]
    key: Mapped[str]
    kind: Mapped[str | None]
    within: Mapped[str | None]
    as_of: Mapped[date]
    outcome: Mapped[str]
    why: Mapped[str]
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    times_asked: Mapped[int]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    status: Mapped[str]
    place_kind: Mapped[str | None]
    place_code: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    version: Mapped[int]

    def adopt(
        self, kind: str, code: str, *, since: date, decision: Decision
    ) -> tuple[NameAlias, PlaceAliasAdopted]:
        """Say which place the label names; it is an alias from now on."""
        self._decide(ReviewStatus.ADOPTED, decision)
        self.place_kind, self.place_code = kind, code
        alias = NameAlias(
            id=new_id(),
            subject=Subject.PLACE.value,
            scheme=ADOPTED,
            identifier=self.label,
            key=self.key,
            kind=kind,
            code=code,
            valid_from=since,
            valid_to=None,
            needs_title=False,
            confidence=None,
            source="review",
            adopted_by=decision.by,
            adopted_at=decision.at,
            reason=decision.reason,
        )
        return alias, alias_adopted(alias, decision)

    def dismiss(self, decision: Decision) -> None:
        """Say that the label names no place of the registry."""
        self._decide(ReviewStatus.DISMISSED, decision)

    def _decide(self, status: ReviewStatus, decision: Decision) -> None:
        if self.status != ReviewStatus.OPEN:
            raise NameReviewDecided(f"review {self.id} is {self.status}")
        self.status = status.value
        self.decided_by, self.decided_at = decision.by, decision.at
        self.reason = decision.reason
        self.version += 1


def alias_adopted(alias: NameAlias, decision: Decision) -> PlaceAliasAdopted:
    """What others are told of an alias."""
    return PlaceAliasAdopted(
        alias_id=alias.id,
        scheme=alias.scheme,
        alias=alias.identifier,
        kind=alias.kind,
        code=alias.code,
        adopted_by=decision.by,
        adopted_at=decision.at,
        reason=decision.reason,
    )
