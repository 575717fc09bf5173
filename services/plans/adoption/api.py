"""Completing the legal stages, and deciding about adoption."""

from fastapi import Response

from chassis.web.conditional import IfMatch, VersionStale, tag, tagged
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
from services.plans.adoption import service
from services.plans.adoption.models import (
    ChainApplies,
    RejectionNeedsReason,
    SeparationOfDuties,
)
from services.plans.adoption.schemas import DecisionMade, DecisionSent, DecisionView
from services.plans.documents.models import (
    PlanNotAdoptable,
    PlanNotDraft,
    PlanNotFound,
    Stage,
    StageAlreadyComplete,
    StageNeedsInterventions,
    StageOutOfOrder,
    StagesIncomplete,
)
from services.plans.documents.schemas import PlanView
from services.plans.documents.service import lock_plan
from services.plans.permissions import Approver, DraftsIn, Planner

routes = router("plans")


@routes.post(
    "/plans/{plan_id}/stages/{stage}/completion",
    responses=refusing(
        PlanNotFound,
        PlanNotDraft,
        StageAlreadyComplete,
        StageOutOfOrder,
        StageNeedsInterventions,
        VersionStale,
    ),
)
async def complete_stage(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    stage: Stage,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    if_match: IfMatch,
) -> PlanView:
    """Declare a legal stage complete (DDM Regulations 2024, reg 11(1)), in order."""
    plan = await lock_plan(session, plan_id, by=caller)
    if_match.must_be(plan.revision)
    await service.complete_stage(session, plan, stage, by=caller)
    return tagged(response, plan, PlanView)


@routes.post(
    "/plans/{plan_id}/adoption",
    responses=refusing(
        PlanNotFound,
        PlanNotAdoptable,
        StagesIncomplete,
        ChainApplies,
        SeparationOfDuties,
        RejectionNeedsReason,
        VersionStale,
    ),
)
async def decide_adoption(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    sent: DecisionSent,
    *,
    session: Session,
    caller: Approver,
    response: Response,
    if_match: IfMatch,
) -> DecisionMade:
    """Decide about a draft; an approval adopts it and supersedes the adopted plan.

    Send If-Match with the ETag of the plan that was read, to decide about just that.
    """
    plan = await lock_plan(session, plan_id, by=caller)
    if_match.must_be(plan.revision)
    decision = await service.decide(
        session, plan, sent.decision, reason=sent.reason, by=caller
    )
    tag(response, plan.revision)
    view = DecisionView.model_validate(decision)
    return DecisionMade(**view.model_dump(), status=plan.status)


@routes.get(
    "/plans/{plan_id}/decisions", responses=refusing(PlanNotFound, CursorMalformed)
)
async def list_decisions(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn, page: Paging
) -> Page[DecisionView]:
    """The decisions about a plan, oldest first."""
    found = await service.list_decisions(
        session,
        plan_id,
        drafts_in=drafts_in,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, DecisionView, lambda decision: decision.id)
