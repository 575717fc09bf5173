"""Opening a review of an adopted plan, and concluding it.

Reviews of a plan are opened and concluded under the lock of the plan.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import PlanId, ReviewId
from services.plans.clocks import service as clocks
from services.plans.clocks.rules import ClockRule
from services.plans.documents.models import Plan, PlanStatus
from services.plans.documents.service import lock_plan
from services.plans.reviews.models import (
    PlanNotInForce,
    Review,
    ReviewNotFound,
    ReviewOpenAlready,
    ReviewOutcome,
)
from services.plans.reviews.repository import Reviews


async def open_review(session: AsyncSession, plan: Plan, *, by: Principal) -> Review:
    """Begin the yearly review; the law gives it six months."""
    if plan.status is not PlanStatus.ADOPTED:
        raise PlanNotInForce(f"plan {plan.id} is {plan.status}")
    if await Reviews(session).open_of(plan.id) is not None:
        raise ReviewOpenAlready(f"plan {plan.id} is under review")
    now = clock.now()
    review = Reviews(session).add(
        Review(
            id=ReviewId(new_id()),
            plan_id=plan.id,
            space_code=plan.space_code,
            opened_by=by.sub,
            opened_at=now,
        )
    )
    await clocks.stop(session, ClockRule.ANNUAL_REVIEW, plan_id=plan.id, on=now.date())
    _start(session, ClockRule.REVIEW_LENGTH, plan)
    outbox.record(session, review.opened())
    return review


async def lock_review(
    session: AsyncSession, review_id: UUID, *, by: Principal
) -> tuple[Review, Plan]:
    """A review with its plan locked, for somebody who may act in the space."""
    review = await Reviews(session).find(review_id)
    if review is None:
        raise ReviewNotFound(f"no review {review_id}")
    plan = await lock_plan(session, review.plan_id, by=by)
    await session.refresh(review)
    return review, plan


async def conclude_review(  # noqa: PLR0913  what a conclusion says, and of what
    session: AsyncSession,
    review: Review,
    plan: Plan,
    outcome: ReviewOutcome,
    *,
    reason: str,
    by: str,
) -> None:
    """End the review; a plan that stands is to be reviewed again within a year."""
    now = clock.now()
    outbox.record(session, review.conclude(outcome, reason=reason, by=by, at=now))
    await clocks.stop(session, ClockRule.REVIEW_LENGTH, plan_id=plan.id, on=now.date())
    if plan.status is PlanStatus.ADOPTED:
        _start(session, ClockRule.ANNUAL_REVIEW, plan)


async def plan_adopted(session: AsyncSession, plan: Plan) -> None:
    """What was prepared is in force, and due for review in a year."""
    on = clock.today()
    await clocks.stop(session, ClockRule.PREPARATION, plan_id=plan.id, on=on)
    if plan.is_timed:
        _start(session, ClockRule.ANNUAL_REVIEW, plan)


async def plan_superseded(session: AsyncSession, plan: Plan, *, by: str) -> None:
    """Nothing of a plan that gave way is due any more; its review ends with it."""
    await clocks.stop(
        session, ClockRule.ANNUAL_REVIEW, plan_id=plan.id, on=clock.today()
    )
    review = await Reviews(session).open_of(plan.id)
    if review is not None:
        reason = f"plan {plan.superseded_by} was adopted in its place"
        await conclude_review(
            session, review, plan, ReviewOutcome.SUPERSEDED, reason=reason, by=by
        )


async def list_reviews(
    session: AsyncSession, plan_id: PlanId, *, after: UUID | None, limit: int
) -> Sequence[Review]:
    return await Reviews(session).page(plan_id, after=after, limit=limit)


def _start(session: AsyncSession, rule: ClockRule, plan: Plan) -> None:
    clocks.start(
        session, rule, plan_id=plan.id, space_code=plan.space_code, on=clock.today()
    )
