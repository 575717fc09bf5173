"""Opening a draft to the public, taking comments, moderating and answering them."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import Spaces
from chassis.errors import FieldError
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import CommentWindowId, PlanId, SubmissionId
from services.plans.consultation.models import (
    SHORTEST_DAYS,
    CommentWindow,
    CommentWindowBegins,
    CommentWindowOpenAlready,
    CommentWindowTooShort,
    InterventionOfCommentUnknown,
    ResponseOutcome,
    Submission,
    SubmissionState,
)
from services.plans.consultation.repository import CommentWindows, Submissions
from services.plans.consultation.rules import fingerprint_of, must_not_be_personal
from services.plans.documents.models import Plan
from services.plans.documents.service import find_plan


async def open_window(  # noqa: PLR0913  what a notice says, and who gives it
    session: AsyncSession,
    plan: Plan,
    *,
    opens_on: date,
    closes_on: date,
    notice: str,
    by: Principal,
) -> CommentWindow:
    """Show the draft to everyone from the first day until the end of the last."""
    plan.must_be_draft()
    _must_be_long_enough(opens_on, closes_on)
    last = await CommentWindows(session).last_of(plan.id)
    if last is not None and last.closes_on >= clock.today():
        raise CommentWindowOpenAlready(f"the last one closes on {last.closes_on}")
    window = CommentWindows(session).add(
        CommentWindow(
            id=CommentWindowId(new_id()),
            plan_id=plan.id,
            space_code=plan.space_code,
            opens_on=opens_on,
            closes_on=closes_on,
            notice=notice,
            opened_by=by.sub,
            opened_at=clock.now(),
        )
    )
    plan.comment_from, plan.comment_to = opens_on, closes_on
    outbox.record(session, window.opened())
    return window


def _must_be_long_enough(opens_on: date, closes_on: date) -> None:
    if opens_on < clock.today():
        fault = FieldError("/opens_on", "comment-window-begins", "today or later")
        raise CommentWindowBegins("a window opens today or later", [fault])
    days = (closes_on - opens_on).days + 1
    if days < SHORTEST_DAYS:
        detail = f"the public has {SHORTEST_DAYS} days at least"
        fault = FieldError("/closes_on", "comment-window-too-short", detail)
        raise CommentWindowTooShort(detail, [fault])


async def submit(  # noqa: PLR0913  what somebody says, and about what
    session: AsyncSession,
    window_id: CommentWindowId,
    *,
    name: str | None,
    organisation: str | None,
    intervention: str | None,
    comment: str,
) -> Submission:
    """Take a comment from anybody while the window is open."""
    window = await CommentWindows(session).get(window_id)
    now = clock.now()
    window.must_be_open(now.date())
    must_not_be_personal(
        {"name": name, "organisation": organisation, "comment": comment}
    )
    plan = await find_plan(session, window.plan_id, drafts_in=frozenset())
    if intervention is not None:
        await _must_name(session, plan.id, {intervention}, at="/intervention")
    submission = await Submissions(session).add(
        Submission(
            id=SubmissionId(new_id()),
            window_id=window.id,
            plan_id=window.plan_id,
            space_code=window.space_code,
            plan_version=plan.version,
            name=name,
            organisation=organisation,
            intervention=intervention,
            comment=comment,
            fingerprint=fingerprint_of(name, organisation, intervention, comment),
            received_at=now,
            state=SubmissionState.RECEIVED,
            changes=[],
            version=1,
        )
    )
    outbox.record(session, submission.received())
    return submission


async def _must_name(
    session: AsyncSession, plan_id: PlanId, codes: Collection[str], *, at: str
) -> None:
    """Refuse codes of interventions that the plan never had."""
    unknown = set(codes) - await Submissions(session).known_in(plan_id, codes)
    if unknown:
        detail = f"the plan has no intervention {', '.join(sorted(unknown))}"
        fault = FieldError(at, "intervention-of-comment-unknown", detail)
        raise InterventionOfCommentUnknown(detail, [fault])


async def lock_submission(
    session: AsyncSession, submission_id: SubmissionId, *, by: Principal
) -> Submission:
    submission = await Submissions(session).lock(submission_id)
    by.must_act_in(submission.space_code)
    return submission


def moderate(
    session: AsyncSession,
    submission: Submission,
    *,
    withheld_because: str | None,
    by: Principal,
) -> None:
    moderated = submission.moderate(
        withheld_because=withheld_because, by=by.sub, at=clock.now()
    )
    outbox.record(session, moderated)


async def answer(  # noqa: PLR0913  what an answer says, and who gives it
    session: AsyncSession,
    submission: Submission,
    outcome: ResponseOutcome,
    *,
    response: str,
    changes: Sequence[str],
    by: Principal,
) -> None:
    await _must_name(session, submission.plan_id, changes, at="/changes")
    answered = submission.answer(
        outcome, response=response, changes=changes, by=by.sub, at=clock.now()
    )
    outbox.record(session, answered)


async def list_windows(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    *,
    plan_id: PlanId | None,
    space_code: str | None,
    open_on: date | None,
    after: UUID | None,
    limit: int,
) -> Sequence[CommentWindow]:
    return await CommentWindows(session).list(
        plan_id=plan_id,
        space_code=space_code,
        open_on=open_on,
        after=after,
        limit=limit,
    )


async def list_submissions(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    window_id: CommentWindowId,
    *,
    drafts_in: Spaces,
    state: SubmissionState | None,
    after: UUID | None,
    limit: int,
) -> Sequence[Submission]:
    """The register: what is published for everyone, all of it for the space's own."""
    window = await CommentWindows(session).get(window_id)
    own = "*" in drafts_in or window.space_code in drafts_in
    if not own:
        state = SubmissionState.PUBLISHED
    return await Submissions(session).list(
        window.id, state=state, after=after, limit=limit
    )
