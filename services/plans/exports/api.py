"""A part of a plan as CSV or XLSX."""

from typing import Annotated

from fastapi import Query, Response

from chassis.tabular.writing import SheetFormat
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from chassis.web.tables import TABLE, Form, as_file
from contracts.ids import PlanId
from services.plans.content import service as content
from services.plans.documents.models import PlanNotFound
from services.plans.documents.service import find_plan
from services.plans.exports.sheets import sheet_of
from services.plans.imports.models import Part
from services.plans.permissions import DraftsIn

routes = router("plans")


@routes.get(
    "/plans/{plan_id}/table",
    response_class=Response,
    responses=refusing(PlanNotFound) | TABLE,
)
async def export_plan(
    plan_id: PlanId,
    session: Session,
    drafts_in: DraftsIn,
    of: Annotated[Part, Query(description="Which part.")] = Part.INTERVENTIONS,
    form: Form = SheetFormat.CSV,
) -> Response:
    """Interventions, issues, outcomes, strategies or links of a plan as CSV or XLSX.

    In the columns of their import, amounts in rand: loaded into another draft of the
    space, the file says the same.
    """
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    sheet = sheet_of(await content.find_whole(session, plan), of)
    name = f"{of}-{plan.space_code}-v{plan.version}"
    return as_file(sheet.written(form), form, name=name)
