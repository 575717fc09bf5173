"""Reading the commitment matrix: cells, their history, and all as a table."""

from fastapi import Response

from chassis.tabular.writing import SheetFormat
from chassis.web.conditional import tagged
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
from chassis.web.tables import TABLE, Form, as_file
from contracts.ids import CommitmentId, PlanId
from services.plans.commitments import service
from services.plans.commitments.filters import Filters
from services.plans.commitments.models import CommitmentNotFound
from services.plans.commitments.schemas import (
    CommitmentChangeView,
    CommitmentHistory,
    PlanCommitmentView,
)
from services.plans.commitments.sheet import sheet_of
from services.plans.documents.models import PlanNotFound
from services.plans.documents.service import find_plan
from services.plans.permissions import DraftsIn

routes = router("plans")


@routes.get(
    "/plans/{plan_id}/commitments", responses=refusing(PlanNotFound, CursorMalformed)
)
async def list_plan_commitments(
    plan_id: PlanId,
    session: Session,
    drafts_in: DraftsIn,
    page: Paging,
    wanted: Filters,
) -> Page[PlanCommitmentView]:
    """What organs have committed to a plan, oldest first.

    The filters are the dimensions of `/commitments/pivot`: those of one of its rows
    list just the commitments that it sums up.
    """
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    found = await service.list_commitments(
        session,
        plan,
        wanted,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, PlanCommitmentView, lambda row: row.id)


@routes.get(
    "/plans/{plan_id}/commitments/table",
    response_class=Response,
    responses=refusing(PlanNotFound) | TABLE,
)
async def export_commitments(
    plan_id: PlanId,
    session: Session,
    drafts_in: DraftsIn,
    form: Form = SheetFormat.CSV,
) -> Response:
    """The whole matrix as CSV or XLSX, a row per commitment, amounts in rand."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    sheet = sheet_of(await service.explain_commitments(session, plan))
    name = f"commitments-{plan.space_code}-v{plan.version}"
    return as_file(sheet.written(form), form, name=name)


@routes.get(
    "/plans/{plan_id}/commitments/{commitment_id}",
    responses=refusing(PlanNotFound, CommitmentNotFound),
)
async def get_plan_commitment(
    plan_id: PlanId,
    commitment_id: CommitmentId,
    session: Session,
    drafts_in: DraftsIn,
    response: Response,
) -> PlanCommitmentView:
    """One commitment."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    found = await service.find_commitment(session, plan, commitment_id)
    return tagged(response, found, PlanCommitmentView)


@routes.get(
    "/plans/{plan_id}/commitments/{commitment_id}/history",
    responses=refusing(PlanNotFound, CommitmentNotFound),
)
async def get_commitment_history(
    plan_id: PlanId, commitment_id: CommitmentId, session: Session, drafts_in: DraftsIn
) -> CommitmentHistory:
    """Everything a commitment said, oldest first."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    found = await service.list_changes(session, plan, commitment_id)
    items = [CommitmentChangeView.model_validate(change) for change in found]
    return CommitmentHistory(items=items)
