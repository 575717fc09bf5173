"""Reading frameworks, what is in them, how they relate, and programmes; public."""

from typing import Annotated

from fastapi import Query

from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.asking import CACHEABLE, AsOf
from services.registry.frameworks import service
from services.registry.frameworks.models import (
    FrameworkNotFound,
    FrameworkVersionNotFound,
)
from services.registry.frameworks.schemas import (
    FrameworkItemView,
    FrameworkMappingView,
    FrameworkView,
    ProgrammeView,
)

routes = router("frameworks")

REFUSED = refusing(FrameworkNotFound, FrameworkVersionNotFound, CursorMalformed)
Version = Annotated[
    Code | None, Query(description="The one in force on the day when absent.")
]
Filter = Annotated[Code | None, Query()]


@routes.get("/frameworks", openapi_extra=CACHEABLE)
async def list_frameworks(
    session: Session, _: Anyone, as_of: AsOf
) -> Page[FrameworkView]:
    """Every version of every framework that plans may refer to."""
    found = await service.list_frameworks(session, as_of=as_of)
    return Page(items=[FrameworkView.model_validate(each) for each in found])


@routes.get("/frameworks/{code}/items", responses=REFUSED, openapi_extra=CACHEABLE)
async def list_framework_items(
    code: Code,
    session: Session,
    _: Anyone,
    page: Paging,
    as_of: AsOf,
    version: Version = None,
) -> Page[FrameworkItemView]:
    """The items of one version of a framework."""
    found = await service.list_items(
        session,
        code,
        version,
        as_of=as_of,
        after=page.after or "",
        limit=page.limit + 1,
    )
    return page_of(page, found, FrameworkItemView, lambda item: item.record)


@routes.get("/frameworks/{code}/mappings", responses=REFUSED, openapi_extra=CACHEABLE)
async def list_framework_mappings(  # noqa: PLR0913, PLR0917  what to list
    code: Code,
    session: Session,
    _: Anyone,
    page: Paging,
    as_of: AsOf,
    to: Filter = None,
    version: Version = None,
) -> Page[FrameworkMappingView]:
    """How items of a framework relate to those of others, or of its successor."""
    found = await service.list_mappings(
        session,
        code,
        version,
        to=to,
        as_of=as_of,
        after=page.after or "",
        limit=page.limit + 1,
    )
    return page_of(page, found, FrameworkMappingView, lambda each: each.record)


@routes.get("/programmes", responses=refusing(CursorMalformed), openapi_extra=CACHEABLE)
async def list_programmes(
    session: Session,
    _: Anyone,
    page: Paging,
    as_of: AsOf,
    organ: Filter = None,
) -> Page[ProgrammeView]:
    """Public programmes, by code; `organ` is who leads them."""
    found = await service.list_programmes(
        session,
        organ=organ,
        as_of=as_of,
        after=page.after or "",
        limit=page.limit + 1,
    )
    return page_of(page, found, ProgrammeView, lambda each: each.code)
