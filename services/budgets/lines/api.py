"""Reading the One Budget: funds with their allocations, and lines."""

from typing import Annotated

from fastapi import Depends, Query

from chassis.principal import NotPermittedInSpace
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.budgets.lines import service
from services.budgets.lines.schemas import BudgetLineView, FundView, fund_view
from services.budgets.lines.values import Wanted
from services.budgets.lists import FileCode, after_code, code_key
from services.budgets.permissions import BudgetReader

routes = router("budgets")


async def filters(
    caller: BudgetReader,
    space: Annotated[Code | None, Query()] = None,
    fund: FileCode = None,
    organ: FileCode = None,
    intervention: FileCode = None,
) -> Wanted:
    """Which lines; each filter narrows."""
    if space is not None:
        caller.must_act_in(space)
    return Wanted(space, fund, organ, intervention)


Filters = Annotated[Wanted, Depends(filters)]


@routes.get("/budget-lines", responses=refusing(NotPermittedInSpace, CursorMalformed))
async def list_budget_lines(
    session: Session, _: BudgetReader, page: Paging, wanted: Filters
) -> Page[BudgetLineView]:
    """Budget lines of your spaces, by space and identifier."""
    found = await service.list_lines(
        session, wanted, after=after_code(page), limit=page.limit + 1
    )
    return page_of(
        page,
        found,
        BudgetLineView,
        lambda line: code_key(line.space_code, line.line_id),
    )


@routes.get("/funds", responses=refusing(NotPermittedInSpace, CursorMalformed))
async def list_funds(
    session: Session,
    caller: BudgetReader,
    page: Paging,
    space: Annotated[Code | None, Query()] = None,
) -> Page[FundView]:
    """Funds of your spaces with what they have to give, by space and code."""
    if space is not None:
        caller.must_act_in(space)
    found = await service.list_funds(
        session, space, after=after_code(page), limit=page.limit + 1
    )
    return page_of(
        page,
        found,
        lambda each: fund_view(*each),
        lambda each: code_key(each[0].space_code, each[0].code),
    )
