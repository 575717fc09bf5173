"""What a resolution changed, from its side and from the other."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Query

from chassis.principal import NotPermittedInSpace
from chassis.web.fields import Name
from chassis.web.paging import (
    CursorMalformed,
    Page,
    Paging,
    after_identifier,
    after_key,
    page_of,
)
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import MatterId
from services.plans.follow_up.service import find_matter, lock_matter
from services.plans.permissions import DraftsIn, Planner
from services.plans.resolutions.models import Matter, MatterNotFound
from services.plans.resolutions.schemas import MatterView
from services.plans.tracing import service
from services.plans.tracing.models import (
    ChangedKind,
    LinkKnown,
    NotAResolution,
    ResolutionLink,
)
from services.plans.tracing.schemas import (
    ResolutionLinkDraft,
    ResolutionLinkMade,
    ResolutionLinkView,
    ResolutionTraceView,
)

routes = router("resolutions")


@routes.post(
    "/resolutions/{matter_id}/links",
    status_code=HTTPStatus.CREATED,
    responses=refusing(MatterNotFound, NotPermittedInSpace, NotAResolution, LinkKnown),
)
async def link_resolution(
    matter_id: MatterId, draft: ResolutionLinkDraft, session: Session, caller: Planner
) -> ResolutionLinkMade:
    """Say what a resolution changed: an intervention, a commitment, a budget line."""
    resolution = await lock_matter(session, matter_id, by=caller)
    link = await service.link_resolution(
        session, resolution, **draft.model_dump(), by=caller
    )
    view = ResolutionLinkView.model_validate(link)
    return ResolutionLinkMade(
        **view.model_dump(), id=resolution.id, space_code=resolution.space_code
    )


@routes.get(
    "/resolutions/{matter_id}/links",
    responses=refusing(MatterNotFound, CursorMalformed),
)
async def list_resolution_links(
    matter_id: MatterId, session: Session, drafts_in: DraftsIn, page: Paging
) -> Page[ResolutionLinkView]:
    """What a resolution changed, by kind and reference."""
    resolution = await find_matter(session, matter_id, drafts_in=drafts_in)
    found = await service.list_links(
        session,
        resolution,
        after=after_key(page, _kind_and_reference) or ("", ""),
        limit=page.limit + 1,
    )
    return page_of(
        page, found, ResolutionLinkView, lambda link: f"{link.kind} {link.reference}"
    )


@routes.get("/resolution-traces", responses=refusing(CursorMalformed))
async def list_resolution_traces(
    session: Session,
    drafts_in: DraftsIn,
    page: Paging,
    kind: ChangedKind,
    reference: Annotated[Name, Query()],
) -> Page[ResolutionTraceView]:
    """The resolutions that changed something, such as a budget line."""
    found = await service.list_resolutions_about(
        session,
        kind,
        reference,
        drafts_in=drafts_in,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, _trace, lambda each: each[1].id)


def _trace(found: tuple[ResolutionLink, Matter]) -> ResolutionTraceView:
    link, matter = found
    return ResolutionTraceView(
        resolution=MatterView.model_validate(matter),
        link=ResolutionLinkView.model_validate(link),
    )


def _kind_and_reference(key: str) -> tuple[str, str]:
    kind, space, reference = key.partition(" ")
    if not space:
        raise ValueError(key)
    return kind, reference
