"""Writing in a draft of an improvement plan; the ETag of the plan guards all of it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from fastapi import Response

from chassis.principal import NotPermittedInSpace
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
from services.plans.improvement import service, writing
from services.plans.improvement.content import (
    ImprovementAction,
    ImprovementAssessment,
    ImprovementGap,
    Item,
)
from services.plans.improvement.content_schemas import (
    GapSent,
    ImprovementActionSent,
    ImprovementAssessmentSent,
)
from services.plans.improvement.refusals import (
    GapAddressedAndDeferred,
    GapOutsideSpace,
    ImprovementItemNotFound,
    ImprovementPlanNotDraft,
    ImprovementPlanNotFound,
    ItemStillNamed,
    ItemUnknown,
    PlanBeforeBodies,
)
from services.plans.improvement.schemas import ImprovementPlanView
from services.plans.permissions import Planner

routes = router("improvement plans")

PLAN = "/improvement-plans/{plan_id}"
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
async def record_assessment(  # noqa: PLR0913  the parts of one HTTP request
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
    plan = await service.lock_plan(session, plan_id, by=caller)
    must_match(precondition, plan.revision, required=True)
    item = ImprovementAssessment(code=code, **sent.model_dump())
    await writing.record_assessment(session, plan, item, by=caller)
    tag(response, plan.revision)
    return ImprovementPlanView.model_validate(plan)


@routes.put(
    f"{PLAN}/gaps/{{code}}",
    responses=refusing(*USUAL, ItemUnknown, GapOutsideSpace, GapAddressedAndDeferred),
)
async def record_gap(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    code: Code,
    sent: GapSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> ImprovementPlanView:
    """Write a gap with its scores and root cause, or defer it with a reason."""
    plan = await service.lock_plan(session, plan_id, by=caller)
    must_match(precondition, plan.revision, required=True)
    item = ImprovementGap(code=code, **sent.model_dump())
    await writing.record_gap(session, plan, item, by=caller)
    tag(response, plan.revision)
    return ImprovementPlanView.model_validate(plan)


@routes.put(
    f"{PLAN}/actions/{{code}}",
    responses=refusing(*USUAL, ItemUnknown, GapAddressedAndDeferred),
)
async def record_action(  # noqa: PLR0913  the parts of one HTTP request
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
    plan = await service.lock_plan(session, plan_id, by=caller)
    must_match(precondition, plan.revision, required=True)
    item = ImprovementAction(code=code, **sent.model_dump())
    await writing.record_action(session, plan, item, by=caller)
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
    plan = await service.lock_plan(session, plan_id, by=caller)
    must_match(precondition, plan.revision, required=True)
    await writing.remove_item(session, plan, KINDS[items], code, by=caller)
    tag(response, plan.revision)
    return ImprovementPlanView.model_validate(plan)
