"""The register of catalytic projects (DDM Regulations 2024, reg 1 and 10(1))."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, after_key, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.catalytic import service
from services.plans.catalytic.schemas import CatalyticProject
from services.plans.permissions import DraftsIn

routes = router("plans")


@routes.get("/catalytic-projects", responses=refusing(CursorMalformed))
async def list_catalytic_projects(  # noqa: PLR0913  filters and window of one list
    *,
    session: Session,
    drafts_in: DraftsIn,
    page: Paging,
    space: Annotated[Code | None, Query()] = None,
    plan: PlanId | None = None,
    only_catalytic: Annotated[
        bool, Query(description="Without those that fail a test.")
    ] = True,
) -> Page[CatalyticProject]:
    """Catalytic projects of adopted plans, or of one plan, with the evidence.

    Computed by dated thresholds: multi-year, at least two spheres, a high value, and
    budgeted. `criteria` has each threshold with its citation, and what was found.
    `only_catalytic=false` shows what the others lack.
    """
    found = await service.list_evidence(
        session,
        drafts_in=drafts_in,
        space=space,
        plan_id=plan,
        only_catalytic=only_catalytic,
        after=after_key(page, _plan_and_code),
        limit=page.limit + 1,
    )
    return page_of(
        page, found, CatalyticProject, lambda row: f"{row['plan_id']} {row['code']}"
    )


def _plan_and_code(key: str) -> tuple[PlanId, str]:
    plan, _, code = key.partition(" ")
    return PlanId(UUID(plan)), code
