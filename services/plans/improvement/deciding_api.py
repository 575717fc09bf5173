"""Validating, deciding about and reviewing an improvement plan."""

from http import HTTPStatus
from typing import Any

from fastapi import Response

from chassis import clock
from chassis.identifiers import new_id
from chassis.principal import NotPermittedInSpace, Principal
from chassis.web.conditional import Precondition, VersionStale, must_match, tag
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import ImprovementPlanId
from services.plans.improvement import deciding, service
from services.plans.improvement.content_schemas import (
    BodyDecisionView,
    ImprovementBodyDecisionSent,
    ImprovementReviewView,
    MeetingSent,
    MeetingView,
    ReviewSent,
)
from services.plans.improvement.models import (
    ImprovementDecision,
    ImprovementMeeting,
    ImprovementReview,
)
from services.plans.improvement.refusals import (
    BodyOutOfTurn,
    BodyUnknown,
    DecidedInFuture,
    DraftersDoNotDecide,
    ImprovementPlanNotDraft,
    ImprovementPlanNotFound,
    ItemUnknown,
    MinuteMissing,
    PlanNotReady,
    ReturnNeedsReason,
    ReviewAlreadyRecorded,
    ReviewNeedsApprovedPlan,
)
from services.plans.permissions import Approver, Planner

routes = router("improvement plans")

PLAN = "/improvement-plans/{plan_id}"
USUAL = (ImprovementPlanNotFound, NotPermittedInSpace, VersionStale, DecidedInFuture)


@routes.post(
    f"{PLAN}/validation-meetings",
    status_code=HTTPStatus.CREATED,
    responses=refusing(*USUAL, ImprovementPlanNotDraft),
)
async def hold_validation_meeting(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    sent: MeetingSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> MeetingView:
    """Record that stakeholders and partners met about the draft."""
    plan = await service.lock_plan(session, plan_id, by=caller)
    must_match(precondition, plan.revision, required=False)
    meeting = ImprovementMeeting(**_signed(caller), **sent.model_dump())
    await deciding.hold_meeting(session, plan, meeting)
    tag(response, plan.revision)
    return MeetingView.model_validate(meeting)


@routes.post(
    f"{PLAN}/decisions",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        *USUAL,
        ImprovementPlanNotDraft,
        PlanNotReady,
        BodyOutOfTurn,
        BodyUnknown,
        MinuteMissing,
        ReturnNeedsReason,
        DraftersDoNotDecide,
    ),
)
async def decide_improvement_plan(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    sent: ImprovementBodyDecisionSent,
    *,
    session: Session,
    caller: Approver,
    response: Response,
    precondition: Precondition = None,
) -> BodyDecisionView:
    """Record what the body whose turn it is decided; the last approval binds.

    Send If-Match with the ETag of the plan that was read, to decide about just that.
    """
    plan = await service.lock_plan(session, plan_id, by=caller)
    must_match(precondition, plan.revision, required=False)
    decision = ImprovementDecision(**_signed(caller), **sent.model_dump())
    await deciding.decide(session, plan, decision, by=caller)
    tag(response, plan.revision)
    return BodyDecisionView.model_validate(decision)


@routes.post(
    f"{PLAN}/reviews",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        *USUAL, ReviewNeedsApprovedPlan, ReviewAlreadyRecorded, ItemUnknown
    ),
)
async def review_improvement_plan(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    sent: ReviewSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> ImprovementReviewView:
    """Record a quarterly or annual review, with the progress of actions."""
    plan = await service.lock_plan(session, plan_id, by=caller)
    must_match(precondition, plan.revision, required=False)
    review = ImprovementReview(**_signed(caller), **sent.model_dump(mode="json"))
    review.held_on, review.kind = sent.held_on, sent.kind
    await deciding.review_plan(session, plan, review)
    tag(response, plan.revision)
    return ImprovementReviewView.model_validate(review)


def _signed(caller: Principal) -> dict[str, Any]:
    return {"id": new_id(), "recorded_by": caller.sub, "recorded_at": clock.now()}
