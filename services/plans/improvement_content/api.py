"""Writing in a draft, guarded by the ETag of its plan; all of it as a table."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import Query, Response

from chassis.principal import NotPermittedInSpace
from chassis.tabular.writing import MEDIA_TYPES, SheetFormat
from chassis.web.auth import Anyone
from chassis.web.conditional import (
    IfMatchRequired,
    Precondition,
    VersionStale,
    must_match,
    tag,
)
from chassis.web.fields import Code
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import ImprovementPlanId
from services.plans.improvement.refusals import (
    ImprovementPlanNotDraft,
    ImprovementPlanNotFound,
    PlanBeforeBodies,
)
from services.plans.improvement.schemas import ImprovementPlanView
from services.plans.improvement.service import find_plan, lock_plan
from services.plans.improvement_content import service
from services.plans.improvement_content.models import (
    ImprovementAction,
    ImprovementAssessment,
    ImprovementGap,
    Item,
)
from services.plans.improvement_content.refusals import (
    AmountsTooLarge,
    GapAddressedAndDeferred,
    GapOutsideSpace,
    ImprovementItemNotFound,
    ItemStillNamed,
    ItemUnknown,
)
from services.plans.improvement_content.schemas import (
    ImprovementActionSent,
    ImprovementAssessmentSent,
    ImprovementGapSent,
)
from services.plans.permissions import Planner

routes = router("improvement plans")

PLAN = "/improvement-plans/{plan_id}"
TABLES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            media_type: {"schema": {"type": "string", "format": "binary"}}
            for media_type in MEDIA_TYPES.values()
        }
    }
}
USUAL = (
    ImprovementPlanNotFound,
    ImprovementPlanNotDraft,
    PlanBeforeBodies,
    NotPermittedInSpace,
    VersionStale,
    IfMatchRequired,
)


class ImprovementItems(StrEnum):
    """The kinds of items that a plan has."""

    ASSESSMENTS = "assessments"
    GAPS = "gaps"
    ACTIONS = "actions"


KINDS: Mapping[ImprovementItems, type[Item]] = MappingProxyType(
    {
        ImprovementItems.ASSESSMENTS: ImprovementAssessment,
        ImprovementItems.GAPS: ImprovementGap,
        ImprovementItems.ACTIONS: ImprovementAction,
    }
)


@routes.put(f"{PLAN}/assessments/{{code}}", responses=refusing(*USUAL))
async def record_improvement_assessment(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    code: Code,
    sent: ImprovementAssessmentSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> ImprovementPlanView:
    """Write a measure against its standard."""
    plan = await lock_plan(session, plan_id, by=caller)
    must_match(precondition, plan.revision, required=True)
    item = ImprovementAssessment(code=code, **sent.model_dump())
    await service.record_assessment(session, plan, item, by=caller)
    tag(response, plan.revision)
    return ImprovementPlanView.model_validate(plan)


@routes.put(
    f"{PLAN}/gaps/{{code}}",
    responses=refusing(*USUAL, ItemUnknown, GapOutsideSpace, GapAddressedAndDeferred),
)
async def record_improvement_gap(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    code: Code,
    sent: ImprovementGapSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> ImprovementPlanView:
    """Write a gap with its scores and root cause, or defer it with a reason."""
    plan = await lock_plan(session, plan_id, by=caller)
    must_match(precondition, plan.revision, required=True)
    item = ImprovementGap(code=code, **sent.model_dump())
    await service.record_gap(session, plan, item, by=caller)
    tag(response, plan.revision)
    return ImprovementPlanView.model_validate(plan)


@routes.put(
    f"{PLAN}/actions/{{code}}",
    responses=refusing(*USUAL, ItemUnknown, GapAddressedAndDeferred, AmountsTooLarge),
)
async def record_improvement_action(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    code: Code,
    sent: ImprovementActionSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> ImprovementPlanView:
    """Write an action on gaps, with its targets, costs and pledges."""
    plan = await lock_plan(session, plan_id, by=caller)
    must_match(precondition, plan.revision, required=True)
    item = ImprovementAction(code=code, **sent.model_dump())
    await service.record_action(session, plan, item, by=caller)
    tag(response, plan.revision)
    return ImprovementPlanView.model_validate(plan)


@routes.delete(
    f"{PLAN}/items/{{items}}/{{code}}",
    responses=refusing(*USUAL, ImprovementItemNotFound, ItemStillNamed),
)
async def remove_improvement_item(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    items: ImprovementItems,
    code: Code,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> ImprovementPlanView:
    """Take an assessment, a gap or an action out of the draft."""
    plan = await lock_plan(session, plan_id, by=caller)
    must_match(precondition, plan.revision, required=True)
    await service.remove_item(session, plan, KINDS[items], code, by=caller)
    tag(response, plan.revision)
    return ImprovementPlanView.model_validate(plan)


@routes.get(
    "/improvement-plans/{plan_id}/export",
    responses=refusing(ImprovementPlanNotFound) | TABLES,
    response_class=Response,
)
async def export_improvement_plan(
    plan_id: ImprovementPlanId,
    session: Session,
    caller: Anyone,
    form: Annotated[SheetFormat, Query(alias="format")] = SheetFormat.CSV,
) -> Response:
    """What actions cost and who pledged, as CSV; as XLSX the whole plan on sheets."""
    plan = await find_plan(session, plan_id, drafts_in=caller.sees("plans:read"))
    name = f"improvement-plan-{plan.space_code}-v{plan.version}.{form}"
    return Response(
        await service.export(session, plan, form),
        media_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
