"""Requests for support, as row-level security lets the caller see them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from chassis.repository import Repository
from services.registry.support.models import (
    Entry,
    State,
    SupportRequest,
    SupportRequestNotFound,
)


class SupportRequests(Repository[SupportRequest]):
    entity = SupportRequest
    not_found = SupportRequestNotFound

    async def list(  # noqa: PLR0913  filters and window of one list
        self,
        *,
        space: str | None,
        hub: str | None,
        state: State | None,
        priority: str | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[SupportRequest]:
        """Requests, oldest first, those after `after`."""
        wanted = (
            (SupportRequest.space_code, space),
            (SupportRequest.hub_code, hub),
            (SupportRequest.state, state),
            (SupportRequest.priority, priority),
        )
        query = select(SupportRequest).where(
            *(column == value for column, value in wanted if value is not None)
        )
        if after is not None:
            query = query.where(SupportRequest.id > after)
        found = await self.session.scalars(
            query.order_by(SupportRequest.id).limit(limit)
        )
        return found.all()

    def note(self, entry: Entry) -> None:
        self.session.add(entry)

    async def history(self, request: SupportRequest) -> Sequence[Entry]:
        found = await self.session.scalars(
            select(Entry).where(Entry.request_id == request.id).order_by(Entry.number)
        )
        return found.all()
