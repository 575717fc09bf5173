"""Reading checks and findings; public, as adopted plans are."""

from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Query

from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, after_identifier, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.budgets.alignment import service
from services.budgets.alignment.models import AlignmentNotChecked
from services.budgets.alignment.results import FindingStatus, Wanted
from services.budgets.alignment.rules import FindingType, Severity
from services.budgets.alignment.schemas import (
    AlignmentView,
    CoverageView,
    FindingView,
)

routes = router("alignment")


class StatusFilter(StrEnum):
    """`open` findings, closed ones, or `all`."""

    OPEN = "open"
    RESOLVED = "resolved"
    SUPERSEDED = "superseded"
    ALL = "all"


async def filters(
    space: Annotated[Code | None, Query()] = None,
    plan: PlanId | None = None,
    kind: Annotated[FindingType | None, Query(alias="type")] = None,
    severity: Severity | None = None,
    status: StatusFilter = StatusFilter.OPEN,
) -> Wanted:
    """Which findings; each filter narrows."""
    wanted = None if status is StatusFilter.ALL else FindingStatus(status.value)
    return Wanted(space, plan, kind, severity, wanted)


Filters = Annotated[Wanted, Depends(filters)]


@routes.get("/plans/{plan_id}/alignment", responses=refusing(AlignmentNotChecked))
async def get_alignment(plan_id: PlanId, session: Session, _: Anyone) -> AlignmentView:
    """The latest check of an adopted plan against the One Budget of its space."""
    latest = await service.find_latest(session, plan_id)
    check = latest.check
    return AlignmentView.model_validate(
        {name: getattr(check, name) for name in TAKEN_OVER}
        | {
            "check_id": check.id,
            "stale": latest.stale,
            "coverage": CoverageView(
                nominal=check.coverage_nominal,
                capped=check.coverage_capped,
                eligible=check.coverage_eligible,
            ),
            "findings": [FindingView.model_validate(row) for row in latest.findings],
        }
    )


@routes.get("/findings", responses=refusing(CursorMalformed))
async def list_findings(
    session: Session, _: Anyone, page: Paging, wanted: Filters
) -> Page[FindingView]:
    """Findings of adopted plans, oldest first; open ones unless asked otherwise."""
    found = await service.list_findings(
        session, wanted, after=after_identifier(page), limit=page.limit + 1
    )
    return page_of(page, found, FindingView, lambda finding: finding.id)


TAKEN_OVER = AlignmentView.model_fields.keys() - {
    "check_id",
    "stale",
    "coverage",
    "findings",
}
