"""Reading commitments by municipality and year; public, as adopted plans are."""

from typing import Annotated

from fastapi import Depends, Query

from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.series import Boundaries, FinancialYear, window
from chassis.web.session import Session
from services.monitoring.series import service
from services.monitoring.series.models import Wanted
from services.monitoring.series.schemas import CommitmentSeriesRow, row_view

routes = router("commitments")


async def filters(
    municipality: Annotated[Code | None, Query(examples=["MAN"])] = None,
    space: Annotated[Code | None, Query()] = None,
    financial_year: FinancialYear = None,
) -> Wanted:
    """Which commitments; each filter narrows."""
    return Wanted(municipality, space, financial_year)


Filters = Annotated[Wanted, Depends(filters)]


@routes.get(
    "/commitment-series",
    responses=refusing(CursorMalformed),
    openapi_extra={"x-cacheable": True},
)
async def list_commitment_series(
    session: Session,
    _: Anyone,
    page: Paging,
    wanted: Filters,
    boundaries: Boundaries = Boundaries.CURRENT,
) -> Page[CommitmentSeriesRow]:
    """Commitments of adopted plans, summed by municipality and financial year.

    On today's boundaries, those of municipalities that ended or ceded land are shared
    out by established weights, to the cent; what has none stays as recorded.
    """
    if boundaries is Boundaries.CURRENT:
        rows = await service.read_restated(session, wanted)
    else:
        rows = await service.read_as_recorded(session, wanted)
    shown, last = window(rows, page)
    return Page(items=[row_view(row) for row in shown], next_cursor=last)
