"""Templates, batches of improvement plans, listing and comparing them."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from chassis.principal import NotPermittedInSpace
from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, after_identifier, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.plans.improvement import service, working
from services.plans.improvement.models import ImprovementStatus, Wanted
from services.plans.improvement.refusals import (
    DistrictsNotReady,
    TemplateUnknown,
)
from services.plans.improvement.schemas import (
    ImprovementBatch,
    ImprovementBatchView,
    ImprovementPlanView,
    ImprovementProcessComparison,
    ImprovementTemplateList,
    comparison_view,
)
from services.plans.permissions import DraftsIn, Planner

routes = router("improvement plans")


async def filters(
    drafts_in: DraftsIn,
    space: Annotated[Code | None, Query()] = None,
    template: Annotated[Code | None, Query(examples=["dmip"])] = None,
    status: ImprovementStatus | None = None,
    batch: UUID | None = None,
) -> Wanted:
    """Which plans; each filter narrows."""
    return Wanted(drafts_in, space, template, status, batch)


Filters = Annotated[Wanted, Depends(filters)]


@routes.get("/improvement-templates", openapi_extra={"x-cacheable": True})
async def list_improvement_templates(_: Anyone) -> ImprovementTemplateList:
    """Templates: linked tasks, and the bodies that decide in their order."""
    return ImprovementTemplateList(items=service.list_templates())


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
    session: Session, page: Paging, wanted: Filters
) -> Page[ImprovementPlanView]:
    """Approved and superseded plans of all districts, and drafts that you may read."""
    found = await service.list_plans(
        session, wanted, after=after_identifier(page), limit=page.limit + 1
    )
    return page_of(page, found, ImprovementPlanView, lambda plan: plan.id)


@routes.get("/improvement-plans/process-comparison")
async def compare_improvement_processes(
    session: Session,
    drafts_in: DraftsIn,
    template: Annotated[Code, Query(examples=["dmip"])],
    space: Annotated[Code | None, Query()] = None,
    batch: UUID | None = None,
) -> ImprovementProcessComparison:
    """How long each step takes in the districts whose plans you may read.

    Days count from when a step could be under way, so that waiting is part of it.
    """
    wanted = Wanted(drafts_in, space, template, None, batch)
    steps = await working.compare_processes(session, wanted)
    return comparison_view(template, steps)
