"""An improvement plan as a whole: validated, decided about, reviewed, followed."""

from http import HTTPStatus
from typing import Any

from fastapi import Response

from chassis import clock
from chassis.identifiers import new_id
from chassis.principal import NotPermittedInSpace, Principal
from chassis.web.conditional import VersionStale, tag, tagged
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.plans.improvement.asked import (
    PLAN,
    PlanInSight,
    PlanToDecide,
    PlanToWrite,
)
from services.plans.improvement.refusals import (
    ImprovementPlanNotDraft,
    ImprovementPlanNotFound,
)
from services.plans.improvement.schemas import ImprovementPlanView
from services.plans.improvement_approval import service, versions
from services.plans.improvement_approval.models import (
    ImprovementDecision,
    ImprovementMeeting,
    ImprovementReview,
)
from services.plans.improvement_approval.refusals import (
    BodyOutOfTurn,
    BodyUnknown,
    DecidedInFuture,
    DecidedTooEarly,
    DraftersDoNotDecide,
    MinuteMissing,
    NotOfTheBody,
    PlanNotReady,
    ReturnNeedsReason,
    ReviewAlreadyRecorded,
    ReviewNeedsApprovedPlan,
    VersionNeedsApprovedPlan,
)
from services.plans.improvement_approval.schemas import (
    ImprovementDecisionSent,
    ImprovementDecisionView,
    ImprovementReviewSent,
    ImprovementReviewView,
    ImprovementVersion,
    ValidationMeetingSent,
    ValidationMeetingView,
    WholeImprovementPlan,
    whole_view,
)
from services.plans.improvement_content.refusals import ItemUnknown
from services.plans.permissions import OfficeHolder, Planner

routes = router("improvement plans")

USUAL = (ImprovementPlanNotFound, NotPermittedInSpace, VersionStale, DecidedInFuture)


@routes.get(PLAN, responses=refusing(ImprovementPlanNotFound))
async def get_improvement_plan(
    plan: PlanInSight, session: Session, response: Response
) -> WholeImprovementPlan:
    """A plan with gaps by priority, costed actions, the funding gap, and decisions."""
    tag(response, plan.revision)
    return whole_view(await service.read_whole(session, plan))


@routes.post(
    f"{PLAN}/validation-meetings",
    status_code=HTTPStatus.CREATED,
    responses=refusing(*USUAL, ImprovementPlanNotDraft),
)
async def hold_validation_meeting(
    plan: PlanToWrite,
    sent: ValidationMeetingSent,
    session: Session,
    caller: Planner,
    response: Response,
) -> ValidationMeetingView:
    """Record that stakeholders and partners met about the draft."""
    meeting = ImprovementMeeting(**_signed(caller), **sent.model_dump())
    await service.hold_meeting(session, plan, meeting)
    tag(response, plan.revision)
    return ValidationMeetingView.model_validate(meeting)


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
        DecidedTooEarly,
        NotOfTheBody,
    ),
)
async def decide_improvement_plan(
    plan: PlanToDecide,
    sent: ImprovementDecisionSent,
    session: Session,
    caller: OfficeHolder,
    response: Response,
) -> ImprovementDecisionView:
    """Record what the body whose turn it is decided; the last approval binds.

    Send If-Match with the ETag of the plan that was read, to decide about just that.
    """
    decision = ImprovementDecision(**_signed(caller), **sent.model_dump())
    await service.decide(session, plan, decision, by=caller)
    tag(response, plan.revision)
    return ImprovementDecisionView.model_validate(decision)


@routes.post(
    f"{PLAN}/reviews",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        *USUAL, ReviewNeedsApprovedPlan, ReviewAlreadyRecorded, ItemUnknown
    ),
)
async def review_improvement_plan(
    plan: PlanToWrite,
    sent: ImprovementReviewSent,
    session: Session,
    caller: Planner,
    response: Response,
) -> ImprovementReviewView:
    """Record a quarterly or annual review, with the progress of actions."""
    review = ImprovementReview(**_signed(caller), **sent.model_dump(mode="json"))
    review.held_on, review.kind = sent.held_on, sent.kind
    await service.review_plan(session, plan, review)
    tag(response, plan.revision)
    return ImprovementReviewView.model_validate(review)


@routes.post(
    f"{PLAN}/versions",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        ImprovementPlanNotFound,
        NotPermittedInSpace,
        VersionNeedsApprovedPlan,
        VersionStale,
    ),
)
async def begin_improvement_version(
    plan: PlanToWrite,
    sent: ImprovementVersion,
    session: Session,
    caller: Planner,
    response: Response,
) -> ImprovementPlanView:
    """Begin the next version of an approved plan, as a draft."""
    after = await versions.begin_version(
        session,
        plan,
        starts_on=sent.starts_on,
        only_unfinished=sent.kind == "roll_forward",
        by=caller,
    )
    response.headers["Location"] = f"/v1/improvement-plans/{after.id}"
    return tagged(response, after, ImprovementPlanView)


def _signed(caller: Principal) -> dict[str, Any]:
    return {"id": new_id(), "recorded_by": caller.sub, "recorded_at": clock.now()}
