"""Reading baselines and commitments; public, as adopted plans are."""

from typing import Annotated

from fastapi import Depends, Query

from chassis.web.auth import Anyone
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
from contracts.ids import PlanId
from services.monitoring.commitments import service
from services.monitoring.commitments.models import Baseline, BaselineStatus, Wanted
from services.monitoring.commitments.schemas import (
    BaselineCoverageView,
    BaselineView,
    CommitmentView,
    FundingStateName,
)

routes = router("commitments")

FinancialYear = Annotated[
    str | None, Query(pattern=r"^\d{4}/\d{2}$", examples=["2026/27"])
]


async def filters(
    space: Annotated[Code | None, Query()] = None,
    plan: PlanId | None = None,
    financial_year: FinancialYear = None,
    funding_state: FundingStateName | None = None,
) -> Wanted:
    """Which commitments; each filter narrows."""
    return Wanted(space, plan, financial_year, funding_state)


Filters = Annotated[Wanted, Depends(filters)]


@routes.get("/commitments", responses=refusing(CursorMalformed))
async def list_commitments(
    session: Session, _: Anyone, page: Paging, wanted: Filters
) -> Page[CommitmentView]:
    """Commitments of adopted plans: one per intervention and financial year."""
    found = await service.list_commitments(
        session,
        wanted,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, CommitmentView, lambda row: row.id)


@routes.get("/baselines", responses=refusing(CursorMalformed))
async def list_baselines(
    session: Session,
    _: Anyone,
    page: Paging,
    space: Annotated[Code | None, Query()] = None,
) -> Page[BaselineView]:
    """Plan versions under watch, with the coverage of their latest check."""
    found = await service.list_baselines(
        session, space_code=space, after=after_identifier(page), limit=page.limit + 1
    )
    return page_of(page, found, _view, lambda baseline: baseline.plan_id)


def _view(baseline: Baseline) -> BaselineView:
    return BaselineView(
        plan_id=baseline.plan_id,
        plan_version=baseline.plan_version,
        space_code=baseline.space_code,
        status=BaselineStatus(baseline.status),
        check_id=baseline.check_id,
        opened_at=baseline.opened_at,
        checked_at=baseline.checked_at,
        coverage=BaselineCoverageView(
            nominal=baseline.coverage_nominal,
            capped=baseline.coverage_capped,
            eligible=baseline.coverage_eligible,
        ),
        open_findings=baseline.open_findings,
    )
