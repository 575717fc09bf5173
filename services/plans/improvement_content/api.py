"""Writing in a draft, guarded by the ETag of its plan; all of it as a table."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from fastapi import Response

from chassis.principal import NotPermittedInSpace
from chassis.tabular.writing import SheetFormat
from chassis.web.conditional import IfMatchRequired, VersionStale, tagged
from chassis.web.fields import Code
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from chassis.web.tables import TABLE, Form, as_file
from services.plans.improvement.asked import PLAN, PlanInSight, PlanToWrite
from services.plans.improvement.refusals import (
    ImprovementPlanNotDraft,
    ImprovementPlanNotFound,
    PlanBeforeBodies,
)
from services.plans.improvement.schemas import ImprovementPlanView
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
    plan: PlanToWrite,
    code: Code,
    sent: ImprovementAssessmentSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
) -> ImprovementPlanView:
    """Write a measure against its standard."""
    assessment = ImprovementAssessment(code=code, **sent.model_dump())
    await service.record_assessment(session, plan, assessment, by=caller)
    return tagged(response, plan, ImprovementPlanView)


@routes.put(
    f"{PLAN}/gaps/{{code}}",
    responses=refusing(*USUAL, ItemUnknown, GapOutsideSpace, GapAddressedAndDeferred),
)
async def record_improvement_gap(  # noqa: PLR0913  the parts of one HTTP request
    plan: PlanToWrite,
    code: Code,
    sent: ImprovementGapSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
) -> ImprovementPlanView:
    """Write a gap with its scores and root cause, or defer it with a reason."""
    gap = ImprovementGap(code=code, **sent.model_dump())
    await service.record_gap(session, plan, gap, by=caller)
    return tagged(response, plan, ImprovementPlanView)


@routes.put(
    f"{PLAN}/actions/{{code}}",
    responses=refusing(*USUAL, ItemUnknown, GapAddressedAndDeferred, AmountsTooLarge),
)
async def record_improvement_action(  # noqa: PLR0913  the parts of one HTTP request
    plan: PlanToWrite,
    code: Code,
    sent: ImprovementActionSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
) -> ImprovementPlanView:
    """Write an action on gaps, with its targets, costs and pledges."""
    action = ImprovementAction(code=code, **sent.model_dump())
    await service.record_action(session, plan, action, by=caller)
    return tagged(response, plan, ImprovementPlanView)


@routes.delete(
    f"{PLAN}/items/{{items}}/{{code}}",
    responses=refusing(*USUAL, ImprovementItemNotFound, ItemStillNamed),
)
async def remove_improvement_item(  # noqa: PLR0913  the parts of one HTTP request
    plan: PlanToWrite,
    items: ImprovementItems,
    code: Code,
    *,
    session: Session,
    caller: Planner,
    response: Response,
) -> ImprovementPlanView:
    """Take an assessment, a gap or an action out of the draft."""
    await service.remove_item(session, plan, KINDS[items], code, by=caller)
    return tagged(response, plan, ImprovementPlanView)


@routes.get(
    f"{PLAN}/export",
    responses=refusing(ImprovementPlanNotFound) | TABLE,
    response_class=Response,
)
async def export_improvement_plan(
    plan: PlanInSight, session: Session, form: Form = SheetFormat.CSV
) -> Response:
    """What actions cost and who pledged, as CSV; as XLSX the whole plan on sheets."""
    written = await service.export(session, plan, form)
    name = f"improvement-plan-{plan.space_code}-v{plan.version}"
    return as_file(written, form, name=name)
