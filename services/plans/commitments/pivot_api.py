"""The commitment matrix summed up: for programs, and as a table for people."""

from typing import Annotated

from fastapi import Query, Response

from chassis.tabular.writing import SheetFormat
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from chassis.web.tables import TABLE, Form, as_file
from contracts.ids import PlanId
from services.plans.commitments import service
from services.plans.commitments.models import summed
from services.plans.commitments.schemas import Dimension, Pivot, PivotRow, PivotSums
from services.plans.commitments.sheet import pivot_sheet
from services.plans.documents.models import PlanNotFound
from services.plans.documents.service import find_plan
from services.plans.permissions import DraftsIn

routes = router("plans")

By = Annotated[
    list[Dimension],
    Query(
        min_length=1,
        max_length=2,
        description="One or two dimensions; one given twice counts once.",
        examples=[["sphere", "year"]],
    ),
]


@routes.get("/plans/{plan_id}/commitments/pivot", responses=refusing(PlanNotFound))
async def pivot_commitments(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn, by: By
) -> Pivot:
    """The matrix summed up by one or two dimensions: `?by=sphere&by=year`.

    `total` is the sum of all rows. What a row sums up is listed by
    `/v1/plans/{plan_id}/commitments` with the row's keys as filters.
    """
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    dimensions = list(dict.fromkeys(by))
    rows = await service.pivot_commitments(session, plan, dimensions)
    return Pivot(
        plan_id=plan.id,
        space_code=plan.space_code,
        by=dimensions,
        rows=[PivotRow(keys=row.keys, **row.written()) for row in rows],
        total=PivotSums(**summed(rows).written()),
    )


@routes.get(
    "/plans/{plan_id}/commitments/pivot/table",
    response_class=Response,
    responses=refusing(PlanNotFound) | TABLE,
)
async def export_commitment_pivot(
    plan_id: PlanId,
    session: Session,
    drafts_in: DraftsIn,
    by: By,
    form: Form = SheetFormat.CSV,
) -> Response:
    """The same sums as CSV or XLSX, with the total in the last row."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    dimensions = list(dict.fromkeys(by))
    rows = await service.pivot_commitments(session, plan, dimensions)
    name = f"commitments-by-{'-'.join(dimensions)}-{plan.space_code}"
    return as_file(pivot_sheet(dimensions, rows).written(form), form, name=name)
