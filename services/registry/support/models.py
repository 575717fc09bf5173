"""A request for support: from open to resolved, declined or withdrawn.

SupportRequestNotFound   404  there is none, or it is not yours to see
TransitionNotAllowed     409  a request moves along its states only
WithdrawnBySpaceOnly     403  the hub answers, it does not withdraw
ReasonMissing            422  who declines says why
HubNotServingSpace       422
SupportOrganUnknown      422
SupportFunctionUnknown   422
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import MetaData
from sqlalchemy.orm import Mapped, mapped_column

from chassis.database import Table, one_of, tables
from chassis.errors import Conflict, FieldError, NotFound, NotPermitted, Unprocessable
from contracts.events.registry_support import SupportRequestMoved, SupportRequestOpened


class SupportRequestNotFound(NotFound):
    """There is no such request for support, or it is not yours to see."""


class TransitionNotAllowed(Conflict):
    """A request is accepted or declined, then started, then resolved; not otherwise.

    It is withdrawn while it is not closed; a closed one stays closed.
    """


class WithdrawnBySpaceOnly(NotPermitted):
    """The space takes its request back; who answers for the hub declines, and says why.

    Whoever opened a request may withdraw it.
    """


class ReasonMissing(Unprocessable):
    """Who declines a request says why."""


class HubNotServingSpace(Unprocessable):
    """A space asks a hub that supports it today."""


class SupportOrganUnknown(Unprocessable):
    """Support is asked for an organ of the registry."""


class SupportFunctionUnknown(Unprocessable):
    """What is asked for is one of the functions that the hub performs."""


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class State(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Answer(StrEnum):
    """What a hub may say to a request."""

    ACCEPT = "accept"
    START = "start"
    RESOLVE = "resolve"
    DECLINE = "decline"


CLOSED = frozenset({State.RESOLVED, State.DECLINED, State.WITHDRAWN})
LEADS_TO = {
    Answer.ACCEPT: State.ACCEPTED,
    Answer.START: State.IN_PROGRESS,
    Answer.RESOLVE: State.RESOLVED,
    Answer.DECLINE: State.DECLINED,
}
COMES_FROM = {
    State.ACCEPTED: frozenset({State.OPEN}),
    State.IN_PROGRESS: frozenset({State.ACCEPTED}),
    State.RESOLVED: frozenset({State.IN_PROGRESS}),
    State.DECLINED: frozenset({State.OPEN, State.ACCEPTED}),
    State.WITHDRAWN: frozenset(State) - CLOSED,
}


class SupportTable(Table):
    __abstract__ = True
    metadata: ClassVar[MetaData] = tables()


class Entry(SupportTable):
    """A line of a request's history: a move, or a comment that moved nothing."""

    __tablename__ = "support_request_entry"

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    state_before: Mapped[State | None] = mapped_column(one_of(State))
    state_after: Mapped[State] = mapped_column(one_of(State))
    text: Mapped[str | None]
    written_by: Mapped[str]
    written_at: Mapped[datetime]


@dataclass(frozen=True)
class Wish:
    """What somebody asks of a hub."""

    space_code: str
    hub_code: str
    function: str | None
    organ_code: str
    title: str
    description: str
    priority: Priority


class SupportRequest(SupportTable):
    """A space asks a hub for support; `version` counts the lines of its history."""

    __tablename__ = "support_request"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    space_code: Mapped[str]
    hub_code: Mapped[str]
    function: Mapped[str | None]
    organ_code: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    priority: Mapped[Priority] = mapped_column(one_of(Priority))
    state: Mapped[State] = mapped_column(one_of(State))
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    state_since: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int]

    def opened(self) -> SupportRequestOpened:
        return SupportRequestOpened(
            request_id=self.id,
            space_code=self.space_code,
            hub_code=self.hub_code,
            organ_code=self.organ_code,
            title=self.title,
            priority=self.priority.value,
            opened_by=self.opened_by,
            opened_at=self.opened_at,
        )

    def move(
        self, to: State, *, text: str | None, by: str, at: datetime
    ) -> tuple[SupportRequestMoved, Entry]:
        """Bring it to another state; the fact, and the line of its history."""
        if self.state not in COMES_FROM[to]:
            raise TransitionNotAllowed(f"a request that is {self.state} is not {to}")
        if to is State.DECLINED and text is None:
            detail = "say why the request is declined"
            fault = FieldError("/text", "reason-missing", detail)
            raise ReasonMissing(detail, [fault])
        before, self.state, self.state_since = self.state, to, at
        if to in CLOSED:
            self.closed_at = at
        entry = self._entry(before, text=text, by=by, at=at)
        moved = SupportRequestMoved(
            request_id=self.id,
            space_code=self.space_code,
            hub_code=self.hub_code,
            state_before=before.value,
            state_after=to.value,
            moved_by=by,
            moved_at=at,
        )
        return moved, entry

    def comment(self, text: str, *, by: str, at: datetime) -> Entry:
        return self._entry(self.state, text=text, by=by, at=at)

    def _entry(
        self, before: State, *, text: str | None, by: str, at: datetime
    ) -> Entry:
        self.version += 1
        return Entry(
            request_id=self.id,
            number=self.version,
            space_code=self.space_code,
            state_before=before,
            state_after=self.state,
            text=text,
            written_by=by,
            written_at=at,
        )
