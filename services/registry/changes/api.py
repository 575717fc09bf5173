"""Proposing changes of master data, reading proposals, and deciding about them."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Form, Query, Response

from chassis import clock
from chassis.tabular.faults import FileHasErrors
from chassis.tabular.table import FileNotReadable, FileTooLarge
from chassis.tabular.upload import Upload
from chassis.web.paging import (
    CursorMalformed,
    Page,
    Paging,
    after_identifier,
    after_position,
    page_of,
)
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.changes import files, rules, service
from services.registry.changes.files import StatementFileEmpty, StatementFileTooLong
from services.registry.changes.models import (
    ChangeProposal,
    ChangeProposalDecidedAlready,
    ChangeProposalNotFound,
    Decision,
    Listed,
    ProposalChangesNothing,
    ProposalOutdated,
    ProposalState,
    ReviewedByAnother,
    WithdrawnByItsAuthor,
)
from services.registry.changes.schemas import (
    Change,
    ChangeFileView,
    ChangeProposalView,
    ChangeUpload,
    DifferenceView,
    EffectCounts,
    ProposedRowView,
    Rejection,
    Review,
    SubjectName,
)
from services.registry.changes.subjects import SUBJECTS
from services.registry.permissions import ProposalReader, Registrar, Reviewer
from services.registry.statements import StatementRefused

routes = router("changes")

LARGEST_UPLOAD_BYTES = 5 << 20
MOST_LISTED = 500


@routes.post(
    "/change-proposals",
    status_code=HTTPStatus.CREATED,
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra={"x-max-body-bytes": LARGEST_UPLOAD_BYTES},
    responses=refusing(StatementRefused, ProposalChangesNothing),
)
async def propose_change(
    sent: Change, session: Session, caller: Registrar, response: Response
) -> ChangeProposalView:
    """Propose a change of master data; another person reviews it.

    The rows are tried, and what they would change is kept as the proposal's preview.
    Nothing changes before the proposal is approved.
    """
    draft = service.Draft(sent.subject, sent.effective_from, sent.reason, sent.rows)
    differences = await service.preview(session, draft)
    proposal = await service.propose(session, draft, differences, by=caller)
    response.headers["Location"] = f"/v1/change-proposals/{proposal.id}"
    return _view(proposal)


@routes.post(
    "/change-proposals/files",
    status_code=HTTPStatus.CREATED,
    max_body_size=LARGEST_UPLOAD_BYTES,
    openapi_extra={"x-max-body-bytes": LARGEST_UPLOAD_BYTES},
    responses=refusing(
        FileHasErrors,
        FileNotReadable,
        FileTooLarge,
        StatementFileEmpty,
        StatementFileTooLong,
        ProposalChangesNothing,
    )
    | {200: {"model": ChangeFileView, "description": "A dry run."}},
)
async def propose_changes_from_file(
    sent: Annotated[ChangeUpload, Form(media_type="multipart/form-data")],
    session: Session,
    caller: Registrar,
    response: Response,
) -> ChangeFileView:
    """Propose the rows of a file, all of them or none; or only see what they change.

    Records that the file does not name stay as they are. Errors point to
    `/rows/<row>/<column>`.
    """
    upload = Upload(await sent.file.read(), encoding=sent.encoding)
    table, rows = await files.read_statement(upload, SUBJECTS[sent.subject])
    draft = service.Draft(
        sent.subject, sent.effective_from, sent.reason, rows, upload.digest
    )
    try:
        differences = await service.preview(session, draft)
    except StatementRefused as refused:
        raise files.in_the_file(table, refused) from refused
    proposal = None
    if sent.dry_run:
        response.status_code = HTTPStatus.OK
    else:
        proposal = await service.propose(session, draft, differences, by=caller)
        response.headers["Location"] = f"/v1/change-proposals/{proposal.id}"
    return ChangeFileView(
        id=proposal.id if proposal else None,
        dry_run=sent.dry_run,
        rows=len(rows),
        counts=EffectCounts(**rules.counts(differences)),
        differences=[DifferenceView(**each) for each in differences[:MOST_LISTED]],
    )


@routes.get("/change-proposals", responses=refusing(CursorMalformed))
async def list_change_proposals(
    session: Session,
    _: ProposalReader,
    page: Paging,
    state: ProposalState | None = None,
    subject: Annotated[SubjectName | None, Query()] = None,
) -> Page[ChangeProposalView]:
    """Change proposals, oldest first."""
    found = await service.list_proposals(
        session,
        state=state,
        subject=subject,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, ChangeProposalView, lambda proposal: proposal.id)


@routes.get(
    "/change-proposals/{proposal_id}", responses=refusing(ChangeProposalNotFound)
)
async def get_change_proposal(
    proposal_id: UUID, session: Session, _: ProposalReader
) -> ChangeProposalView:
    """One change proposal."""
    return _view(await service.get_proposal(session, proposal_id))


@routes.get(
    "/change-proposals/{proposal_id}/rows",
    responses=refusing(ChangeProposalNotFound, CursorMalformed),
)
async def list_proposed_rows(
    proposal_id: UUID, session: Session, _: ProposalReader, page: Paging
) -> Page[ProposedRowView]:
    """The rows of a proposal, in the order they were sent."""
    found = await service.list_rows(
        session, proposal_id, after=after_position(page), limit=page.limit + 1
    )
    return page_of(page, found, _proposed_row, lambda each: each.position)


def _proposed_row(listed: Listed) -> ProposedRowView:
    return ProposedRowView(position=listed.position, row=listed.content)


@routes.get(
    "/change-proposals/{proposal_id}/differences",
    responses=refusing(ChangeProposalNotFound, CursorMalformed),
)
async def list_differences(
    proposal_id: UUID, session: Session, _: ProposalReader, page: Paging
) -> Page[DifferenceView]:
    """What a proposal changes, record by record, as its reviewer is to see it."""
    found = await service.list_differences(
        session, proposal_id, after=after_position(page), limit=page.limit + 1
    )
    return page_of(page, found, _difference, lambda each: each.position)


def _difference(listed: Listed) -> DifferenceView:
    return DifferenceView(**listed.content)


@routes.post(
    "/change-proposals/{proposal_id}/approval",
    responses=refusing(
        ChangeProposalNotFound,
        ChangeProposalDecidedAlready,
        ReviewedByAnother,
        ProposalOutdated,
    ),
)
async def approve_change(
    proposal_id: UUID, sent: Review, session: Session, caller: Reviewer
) -> ChangeProposalView:
    """Approve a proposal that another person made; it is applied at once, whole.

    Records carry their dates: a change that is to be in force later is written now.
    """
    made = Decision(caller, clock.now(), sent.reason)
    return _view(await service.approve(session, proposal_id, made=made))


@routes.post(
    "/change-proposals/{proposal_id}/rejection",
    responses=refusing(
        ChangeProposalNotFound, ChangeProposalDecidedAlready, ReviewedByAnother
    ),
)
async def reject_change(
    proposal_id: UUID, sent: Rejection, session: Session, caller: Reviewer
) -> ChangeProposalView:
    """Reject a proposal that another person made; nothing changes."""
    made = Decision(caller, clock.now(), sent.reason)
    return _view(await service.reject(session, proposal_id, made=made))


@routes.post(
    "/change-proposals/{proposal_id}/withdrawal",
    responses=refusing(
        ChangeProposalNotFound, ChangeProposalDecidedAlready, WithdrawnByItsAuthor
    ),
)
async def withdraw_change(
    proposal_id: UUID, sent: Review, session: Session, caller: Registrar
) -> ChangeProposalView:
    """Withdraw a proposal of one's own; nothing changes."""
    made = Decision(caller, clock.now(), sent.reason)
    return _view(await service.withdraw(session, proposal_id, made=made))


def _view(proposal: ChangeProposal) -> ChangeProposalView:
    return ChangeProposalView.model_validate(proposal)
