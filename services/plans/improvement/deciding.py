"""Validation, decisions of the bodies in their order, and reviews afterwards."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError
from chassis.messaging import outbox
from chassis.principal import Principal
from services.plans.improvement import rules
from services.plans.improvement.models import (
    BodyVerdict,
    ImprovementDecision,
    ImprovementMeeting,
    ImprovementPlan,
    ImprovementReview,
)
from services.plans.improvement.refusals import (
    BodyUnknown,
    DecidedInFuture,
    ItemUnknown,
    MinuteMissing,
    ReturnNeedsReason,
    ReviewAlreadyRecorded,
)
from services.plans.improvement.repository import Content, ImprovementPlans, Parts
from services.plans.improvement.templates import Body, Template, templates


async def hold_meeting(
    session: AsyncSession, plan: ImprovementPlan, meeting: ImprovementMeeting
) -> None:
    """Record a validation meeting with stakeholders about the draft."""
    _must_be_past(meeting.held_on, "/held_on")
    validated = plan.validate_with(meeting, at=clock.now())
    Parts(session, plan).add(meeting)
    outbox.record(session, validated)


async def decide(
    session: AsyncSession,
    plan: ImprovementPlan,
    decision: ImprovementDecision,
    *,
    by: Principal,
) -> None:
    """Record what the body whose turn it is decided; the last approval binds."""
    template = templates()[plan.template, plan.template_version]
    plan.must_be_draft()
    body = _body(template, decision.body)
    plan.must_await(body, template.body_at(plan.decided), by=by.sub)
    _must_be_past(decision.decided_on, "/decided_on")
    _must_be_complete(decision, body)
    content = await Parts(session, plan).content()
    obstacles = rules.obstacles(content.gaps, content.actions, validated=plan.validated)
    decision.round, decision.act = plan.round, body.act
    decided = plan.decide(decision, obstacles, at=clock.now())
    Parts(session, plan).add(decision)
    outbox.record(session, decided)
    await session.flush()
    if plan.decided == len(template.bodies):
        await _approve(session, plan, content)


async def review_plan(
    session: AsyncSession, plan: ImprovementPlan, review: ImprovementReview
) -> None:
    """Record a quarterly or annual review, with the progress of actions."""
    reviewed = plan.review(review)
    _must_be_past(review.held_on, "/held_on")
    parts = Parts(session, plan)
    known = {action.code for action in (await parts.content()).actions}
    unknown = sorted({each["action"] for each in review.progress} - known)
    if unknown:
        told = f"the plan has no action {', '.join(unknown)}"
        raise ItemUnknown(told, [FieldError("/progress", "action-unknown", told)])
    before = (await parts.records()).reviews
    if any((r.kind, r.period) == (review.kind, review.period) for r in before):
        raise ReviewAlreadyRecorded(f"{review.kind} {review.period} is reviewed")
    parts.add(review)
    outbox.record(session, reviewed)


async def _approve(
    session: AsyncSession, plan: ImprovementPlan, content: Content
) -> None:
    """Give way to this version, then let it bind: there is one at a time."""
    now = clock.now()
    standing = await ImprovementPlans(session).approved_in(plan)
    if standing is not None:
        outbox.record(session, standing.supersede(by=plan.id, at=now))
        await session.flush()
    years = rules.funding(content.actions)
    outbox.record(
        session,
        plan.approve(
            cost=sum((year.cost for year in years), rules.ZERO),
            pledged=sum((year.pledged for year in years), rules.ZERO),
            at=now,
        ),
    )


def _body(template: Template, code: str) -> Body:
    for body in template.bodies:
        if body.code == code:
            return body
    told = f"bodies: {', '.join(body.code for body in template.bodies)}"
    raise BodyUnknown(told, [FieldError("/body", "body-unknown", told)])


def _must_be_past(day: date, pointer: str) -> None:
    if day > clock.today():
        told = f"{day} is still to come"
        raise DecidedInFuture(told, [FieldError(pointer, "date-in-future", told)])


def _must_be_complete(decision: ImprovementDecision, body: Body) -> None:
    if decision.verdict is BodyVerdict.RETURNS:
        if decision.reason is None:
            fault = FieldError("/reason", "return-needs-reason", "say why")
            raise ReturnNeedsReason("say why the plan is returned", [fault])
        return
    if body.needs_minute and decision.minute_no is None:
        told = f"{body.name} {body.act} by a minute: give its number"
        raise MinuteMissing(told, [FieldError("/minute_no", "minute-missing", told)])
