"""Asking hubs for support, and answering."""

from functools import partial
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from chassis import clock
from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import (
    IfMatchAlways,
    IfMatchRequired,
    VersionStale,
    tag,
)
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, after_identifier, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.permissions import (
    HubPractitioner,
    SupportReader,
    SupportSeeker,
)
from services.registry.support import service
from services.registry.support.models import (
    HubNotServingSpace,
    Priority,
    ReasonMissing,
    State,
    SupportFunctionUnknown,
    SupportOrganUnknown,
    SupportRequestNotFound,
    TransitionNotAllowed,
    Wish,
    WithdrawnBySpaceOnly,
)
from services.registry.support.schemas import (
    AgedRequestView,
    SupportAnswer,
    SupportComment,
    SupportHistoryView,
    SupportRequestView,
    SupportWish,
    SupportWithdrawal,
)

routes = router("hubs")

MOVING = (
    SupportRequestNotFound,
    TransitionNotAllowed,
    VersionStale,
    IfMatchRequired,
)


@routes.post(
    "/hub-support-requests",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        NotPermittedInSpace,
        HubNotServingSpace,
        SupportOrganUnknown,
        SupportFunctionUnknown,
    ),
)
async def open_support_request(
    sent: SupportWish, session: Session, caller: SupportSeeker, response: Response
) -> SupportRequestView:
    """Ask a hub that supports the space for help, for an organ of state."""
    request = await service.open_request(session, Wish(**sent.model_dump()), by=caller)
    response.headers["Location"] = f"/v1/hub-support-requests/{request.id}"
    tag(response, request.version)
    return SupportRequestView.model_validate(request)


@routes.get("/hub-support-requests", responses=refusing(CursorMalformed))
async def list_support_requests(  # noqa: PLR0913  filters and window of one list
    *,
    session: Session,
    _: SupportReader,
    page: Paging,
    space: Annotated[Code | None, Query()] = None,
    hub: Annotated[Code | None, Query()] = None,
    state: State | None = None,
    priority: Priority | None = None,
) -> Page[AgedRequestView]:
    """Requests of your spaces with their age, oldest first."""
    found = await service.list_requests(
        session,
        space=space,
        hub=hub,
        state=state,
        priority=priority,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    view = partial(AgedRequestView.of, now=clock.now())
    return page_of(page, found, view, lambda request: request.id)


@routes.get(
    "/hub-support-requests/{request_id}", responses=refusing(SupportRequestNotFound)
)
async def get_support_request(
    request_id: UUID, session: Session, _: SupportReader, response: Response
) -> SupportHistoryView:
    """One request with its history."""
    request = await service.find_request(session, request_id)
    tag(response, request.version)
    history = await service.history(session, request)
    return SupportHistoryView.with_history(request, history)


@routes.post(
    "/hub-support-requests/{request_id}/answers",
    responses=refusing(*MOVING, ReasonMissing),
)
async def answer_support_request(  # noqa: PLR0913  the parts of one HTTP request
    request_id: UUID,
    sent: SupportAnswer,
    *,
    session: Session,
    caller: HubPractitioner,
    response: Response,
    if_match: IfMatchAlways,
) -> SupportRequestView:
    """Accept, start, resolve or decline a request, for the hub."""
    request = await service.lock_request(session, request_id, by=caller)
    if_match.must_be(request.version)
    await service.answer_request(
        session, request, sent.answer, text=sent.text, by=caller
    )
    tag(response, request.version)
    return SupportRequestView.model_validate(request)


@routes.post(
    "/hub-support-requests/{request_id}/withdrawal",
    responses=refusing(*MOVING, WithdrawnBySpaceOnly),
)
async def withdraw_support_request(  # noqa: PLR0913  the parts of one HTTP request
    request_id: UUID,
    sent: SupportWithdrawal,
    *,
    session: Session,
    caller: SupportSeeker,
    response: Response,
    if_match: IfMatchAlways,
) -> SupportRequestView:
    """Take back a request that is not closed, for the space."""
    request = await service.lock_request(session, request_id, by=caller)
    if_match.must_be(request.version)
    await service.withdraw_request(session, request, text=sent.text, by=caller)
    tag(response, request.version)
    return SupportRequestView.model_validate(request)


@routes.post(
    "/hub-support-requests/{request_id}/comments",
    responses=refusing(SupportRequestNotFound),
)
async def comment_on_support_request(
    request_id: UUID,
    sent: SupportComment,
    session: Session,
    caller: SupportSeeker,
    response: Response,
) -> SupportRequestView:
    """Add a line to a request's history; its state stays."""
    request = await service.lock_request(session, request_id, by=caller)
    await service.comment_on_request(session, request, sent.text, by=caller)
    tag(response, request.version)
    return SupportRequestView.model_validate(request)
