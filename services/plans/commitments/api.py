"""Stating, confirming and withdrawing commitments, one organ at a time."""

from fastapi import Response

from chassis.principal import NotPermittedInSpace
from chassis.web.conditional import IfMatch, VersionStale, tagged
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import CommitmentId, PlanId
from services.plans.commitments import service
from services.plans.commitments.models import (
    CommitmentNotFound,
    CommitmentNotPledged,
    CommitmentsClosed,
    CommitmentsNotValid,
    CommitmentWithdrawn,
    ConfirmedByAnother,
    OrganNotYours,
)
from services.plans.commitments.schemas import (
    CommitmentsStated,
    CommitmentsStatement,
    PlanCommitmentView,
    Withdrawal,
)
from services.plans.documents.models import PlanNotFound
from services.plans.permissions import Approver, Planner, PlanReader

routes = router("plans")

WRITES = (PlanNotFound, NotPermittedInSpace, OrganNotYours, CommitmentsClosed)


@routes.post(
    "/plans/{plan_id}/commitments", responses=refusing(*WRITES, CommitmentsNotValid)
)
async def state_commitments(
    plan_id: PlanId, sent: CommitmentsStatement, session: Session, caller: Planner
) -> CommitmentsStated:
    """Propose or pledge what your organ gives to a draft: all the cells, or none.

    Each organ writes its own cells. A cell that stands is changed with the `revision`
    you read; one that is confirmed is withdrawn first.
    """
    stated = await service.state_commitments(
        session,
        plan_id,
        [cell.cell() for cell in sent.cells],
        dry_run=sent.dry_run,
        by=caller,
    )
    return CommitmentsStated(
        plan_id=plan_id,
        space_code=stated.space_code,
        dry_run=sent.dry_run,
        created=stated.created,
        updated=stated.updated,
        unchanged=stated.unchanged,
        commitments=[
            PlanCommitmentView.model_validate(each) for each in stated.commitments
        ],
    )


@routes.post(
    "/plans/{plan_id}/commitments/{commitment_id}/confirmation",
    responses=refusing(
        *WRITES,
        CommitmentNotFound,
        CommitmentNotPledged,
        ConfirmedByAnother,
        VersionStale,
    ),
)
async def confirm_commitment(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    commitment_id: CommitmentId,
    *,
    session: Session,
    caller: Approver,
    response: Response,
    if_match: IfMatch,
) -> PlanCommitmentView:
    """Confirm a pledge of your organ, with its authority; not your own pledge.

    Also after adoption. Send If-Match to confirm just what you read.
    """
    commitment = await service.hold_commitment(
        session, plan_id, commitment_id, by=caller
    )
    if_match.must_be(commitment.revision)
    service.confirm(session, commitment, by=caller)
    return tagged(response, commitment, PlanCommitmentView)


@routes.post(
    "/plans/{plan_id}/commitments/{commitment_id}/withdrawal",
    responses=refusing(*WRITES, CommitmentNotFound, CommitmentWithdrawn, VersionStale),
)
async def withdraw_commitment(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    commitment_id: CommitmentId,
    sent: Withdrawal,
    *,
    session: Session,
    caller: PlanReader,
    response: Response,
    if_match: IfMatch,
) -> PlanCommitmentView:
    """Take back your organ's word, and say why; others are told.

    Also after adoption. What is confirmed only the organ's authority (`plans:adopt`)
    withdraws.
    """
    commitment = await service.hold_commitment(
        session, plan_id, commitment_id, by=caller
    )
    if_match.must_be(commitment.revision)
    service.withdraw(session, commitment, reason=sent.reason, by=caller)
    return tagged(response, commitment, PlanCommitmentView)
