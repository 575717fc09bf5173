"""Checking drafts for contradictions, and deciding about what was found."""

from http import HTTPStatus

from fastapi import Response

from chassis.web.conditional import IfMatch, VersionStale, tag
from chassis.web.paging import CursorMalformed, Paging, after_identifier, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import ContradictionId, PlanId
from services.plans.contradictions import service
from services.plans.contradictions.models import (
    ContradictionNotFound,
    ContradictionNotOpen,
    ContradictionState,
    DecidingResolutionUnknown,
)
from services.plans.contradictions.rules import ContradictionKind
from services.plans.contradictions.schemas import (
    ContradictionCheckView,
    ContradictionDecisionSent,
    ContradictionPage,
    ContradictionView,
)
from services.plans.documents.models import PlanNotDraft, PlanNotFound
from services.plans.documents.service import find_plan, lock_plan
from services.plans.permissions import DraftsIn, Planner

routes = router("contradictions")


@routes.post(
    "/plans/{plan_id}/contradiction-checks",
    status_code=HTTPStatus.CREATED,
    responses=refusing(PlanNotFound, PlanNotDraft),
)
async def check_contradictions(
    plan_id: PlanId, session: Session, caller: Planner
) -> ContradictionCheckView:
    """Look for what a draft says against itself, or says twice.

    What was decided about stays decided while its evidence is the same.
    """
    plan = await lock_plan(session, plan_id, by=caller)
    check = await service.check_plan(session, plan, by=caller)
    return ContradictionCheckView.model_validate(check)


@routes.get(
    "/plans/{plan_id}/contradictions", responses=refusing(PlanNotFound, CursorMalformed)
)
async def list_contradictions(  # noqa: PLR0913  the filters of one list
    plan_id: PlanId,
    session: Session,
    drafts_in: DraftsIn,
    page: Paging,
    *,
    state: ContradictionState | None = None,
    kind: ContradictionKind | None = None,
) -> ContradictionPage:
    """What the last check found in a plan, and what was decided about it."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    found = await service.list_contradictions(
        session,
        plan,
        state=state,
        kind=kind,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    shown = page_of(page, found.rows, ContradictionView, lambda row: row.id)
    return ContradictionPage(
        items=[each.about(found.about) for each in shown.items],
        next_cursor=shown.next_cursor,
        checked_version=found.checked_version,
        stale=found.checked_version != plan.version,
    )


@routes.post(
    "/contradictions/{contradiction_id}/decision",
    responses=refusing(
        ContradictionNotFound,
        ContradictionNotOpen,
        DecidingResolutionUnknown,
        PlanNotFound,
        PlanNotDraft,
        VersionStale,
    ),
)
async def decide_contradiction(  # noqa: PLR0913  the parts of one HTTP request
    contradiction_id: ContradictionId,
    sent: ContradictionDecisionSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    if_match: IfMatch,
) -> ContradictionView:
    """Set a contradiction aside, or take it up; the next check says if it is gone."""
    row, plan = await service.lock_contradiction(session, contradiction_id, by=caller)
    if_match.must_be(row.version)
    about = await service.decide(session, row, plan, **sent.model_dump(), by=caller)
    tag(response, row.version)
    return ContradictionView.model_validate(row).about(about)
