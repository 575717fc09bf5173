"""Reading the commitment matrix: cells, their history, sums, and all as a table."""

from typing import Annotated, Any

from fastapi import Query, Response

from chassis.tabular.writing import MEDIA_TYPES, SheetFormat
from chassis.web.auth import Anyone
from chassis.web.conditional import tag
from chassis.web.fields import Code
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
from contracts.ids import CommitmentId, PlanId
from services.plans.commitments import service
from services.plans.commitments.models import CommitmentNotFound, CommitmentState
from services.plans.commitments.schemas import (
    CommitmentChangeView,
    CommitmentHistory,
    Dimension,
    Pivot,
    PivotRow,
    PlanCommitmentView,
)
from services.plans.commitments.sheet import sheet_of
from services.plans.documents.models import PlanNotFound
from services.plans.documents.service import find_plan

routes = router("plans")

TABLES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            media_type: {"schema": {"type": "string", "format": "binary"}}
            for media_type in MEDIA_TYPES.values()
        }
    }
}


@routes.get(
    "/plans/{plan_id}/commitments", responses=refusing(PlanNotFound, CursorMalformed)
)
async def list_plan_commitments(  # noqa: PLR0913  filters and window of one list
    plan_id: PlanId,
    *,
    session: Session,
    caller: Anyone,
    page: Paging,
    organ: Annotated[Code | None, Query()] = None,
    intervention: Annotated[Code | None, Query()] = None,
    state: CommitmentState | None = None,
) -> Page[PlanCommitmentView]:
    """What organs have committed to a plan, oldest first."""
    plan = await find_plan(session, plan_id, drafts_in=caller.sees("plans:read"))
    asked = {"organ": organ, "intervention_code": intervention, "state": state}
    found = await service.list_commitments(
        session,
        plan,
        {name: value for name, value in asked.items() if value is not None},
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, PlanCommitmentView, lambda row: row.id)


@routes.get("/plans/{plan_id}/commitments/pivot", responses=refusing(PlanNotFound))
async def pivot_commitments(
    plan_id: PlanId,
    session: Session,
    caller: Anyone,
    by: Annotated[list[Dimension], Query(min_length=1, max_length=2)],
) -> Pivot:
    """The matrix summed up by one or two dimensions: `?by=sphere&by=year`."""
    plan = await find_plan(session, plan_id, drafts_in=caller.sees("plans:read"))
    dimensions = list(dict.fromkeys(by))
    rows = await service.pivot_commitments(session, plan, dimensions)
    return Pivot(
        plan_id=plan.id,
        space_code=plan.space_code,
        by=dimensions,
        rows=[
            PivotRow(
                keys=row.keys,
                commitments=row.commitments,
                standing=row.standing,
                **row.amounts,
            )
            for row in rows
        ],
    )


@routes.get(
    "/plans/{plan_id}/commitments/table",
    response_class=Response,
    responses=refusing(PlanNotFound) | TABLES,
)
async def export_commitments(
    plan_id: PlanId,
    session: Session,
    caller: Anyone,
    form: Annotated[SheetFormat, Query(alias="format")] = SheetFormat.CSV,
) -> Response:
    """The whole matrix as CSV or XLSX, amounts in rand."""
    plan = await find_plan(session, plan_id, drafts_in=caller.sees("plans:read"))
    sheet = sheet_of(await service.all_commitments(session, plan))
    name = f"commitments-{plan.space_code}-v{plan.version}.{form}"
    return Response(
        sheet.written(form),
        media_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@routes.get(
    "/plans/{plan_id}/commitments/{commitment_id}",
    responses=refusing(PlanNotFound, CommitmentNotFound),
)
async def get_plan_commitment(
    plan_id: PlanId,
    commitment_id: CommitmentId,
    session: Session,
    caller: Anyone,
    response: Response,
) -> PlanCommitmentView:
    """One commitment."""
    plan = await find_plan(session, plan_id, drafts_in=caller.sees("plans:read"))
    found = await service.find_commitment(session, plan, commitment_id)
    tag(response, found.revision)
    return PlanCommitmentView.model_validate(found)


@routes.get(
    "/plans/{plan_id}/commitments/{commitment_id}/history",
    responses=refusing(PlanNotFound, CommitmentNotFound),
)
async def get_commitment_history(
    plan_id: PlanId, commitment_id: CommitmentId, session: Session, caller: Anyone
) -> CommitmentHistory:
    """Everything a commitment said, oldest first."""
    plan = await find_plan(session, plan_id, drafts_in=caller.sees("plans:read"))
    found = await service.list_changes(session, plan, commitment_id)
    items = [CommitmentChangeView.model_validate(change) for change in found]
    return CommitmentHistory(items=items)
