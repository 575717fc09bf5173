"""Drafting plans, changing drafts, and reading both."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response

from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import IfMatch, IfMatchRequired, VersionStale, tagged
from chassis.web.fields import Code
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
from contracts.ids import PlanId
from services.plans.documents import service
from services.plans.documents.filters import Filters
from services.plans.documents.models import PlanNotDraft, PlanNotFound, PlanStatus
from services.plans.documents.schemas import (
    InterventionView,
    PlanChanges,
    PlanDraft,
    PlanView,
)
from services.plans.permissions import DraftsIn, Planner
from services.plans.reference.models import SpaceUnknown

routes = router("plans")


@routes.post(
    "/plans",
    status_code=HTTPStatus.CREATED,
    responses=refusing(NotPermittedInSpace, SpaceUnknown),
)
async def draft_plan(
    draft: PlanDraft, session: Session, caller: Planner, response: Response
) -> PlanView:
    """Begin a One Plan for a space."""
    plan = await service.draft_plan(session, **draft.model_dump(), by=caller)
    response.headers["Location"] = f"/v1/plans/{plan.id}"
    return tagged(response, plan, PlanView)


@routes.get("/plans", responses=refusing(CursorMalformed))
async def list_plans(
    session: Session,
    drafts_in: DraftsIn,
    page: Paging,
    space: Annotated[Code | None, Query()] = None,
    status: PlanStatus | None = None,
) -> Page[PlanView]:
    """Adopted and superseded plans of all spaces, and drafts that you may read."""
    found = await service.list_plans(
        session,
        drafts_in=drafts_in,
        space_code=space,
        status=status,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, PlanView, lambda plan: plan.id)


@routes.get("/plans/{plan_id}", responses=refusing(PlanNotFound))
async def get_plan(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn, response: Response
) -> PlanView:
    """One plan: anyone's when adopted or superseded, else its space's."""
    plan = await service.find_plan(session, plan_id, drafts_in=drafts_in)
    return tagged(response, plan, PlanView)


@routes.patch(
    "/plans/{plan_id}",
    responses=refusing(PlanNotFound, PlanNotDraft, VersionStale, IfMatchRequired),
)
async def change_plan(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    changes: PlanChanges,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    if_match: IfMatch,
) -> PlanView:
    """Give a draft another title or vision."""
    plan = await service.lock_plan(session, plan_id, by=caller)
    if_match.must_be(plan.revision)
    said = changes.model_dump(exclude_unset=True)
    await service.rename_plan(session, plan, said, by=caller)
    return tagged(response, plan, PlanView)


@routes.get(
    "/plans/{plan_id}/interventions", responses=refusing(PlanNotFound, CursorMalformed)
)
async def list_interventions(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn, page: Paging, which: Filters
) -> Page[InterventionView]:
    """A plan's interventions, by code; filters narrow them down together."""
    plan = await service.find_plan(session, plan_id, drafts_in=drafts_in)
    found = await service.list_interventions(
        session, plan, which, after=page.after, limit=page.limit + 1
    )
    return page_of(page, found, InterventionView, lambda row: row.code)
