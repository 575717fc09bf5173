"""What can be done with a request for support."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from services.registry.hubs import service as hubs
from services.registry.hubs.models import HubNotFound
from services.registry.organs import service as organs
from services.registry.organs.models import OrganNotFound
from services.registry.support.models import (
    LEADS_TO,
    Answer,
    Entry,
    HubNotServingSpace,
    Priority,
    State,
    SupportFunctionUnknown,
    SupportOrganUnknown,
    SupportRequest,
    Wish,
    WithdrawnBySpaceOnly,
)
from services.registry.support.repository import SupportRequests


async def open_request(
    session: AsyncSession, wish: Wish, *, by: Principal
) -> SupportRequest:
    """Ask a hub that supports the space, for an organ that the registry holds."""
    by.must_act_in(wish.space_code)
    await _check(session, wish)
    now = clock.now()
    request = SupportRequests(session).add(
        SupportRequest(
            **vars(wish),
            id=new_id(),
            state=State.OPEN,
            opened_by=by.sub,
            opened_at=now,
            state_since=now,
            version=1,
        )
    )
    outbox.record(session, request.opened())
    return request


async def _check(session: AsyncSession, wish: Wish) -> None:
    try:
        found = await hubs.get_hub(session, wish.hub_code, as_of=clock.today())
    except HubNotFound as unknown:
        raise HubNotServingSpace(
            unknown.detail, [FieldError("/hub_code", "hub-unknown", unknown.detail)]
        ) from None
    if wish.space_code not in found.spaces:
        detail = f"{wish.hub_code} does not support {wish.space_code} today"
        fault = FieldError("/hub_code", "hub-not-serving-space", detail)
        raise HubNotServingSpace(detail, [fault])
    if wish.function is not None and wish.function not in found.hub.functions:
        detail = f"{wish.hub_code} performs {', '.join(found.hub.functions)}"
        fault = FieldError("/function", "function-unknown", detail)
        raise SupportFunctionUnknown(detail, [fault])
    try:
        await organs.get_organ(session, wish.organ_code, as_of=clock.today())
    except OrganNotFound as unknown:
        raise SupportOrganUnknown(
            unknown.detail, [FieldError("/organ_code", "organ-unknown", unknown.detail)]
        ) from None


async def list_requests(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    *,
    space: str | None,
    hub: str | None,
    state: State | None,
    priority: Priority | None,
    after: UUID | None,
    limit: int,
) -> Sequence[SupportRequest]:
    return await SupportRequests(session).list(
        space=space, hub=hub, state=state, priority=priority, after=after, limit=limit
    )


async def find_request(session: AsyncSession, request_id: UUID) -> SupportRequest:
    return await SupportRequests(session).get(request_id)


async def lock_request(
    session: AsyncSession, request_id: UUID, *, by: Principal
) -> SupportRequest:
    """The request, to be moved by somebody who may act in its space."""
    request = await SupportRequests(session).get(request_id, lock=True)
    by.must_act_in(request.space_code)
    return request


async def history(session: AsyncSession, request: SupportRequest) -> Sequence[Entry]:
    return await SupportRequests(session).history(request)


async def answer_request(
    session: AsyncSession,
    request: SupportRequest,
    answer: Answer,
    *,
    text: str | None,
    by: Principal,
) -> None:
    await _move(session, request, LEADS_TO[answer], text=text, by=by)


async def withdraw_request(
    session: AsyncSession, request: SupportRequest, *, text: str | None, by: Principal
) -> None:
    answering = by.sees("hubs:write")
    if request.opened_by != by.sub and answering & {request.space_code, "*"}:
        raise WithdrawnBySpaceOnly("you answer for the hub: decline it, and say why")
    await _move(session, request, State.WITHDRAWN, text=text, by=by)


async def _move(
    session: AsyncSession,
    request: SupportRequest,
    to: State,
    *,
    text: str | None,
    by: Principal,
) -> None:
    moved, entry = request.move(to, text=text, by=by.sub, at=clock.now())
    SupportRequests(session).note(entry)
    outbox.record(session, moved)


async def comment_on_request(
    session: AsyncSession, request: SupportRequest, text: str, *, by: Principal
) -> None:
    entry = request.comment(text, by=by.sub, at=clock.now())
    SupportRequests(session).note(entry)
