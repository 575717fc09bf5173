"""Opening, concluding and reading reviews of a plan."""

from http import HTTPStatus

from fastapi import Response

from chassis.web.conditional import IfMatch, VersionStale, tag
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
from contracts.ids import PlanId, ReviewId
from services.plans.documents.models import PlanNotFound
from services.plans.documents.service import find_plan, lock_plan
from services.plans.permissions import DraftsIn, Planner
from services.plans.reviews import service
from services.plans.reviews.models import (
    PlanNotInForce,
    ReviewConcluded,
    ReviewNotFound,
    ReviewOpenAlready,
)
from services.plans.reviews.schemas import ConclusionSent, ReviewView

routes = router("reviews")


@routes.post(
    "/plans/{plan_id}/reviews",
    status_code=HTTPStatus.CREATED,
    responses=refusing(PlanNotFound, PlanNotInForce, ReviewOpenAlready),
)
async def open_review(
    plan_id: PlanId, session: Session, caller: Planner, response: Response
) -> ReviewView:
    """Begin the yearly review of the adopted plan; it is due within six months."""
    plan = await lock_plan(session, plan_id, by=caller)
    review = await service.open_review(session, plan, by=caller)
    tag(response, review.version)
    return ReviewView.model_validate(review)


@routes.get(
    "/plans/{plan_id}/reviews", responses=refusing(PlanNotFound, CursorMalformed)
)
async def list_reviews(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn, page: Paging
) -> Page[ReviewView]:
    """The reviews of a plan, oldest first."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    found = await service.list_reviews(
        session, plan.id, after=after_identifier(page), limit=page.limit + 1
    )
    return page_of(page, found, ReviewView, lambda review: review.id)


@routes.post(
    "/reviews/{review_id}/conclusion",
    responses=refusing(ReviewNotFound, ReviewConcluded, VersionStale),
)
async def conclude_review(  # noqa: PLR0913  the parts of one HTTP request
    review_id: ReviewId,
    sent: ConclusionSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    if_match: IfMatch,
) -> ReviewView:
    """Conclude a review; the plan that stands is due for the next one in a year."""
    review, plan = await service.lock_review(session, review_id, by=caller)
    if_match.must_be(review.version)
    await service.conclude_review(
        session, review, plan, sent.outcome, reason=sent.reason, by=caller.sub
    )
    tag(response, review.version)
    return ReviewView.model_validate(review)
