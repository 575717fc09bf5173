"""Reading money by municipality and year, on the boundaries asked for."""

from typing import Annotated

from fastapi import Depends, Query

from chassis.principal import NotPermittedInSpace
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Paging
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.series import Boundaries, FinancialYear, window
from chassis.web.session import Session
from services.budgets.lines.models import LineClass, Sphere
from services.budgets.permissions import BudgetReader
from services.budgets.series import service
from services.budgets.series.models import Wanted
from services.budgets.series.schemas import BudgetSeries, row_view, unseen_view

routes = router("budgets")


async def filters(  # noqa: PLR0913, PLR0917  each is a filter of the address
    caller: BudgetReader,
    municipality: Annotated[Code | None, Query(examples=["MAN"])] = None,
    space: Annotated[Code | None, Query()] = None,
    financial_year: FinancialYear = None,
    sphere: Sphere | None = None,
    line_class: LineClass | None = None,
) -> Wanted:
    """Which money; each filter narrows."""
    if space is not None:
        caller.must_act_in(space)
    return Wanted(municipality, space, financial_year, sphere, line_class)


Filters = Annotated[Wanted, Depends(filters)]


@routes.get("/budget-series", responses=refusing(NotPermittedInSpace, CursorMalformed))
async def list_budget_series(
    session: Session,
    caller: BudgetReader,
    page: Paging,
    wanted: Filters,
    boundaries: Boundaries = Boundaries.CURRENT,
) -> BudgetSeries:
    """Budget lines of your spaces, summed by municipality and financial year.

    On today's boundaries, money of municipalities that ended or ceded land is shared
    out by established weights, to the cent; what has none stays as recorded, and says
    so. The boundaries of a financial year are those of its middle day.
    """
    if boundaries is Boundaries.CURRENT:
        series = await service.read_restated(session, wanted, by=caller)
    else:
        series = await service.read_as_recorded(session, wanted)
    shown, last = window(series.rows, page)
    return BudgetSeries(
        items=[row_view(row) for row in shown],
        next_cursor=last,
        outside_your_spaces=unseen_view(series),
    )
