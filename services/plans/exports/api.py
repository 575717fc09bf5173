"""A part of a plan as CSV or XLSX."""

from typing import Annotated, Any

from fastapi import Query, Response

from chassis.tabular.writing import MEDIA_TYPES, SheetFormat
from chassis.web.auth import Anyone
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.content import service as content
from services.plans.documents.models import PlanNotFound
from services.plans.documents.service import find_plan
from services.plans.exports.sheets import sheet_of
from services.plans.imports.models import Part

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
    "/plans/{plan_id}/table",
    response_class=Response,
    responses=refusing(PlanNotFound) | TABLES,
)
async def export_plan(
    plan_id: PlanId,
    session: Session,
    caller: Anyone,
    of: Annotated[Part, Query(description="Which part.")] = Part.INTERVENTIONS,
    form: Annotated[SheetFormat, Query(alias="format")] = SheetFormat.CSV,
) -> Response:
    """Interventions, issues, outcomes, strategies or links of a plan as CSV or XLSX.

    In the columns of their import, amounts in rand: loaded into another draft of the
    space, the file says the same.
    """
    plan = await find_plan(session, plan_id, drafts_in=caller.sees("plans:read"))
    sheet = sheet_of(await content.find_whole(session, plan), of)
    name = f"{of}-{plan.space_code}-v{plan.version}.{form}"
    return Response(
        sheet.written(form),
        media_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
