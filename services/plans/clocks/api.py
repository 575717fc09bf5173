"""Reading how the law's clocks stand, in one space or in all of them."""

from functools import partial
from typing import Annotated

from fastapi import Query

from chassis import clock
from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, after_day, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.plans.clocks import rules, service
from services.plans.clocks.models import Wanted
from services.plans.clocks.rules import ClockRule, ClockState
from services.plans.clocks.schemas import ClockRuleView, ClockView, SpaceClocksView

routes = router("clocks")

CACHEABLE = {"x-cacheable": True}
Filter = Annotated[Code | None, Query()]


@routes.get("/clock-rules", openapi_extra=CACHEABLE)
async def list_clock_rules(_: Anyone) -> Page[ClockRuleView]:
    """What the law gives a One Plan time for, with its citation."""
    return Page(items=[ClockRuleView.model_validate(rule) for rule in rules.limits()])


@routes.get("/clocks", responses=refusing(CursorMalformed), openapi_extra=CACHEABLE)
async def list_clocks(  # noqa: PLR0913  the filters of one list
    session: Session,
    _: Anyone,
    page: Paging,
    *,
    space: Filter = None,
    province: Filter = None,
    rule: ClockRule | None = None,
    state: ClockState | None = None,
) -> Page[ClockView]:
    """Clocks of all spaces, the earliest due first; `state=breached` lists breaches."""
    today = clock.today()
    wanted = Wanted(today, space, province, rule, state)
    found = await service.list_clocks(
        session, wanted, after=after_day(page), limit=page.limit + 1
    )
    view = partial(ClockView.of, today=today)
    return page_of(page, found, view, lambda each: f"{each.due_on} {each.id}")


@routes.get("/clocks/spaces", openapi_extra=CACHEABLE)
async def list_space_clocks(
    session: Session, _: Anyone, province: Filter = None
) -> Page[SpaceClocksView]:
    """Every space of the country with its running clocks, whole."""
    today = clock.today()
    found = await service.list_spaces(session, Wanted(today, province_code=province))
    return Page(items=[SpaceClocksView.of(space, today=today) for space in found])
