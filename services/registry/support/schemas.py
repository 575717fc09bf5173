"""Requests for support on the wire."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.web.fields import Code, Name, Reason, Sent
from services.registry.support.models import (
    Answer,
    Entry,
    Priority,
    State,
    SupportRequest,
)


class SupportWish(Sent):
    """What a space asks of a hub, for which organ."""

    space_code: Code = Field(examples=["DC45"])
    hub_code: Code = Field(examples=["HUB-DC45"])
    organ_code: Code = Field(
        description="The organ of state that needs the support.", examples=["DC45"]
    )
    title: Name
    description: Reason
    function: Code | None = Field(default=None, examples=["deep_planning"])
    priority: Priority = Priority.NORMAL


class SupportAnswer(Sent):
    """What the hub says; who declines says why."""

    answer: Answer
    text: Reason | None = None


class SupportWithdrawal(Sent):
    """Why the request is no longer needed, if there is something to say."""

    text: Reason | None = None


class SupportComment(Sent):
    """A line for those who work on the request."""

    text: Reason


class SupportRequestView(BaseModel):
    """A request for support. `version` is its ETag."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    space_code: str = Field(examples=["DC45"])
    hub_code: str
    organ_code: str
    function: str | None
    title: str
    description: str
    priority: Priority
    state: State
    opened_by: str
    opened_at: datetime
    state_since: datetime
    closed_at: datetime | None
    version: int


class AgedRequestView(SupportRequestView):
    """A request with its age: whole days until it was closed, or until now."""

    age_days: int = Field(description="Days since it was opened, until closed.")
    days_in_state: int = Field(description="Days since it last moved, until closed.")

    @classmethod
    def of(cls, request: SupportRequest, *, now: datetime) -> "AgedRequestView":
        until = request.closed_at or now
        plain = SupportRequestView.model_validate(request)
        return cls(
            **plain.model_dump(),
            age_days=(until - request.opened_at).days,
            days_in_state=(until - request.state_since).days,
        )


class SupportEntryView(BaseModel):
    """A line of the history; a comment has the same state before and after."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    state_before: State | None
    state_after: State
    text: str | None
    written_by: str
    written_at: datetime


class SupportHistoryView(SupportRequestView):
    """A request and everything that was done and said about it, oldest first."""

    history: list[SupportEntryView]

    @classmethod
    def with_history(
        cls, request: SupportRequest, entries: Sequence[Entry]
    ) -> "SupportHistoryView":
        return cls(
            **SupportRequestView.model_validate(request).model_dump(),
            history=[SupportEntryView.model_validate(entry) for entry in entries],
        )
