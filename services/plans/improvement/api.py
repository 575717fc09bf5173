"""Templates, batches of improvement plans, their versions, reading and comparing."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from chassis.principal import NotPermittedInSpace
from chassis.web.auth import Anyone
from chassis.web.conditional import Precondition, VersionStale, must_match, tag
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, after_identifier, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import ImprovementPlanId
from services.plans.improvement import export, service, working
from services.plans.improvement.content_schemas import WholeImprovementPlan, whole_view
from services.plans.improvement.models import ImprovementStatus, Wanted
from services.plans.improvement.refusals import (
    DistrictsNotReady,
    ImprovementPlanNotFound,
    TemplateUnknown,
    VersionNeedsApprovedPlan,
)
from services.plans.improvement.schemas import (
    ImprovementBatch,
    ImprovementBatchView,
    ImprovementPlanView,
    ImprovementVersion,
    ProcessComparison,
    StepComparisonView,
    TemplateList,
)
from services.plans.permissions import Planner

routes = router("improvement plans")


def filters(
    caller: Anyone,
    space: Annotated[Code | None, Query()] = None,
    template: Annotated[Code | None, Query(examples=["dmip"])] = None,
    status: ImprovementStatus | None = None,
    batch: UUID | None = None,
) -> Wanted:
    """Which plans; each filter narrows."""
    drafts_in = caller.sees("plans:read")
    return Wanted(drafts_in, space, template, status, batch)


Filters = Annotated[Wanted, Depends(filters)]


@routes.get("/improvement-templates", openapi_extra={"x-cacheable": True})
async def list_improvement_templates(_: Anyone) -> TemplateList:
    """Templates: linked tasks, and the bodies that decide in their order."""
    return TemplateList(items=service.list_templates())


@routes.post(
    "/improvement-plans/batches",
    status_code=HTTPStatus.CREATED,
    responses=refusing(NotPermittedInSpace, TemplateUnknown, DistrictsNotReady),
)
async def start_improvement_plans(
    sent: ImprovementBatch, session: Session, caller: Planner
) -> ImprovementBatchView:
    """Start an improvement plan in every district named, or in none of them."""
    batch = service.Batch(**sent.model_dump())
    batch_id, plans = await service.start_batch(session, batch, by=caller)
    views = [ImprovementPlanView.model_validate(plan) for plan in plans]
    return ImprovementBatchView(id=batch_id, plans=views)


@routes.get("/improvement-plans", responses=refusing(CursorMalformed))
async def list_improvement_plans(
    session: Session, _: Anyone, page: Paging, wanted: Filters
) -> Page[ImprovementPlanView]:
    """Approved and superseded plans of all districts, and drafts that you may read."""
    found = await service.list_plans(
        session, wanted, after=after_identifier(page), limit=page.limit + 1
    )
    return page_of(page, found, ImprovementPlanView, lambda plan: plan.id)


@routes.get("/improvement-plans/process-comparison")
async def compare_improvement_processes(
    session: Session,
    caller: Anyone,
    template: Annotated[Code, Query(examples=["dmip"])],
    space: Annotated[Code | None, Query()] = None,
    batch: UUID | None = None,
) -> ProcessComparison:
    """How long each step takes in the districts whose plans you may read.

    Days count from when a step could be under way, so that waiting is part of it.
    """
    drafts_in = caller.sees("plans:read")
    wanted = Wanted(drafts_in, space, template, None, batch)
    steps = await working.compare_processes(session, wanted)
    slowest = max(steps, key=lambda step: step.median_days or 0, default=None)
    stalls = max(steps, key=lambda step: len(step.waiting), default=None)
    return ProcessComparison(
        template=template,
        steps=[StepComparisonView.model_validate(step) for step in steps],
        slowest_step=slowest.step if slowest and slowest.median_days else None,
        stalls_at=stalls.step if stalls and stalls.waiting else None,
    )


@routes.get("/improvement-plans/{plan_id}", responses=refusing(ImprovementPlanNotFound))
async def get_improvement_plan(
    plan_id: ImprovementPlanId, session: Session, caller: Anyone, response: Response
) -> WholeImprovementPlan:
    """A plan with gaps by priority, costed actions, the funding gap, and decisions."""
    plan = await service.find_plan(
        session, plan_id, drafts_in=caller.sees("plans:read")
    )
    tag(response, plan.revision)
    return whole_view(await service.read_whole(session, plan))


@routes.get(
    "/improvement-plans/{plan_id}/export",
    responses=refusing(ImprovementPlanNotFound)
    | {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
    response_class=Response,
)
async def export_improvement_plan(
    plan_id: ImprovementPlanId, session: Session, caller: Anyone
) -> Response:
    """The plan as CSV: one row per cost item, pledge and target of each action."""
    plan = await service.find_plan(
        session, plan_id, drafts_in=caller.sees("plans:read")
    )
    whole = await service.read_whole(session, plan)
    name = f"improvement-plan-{plan.space_code}-v{plan.version}.csv"
    return Response(
        export.as_csv(whole),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@routes.post(
    "/improvement-plans/{plan_id}/versions",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        ImprovementPlanNotFound,
        NotPermittedInSpace,
        VersionNeedsApprovedPlan,
        VersionStale,
    ),
)
async def begin_improvement_version(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: ImprovementPlanId,
    sent: ImprovementVersion,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> ImprovementPlanView:
    """Begin the next version of an approved plan, as a draft."""
    plan = await service.lock_plan(session, plan_id, by=caller)
    must_match(precondition, plan.revision, required=False)
    after = await service.begin_version(
        session,
        plan,
        starts_on=sent.starts_on,
        only_unfinished=sent.kind == "roll_forward",
        by=caller,
    )
    response.headers["Location"] = f"/v1/improvement-plans/{after.id}"
    tag(response, after.revision)
    return ImprovementPlanView.model_validate(after)
