"""Events published by registry about support that spaces ask of hubs."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from contracts.event import Event


class SupportRequestOpened(Event):
    """A space asked a hub for support."""

    subject: ClassVar[str] = "onedistrict.registry.support_request_opened.v1"
    ordered_by: ClassVar[str] = "request_id"

    request_id: UUID
    space_code: str
    hub_code: str
    organ_code: str
    title: str
    priority: str
    opened_by: str
    opened_at: datetime


class SupportRequestMoved(Event):
    """A request for support was accepted, started, resolved, declined or withdrawn."""

    subject: ClassVar[str] = "onedistrict.registry.support_request_moved.v1"
    ordered_by: ClassVar[str] = "request_id"

    request_id: UUID
    space_code: str
    hub_code: str
    state_before: str
    state_after: str
    moved_by: str
    moved_at: datetime
