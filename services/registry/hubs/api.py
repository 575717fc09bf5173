"""Reading hubs; public, as of any day."""

from typing import Annotated

from fastapi import Query

from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.asking import CACHEABLE, AsOf
from services.registry.hubs import service
from services.registry.hubs.models import HubNotFound
from services.registry.hubs.schemas import HubCapacityView, HubFunctionView, HubView
from services.registry.reference import hubs as pack

routes = router("hubs")


@routes.get("/hub-functions", openapi_extra=CACHEABLE)
async def list_hub_functions(_: Anyone) -> Page[HubFunctionView]:
    """What hubs are there to do: their objectives, by code."""
    found = pack.hub_functions()
    return Page(items=[HubFunctionView.model_validate(each) for each in found])


@routes.get("/hubs", responses=refusing(CursorMalformed), openapi_extra=CACHEABLE)
async def list_hubs(
    session: Session,
    _: Anyone,
    page: Paging,
    as_of: AsOf,
    space: Annotated[Code | None, Query()] = None,
    function: Annotated[Code | None, Query()] = None,
) -> Page[HubView]:
    """Hubs that stood on that day, by code, with the spaces they supported then."""
    found = await service.list_hubs(
        session,
        as_of=as_of,
        space=space,
        function=function,
        after=page.after or "",
        limit=page.limit + 1,
    )
    return page_of(page, found, HubView.of, lambda each: each.hub.code)


@routes.get("/hubs/{code}", responses=refusing(HubNotFound), openapi_extra=CACHEABLE)
async def get_hub(code: Code, session: Session, _: Anyone, as_of: AsOf) -> HubView:
    """One hub."""
    return HubView.of(await service.get_hub(session, code, as_of=as_of))


@routes.get(
    "/hubs/{code}/capacity", responses=refusing(HubNotFound), openapi_extra=CACHEABLE
)
async def get_hub_capacity(
    code: Code, session: Session, _: Anyone, as_of: AsOf
) -> HubCapacityView:
    """A hub's posts and skills, and how many of them stand vacant."""
    found = await service.get_hub(session, code, as_of=as_of)
    return HubCapacityView.of(found)
