"""Reading how good a plan is, and answering what only people can."""

from fastapi import Response

from chassis.web.conditional import IfMatch, IfMatchMalformed, VersionStale, tag
from chassis.web.fields import Code
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.documents.models import PlanNotDraft, PlanNotFound
from services.plans.documents.service import find_plan, lock_plan
from services.plans.permissions import Approver, DraftsIn
from services.plans.quality import service
from services.plans.quality.models import (
    AssessorHadAHand,
    QuestionIsComputed,
    QuestionUnknown,
)
from services.plans.quality.schemas import AssessmentSent, QualityView

routes = router("quality")


@routes.get("/plans/{plan_id}/quality", responses=refusing(PlanNotFound))
async def get_quality(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn
) -> QualityView:
    """How good a plan is by twelve questions, with the evidence of each."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    return QualityView.of(await service.judge(session, plan))


@routes.post(
    "/plans/{plan_id}/quality/{question}",
    responses=refusing(
        PlanNotFound,
        PlanNotDraft,
        QuestionUnknown,
        QuestionIsComputed,
        AssessorHadAHand,
        IfMatchMalformed,
        VersionStale,
    ),
)
async def assess_quality(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    question: Code,
    sent: AssessmentSent,
    *,
    session: Session,
    caller: Approver,
    response: Response,
    if_match: IfMatch,
) -> QualityView:
    """Answer a question about a draft that the content does not answer by itself.

    Send If-Match with the ETag of the plan that was read, to assess just that.
    """
    plan = await lock_plan(session, plan_id, by=caller)
    if_match.must_be(plan.revision)
    await service.assess(
        session, plan, question, score=sent.score, reason=sent.reason, by=caller
    )
    tag(response, plan.revision)
    return QualityView.of(await service.judge(session, plan))
