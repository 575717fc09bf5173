"""Public comment: windows, submissions by anybody, moderation, the register."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response

from chassis import clock
from chassis.web.auth import Anyone
from chassis.web.conditional import IfMatch, VersionStale, tag
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, after_identifier, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import CommentWindowId, PlanId, SubmissionId
from services.plans.consultation import service
from services.plans.consultation.models import (
    CommentWindowBegins,
    CommentWindowNotFound,
    CommentWindowOpenAlready,
    CommentWindowShut,
    CommentWindowTooShort,
    InterventionOfCommentUnknown,
    PersonalDataSent,
    SubmissionModeratedAlready,
    SubmissionNotFound,
    SubmissionNotPublished,
    SubmissionRepeated,
    SubmissionState,
    WithholdingNeedsReason,
    must_say_why,
)
from services.plans.consultation.schemas import (
    CommentNotice,
    CommentReceived,
    CommentSent,
    CommentWindowView,
    Moderation,
    ResponseSent,
    SubmissionView,
)
from services.plans.documents.models import PlanNotDraft, PlanNotFound
from services.plans.documents.service import lock_plan
from services.plans.permissions import DraftsIn, ModeratesIn, Planner

routes = router("comment")

FROM_ANYBODY = {
    "x-anonymous-quota": {"requests": 10, "seconds": 3600},
    "x-max-body-bytes": 65_536,
}


@routes.post(
    "/plans/{plan_id}/comment-windows",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        PlanNotFound,
        PlanNotDraft,
        CommentWindowOpenAlready,
        CommentWindowTooShort,
        CommentWindowBegins,
    ),
)
async def open_comment_window(
    plan_id: PlanId, sent: CommentNotice, session: Session, caller: Planner
) -> CommentWindowView:
    """Open a draft to public comment; everybody may read it while that lasts."""
    plan = await lock_plan(session, plan_id, by=caller)
    window = await service.open_window(session, plan, **sent.model_dump(), by=caller)
    return CommentWindowView.model_validate(window)


@routes.get("/comment-windows", responses=refusing(CursorMalformed))
async def list_comment_windows(
    session: Session,
    _: Anyone,
    page: Paging,
    *,
    plan: PlanId | None = None,
    space: Annotated[Code | None, Query()] = None,
    open_today: Annotated[bool, Query(description="Only those open today.")] = False,
) -> Page[CommentWindowView]:
    """Where the public may comment, and where it could."""
    found = await service.list_windows(
        session,
        plan_id=plan,
        space_code=space,
        open_on=clock.today() if open_today else None,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, CommentWindowView, lambda window: window.id)


@routes.post(
    "/comment-windows/{window_id}/submissions",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        CommentWindowNotFound,
        CommentWindowShut,
        SubmissionRepeated,
        InterventionOfCommentUnknown,
        PersonalDataSent,
    ),
    openapi_extra=FROM_ANYBODY,
)
async def submit_comment(
    window_id: CommentWindowId, sent: CommentSent, session: Session, _: Anyone
) -> CommentReceived:
    """Comment on a draft, with or without a name; ten an hour from one address.

    Nobody reads it before it is moderated; the name is never published.
    """
    submission = await service.submit(session, window_id, **sent.model_dump())
    return CommentReceived.model_validate(submission)


@routes.get(
    "/comment-windows/{window_id}/submissions",
    responses=refusing(CommentWindowNotFound, CursorMalformed),
)
async def list_submissions(  # noqa: PLR0913  who reads, and a window
    window_id: CommentWindowId,
    *,
    session: Session,
    drafts_in: DraftsIn,
    moderates_in: ModeratesIn,
    page: Paging,
    state: SubmissionState | None = None,
) -> Page[SubmissionView]:
    """The register of comments and responses; the unmoderated for the space's own."""
    found = await service.list_submissions(
        session,
        window_id,
        drafts_in=drafts_in,
        state=state,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(
        page,
        found,
        lambda row: SubmissionView.read_in(row, moderates_in),
        lambda row: row.id,
    )


@routes.post(
    "/submissions/{submission_id}/moderation",
    responses=refusing(
        SubmissionNotFound,
        SubmissionModeratedAlready,
        WithholdingNeedsReason,
        VersionStale,
    ),
)
async def moderate_submission(  # noqa: PLR0913  the parts of one HTTP request
    submission_id: SubmissionId,
    sent: Moderation,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    if_match: IfMatch,
) -> SubmissionView:
    """Publish a comment as it was made, or withhold it for a reason.

    Its name is erased with that: the register holds comments, not people.
    """
    must_say_why(publish=sent.publish, withheld_because=sent.withheld_because)
    submission = await service.lock_submission(session, submission_id, by=caller)
    if_match.must_be(submission.version)
    service.moderate(
        session, submission, withheld_because=sent.withheld_because, by=caller
    )
    tag(response, submission.version)
    return SubmissionView.model_validate(submission)


@routes.post(
    "/submissions/{submission_id}/response",
    responses=refusing(
        SubmissionNotFound,
        SubmissionNotPublished,
        InterventionOfCommentUnknown,
        VersionStale,
    ),
)
async def answer_submission(  # noqa: PLR0913  the parts of one HTTP request
    submission_id: SubmissionId,
    sent: ResponseSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    if_match: IfMatch,
) -> SubmissionView:
    """Answer a comment for the register; a later answer replaces an earlier one."""
    submission = await service.lock_submission(session, submission_id, by=caller)
    if_match.must_be(submission.version)
    await service.answer(session, submission, **sent.model_dump(), by=caller)
    tag(response, submission.version)
    return SubmissionView.model_validate(submission)
