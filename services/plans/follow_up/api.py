"""Carrying out actions; finding resolutions again; what is still unresolved."""

from typing import Annotated

from fastapi import Query, Response

from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import VersionStale, tagged
from chassis.web.fields import Code, Name
from chassis.web.paging import (
    CursorMalformed,
    Page,
    Paging,
    after_identifier,
    page_of,
)
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import SittingId
from services.plans.follow_up import service
from services.plans.follow_up.asked import ActionToMove, MatterInSight
from services.plans.permissions import DraftsIn
from services.plans.resolutions.models import (
    ActionFinished,
    MatterKind,
    MatterNotFound,
    MatterStatus,
    ResolutionOutcome,
)
from services.plans.resolutions.schemas import (
    ActionCancellation,
    ActionCompletion,
    MatterView,
)
from services.plans.resolutions.sought import Sought
from services.plans.sittings.models import SittingNotFound
from services.plans.sittings.service import find_sitting

routes = router("resolutions")

OF_AN_ACTION = (MatterNotFound, NotPermittedInSpace, ActionFinished, VersionStale)


@routes.post("/actions/{matter_id}/start", responses=refusing(*OF_AN_ACTION))
async def start_action(
    action: ActionToMove,
    session: Session,
    response: Response,
) -> MatterView:
    """Say that the owner has begun with an action."""
    await service.start_action(session, action)
    return tagged(response, action, MatterView)


@routes.post("/actions/{matter_id}/completion", responses=refusing(*OF_AN_ACTION))
async def complete_action(
    action: ActionToMove,
    sent: ActionCompletion,
    session: Session,
    response: Response,
) -> MatterView:
    """Say that an action is done, with what shows it."""
    await service.complete_action(session, action, sent.evidence)
    return tagged(response, action, MatterView)


@routes.post("/actions/{matter_id}/cancellation", responses=refusing(*OF_AN_ACTION))
async def cancel_action(
    action: ActionToMove,
    sent: ActionCancellation,
    session: Session,
    response: Response,
) -> MatterView:
    """Say that an action will not be done, and why."""
    await service.cancel_action(session, action, sent.reason)
    return tagged(response, action, MatterView)


@routes.get("/matters/{matter_id}", responses=refusing(MatterNotFound))
async def get_matter(matter: MatterInSight, response: Response) -> MatterView:
    """One challenge, proposal, resolution or action."""
    return tagged(response, matter, MatterView)


@routes.get(
    "/sittings/{sitting_id}/matters",
    responses=refusing(SittingNotFound, CursorMalformed),
)
async def list_matters(
    sitting_id: SittingId,
    session: Session,
    drafts_in: DraftsIn,
    page: Paging,
    kind: MatterKind | None = None,
) -> Page[MatterView]:
    """What one sitting said and decided, in the order in which it was recorded."""
    await find_sitting(session, sitting_id, drafts_in=drafts_in)
    found = await service.list_matters(
        session,
        Sought(kind=kind, sitting_id=sitting_id),
        drafts_in=drafts_in,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, MatterView, lambda matter: matter.id)


@routes.get("/resolutions", responses=refusing(CursorMalformed))
async def list_resolutions(  # noqa: PLR0913  the filters of one list
    *,
    session: Session,
    drafts_in: DraftsIn,
    page: Paging,
    q: Annotated[Name | None, Query(description="Words, as one searches.")] = None,
    space: Annotated[Code | None, Query()] = None,
    structure: Annotated[Code | None, Query()] = None,
    state: ResolutionOutcome | None = None,
    owner: Annotated[Code | None, Query()] = None,
    overdue: bool | None = None,
) -> Page[MatterView]:
    """Resolutions of all sittings that are over, and of those that you may read.

    `owner` and `overdue` also ask for the actions that carry them out.
    """
    sought = Sought(
        kind=MatterKind.RESOLUTION,
        words=q,
        space_code=space,
        structure_code=structure,
        status=None if state is None else MatterStatus(state),
        owner_organ=owner,
        overdue=overdue,
    )
    found = await service.list_matters(
        session,
        sought,
        drafts_in=drafts_in,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, MatterView, lambda matter: matter.id)


@routes.get("/actions", responses=refusing(CursorMalformed))
async def list_actions(  # noqa: PLR0913  the filters of one list
    *,
    session: Session,
    drafts_in: DraftsIn,
    page: Paging,
    space: Annotated[Code | None, Query()] = None,
    structure: Annotated[Code | None, Query()] = None,
    state: MatterStatus | None = None,
    owner: Annotated[Code | None, Query()] = None,
    overdue: bool | None = None,
) -> Page[MatterView]:
    """Actions by owner, state and whether their day has passed."""
    sought = Sought(
        kind=MatterKind.ACTION,
        space_code=space,
        structure_code=structure,
        status=state,
        owner_organ=owner,
        overdue=overdue,
    )
    found = await service.list_matters(
        session,
        sought,
        drafts_in=drafts_in,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, MatterView, lambda matter: matter.id)
