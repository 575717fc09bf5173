"""Validation, decisions of the bodies in their order, and reviews afterwards."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError
from chassis.messaging import outbox
from chassis.principal import Principal
from services.plans.improvement.models import ImprovementPlan
from services.plans.improvement.repository import ImprovementPlans
from services.plans.improvement.templates import (
    ImprovementBody,
    ImprovementTemplate,
    templates,
)
from services.plans.improvement_approval.models import (
    ImprovementDecision,
    ImprovementMeeting,
    ImprovementReview,
    ImprovementVerdict,
)
from services.plans.improvement_approval.refusals import (
    BodyOutOfTurn,
    BodyUnknown,
    DecidedInFuture,
    DecidedTooEarly,
    DraftersDoNotDecide,
    MinuteMissing,
    ReturnNeedsReason,
    ReviewAlreadyRecorded,
)
from services.plans.improvement_approval.repository import Records, RecordsOf
from services.plans.improvement_approval.seats import must_sit_in
from services.plans.improvement_content import rules
from services.plans.improvement_content.refusals import ItemUnknown
from services.plans.improvement_content.repository import Content, Items


@dataclass(frozen=True)
class Whole:
    """A plan with all that belongs to it."""

    plan: ImprovementPlan
    template: ImprovementTemplate
    content: Content
    records: Records


async def read_whole(session: AsyncSession, plan: ImprovementPlan) -> Whole:
    template = templates()[plan.template, plan.template_version]
    content = await Items(session, plan).all()
    return Whole(plan, template, content, await RecordsOf(session, plan).all())


async def hold_meeting(
    session: AsyncSession, plan: ImprovementPlan, meeting: ImprovementMeeting
) -> None:
    """Record a validation meeting with stakeholders about the draft."""
    _must_be_past(meeting.held_on, "/held_on")
    validated = meeting.validates(plan, at=clock.now())
    RecordsOf(session, plan).add(meeting)
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
    _must_be_due(plan, body, template, by)
    _must_be_past(decision.decided_on, "/decided_on")
    _must_be_complete(decision, body)
    content = await Items(session, plan).all()
    records = RecordsOf(session, plan)
    decision.must_be_ready(
        rules.obstacles(content.gaps, content.actions, validated=plan.validated)
    )
    _must_follow(decision, await records.all())
    await must_sit_in(session, plan, body, who=by)
    decision.round, decision.act = plan.round, body.act
    outbox.record(session, decision.takes_turn(plan, at=clock.now()))
    records.add(decision)
    await session.flush()
    if plan.decided == len(template.bodies):
        await _approve(session, plan, content)


async def review_plan(
    session: AsyncSession, plan: ImprovementPlan, review: ImprovementReview
) -> None:
    """Record a quarterly or annual review, with the progress of actions."""
    reviewed = review.looks_back_on(plan)
    _must_be_past(review.held_on, "/held_on")
    known = {each.code for each in (await Items(session, plan).all()).actions}
    unknown = sorted({each["action"] for each in review.progress} - known)
    if unknown:
        told = f"the plan has no action {', '.join(unknown)}"
        raise ItemUnknown(told, [FieldError("/progress", "action-unknown", told)])
    records = RecordsOf(session, plan)
    before = (await records.all()).reviews
    if any((r.kind, r.period) == (review.kind, review.period) for r in before):
        raise ReviewAlreadyRecorded(f"{review.kind} {review.period} is reviewed")
    records.add(review)
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


def _body(template: ImprovementTemplate, code: str) -> ImprovementBody:
    for body in template.bodies:
        if body.code == code:
            return body
    told = f"bodies: {', '.join(body.code for body in template.bodies)}"
    raise BodyUnknown(told, [FieldError("/body", "body-unknown", told)])


def _must_be_due(
    plan: ImprovementPlan,
    body: ImprovementBody,
    template: ImprovementTemplate,
    by: Principal,
) -> None:
    """It is this body's turn, and somebody else than an author records it."""
    due = template.body_at(plan.decided)
    if body != due:
        raise BodyOutOfTurn(f"{due.name} {due.act} next")
    if by.sub in plan.authors:
        raise DraftersDoNotDecide("you wrote in this plan: somebody else records it")


def _must_follow(decision: ImprovementDecision, records: Records) -> None:
    """Not before the plan was validated, nor before the last decision about it."""
    validated = min((each.held_on for each in records.meetings), default=date.min)
    decided = max((each.decided_on for each in records.decisions), default=date.min)
    earliest = max(validated, decided)
    if decision.decided_on < earliest:
        told = f"on {earliest} at the earliest"
        fault = FieldError("/decided_on", "decided-too-early", told)
        raise DecidedTooEarly(told, [fault])


def _must_be_past(day: date, pointer: str) -> None:
    if day > clock.today():
        told = f"{day} is still to come"
        raise DecidedInFuture(told, [FieldError(pointer, "date-in-future", told)])


def _must_be_complete(decision: ImprovementDecision, body: ImprovementBody) -> None:
    if decision.verdict is ImprovementVerdict.RETURNS:
        if decision.reason is None:
            fault = FieldError("/reason", "return-needs-reason", "say why")
            raise ReturnNeedsReason("say why the plan is returned", [fault])
        return
    if body.needs_minute and decision.minute_no is None:
        told = f"{body.name} {body.act} by a minute: give its number"
        raise MinuteMissing(told, [FieldError("/minute_no", "minute-missing", told)])
