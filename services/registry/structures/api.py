"""Reading structures and who sits in them; public, as of any day."""

from typing import Annotated

from fastapi import Query

from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.asking import CACHEABLE, AsOf
from services.registry.structures import service
from services.registry.structures.models import StructureNotFound, Tier
from services.registry.structures.schemas import (
    MemberView,
    StructureDetailView,
    StructureView,
)

routes = router("structures")

CodeFilter = Annotated[Code | None, Query()]


@routes.get("/structures", responses=refusing(CursorMalformed), openapi_extra=CACHEABLE)
async def list_structures(  # noqa: PLR0913  filters and window of one list
    *,
    session: Session,
    _: Anyone,
    page: Paging,
    as_of: AsOf,
    kind: CodeFilter = None,
    space: CodeFilter = None,
    province: CodeFilter = None,
    tier: Tier | None = None,
    office: CodeFilter = None,
) -> Page[StructureView]:
    """Intergovernmental structures that stood on that day, by code.

    `office` finds those in which an office has a seat.
    """
    filters = {"kind": kind, "space_code": space, "province_code": province}
    found = await service.list_structures(
        session,
        filters | {"tier": tier},
        office=office,
        as_of=as_of,
        after=page.after or "",
        limit=page.limit + 1,
    )
    return page_of(page, found, StructureView, lambda structure: structure.code)


@routes.get(
    "/structures/{code}", responses=refusing(StructureNotFound), openapi_extra=CACHEABLE
)
async def get_structure(
    code: Code, session: Session, _: Anyone, as_of: AsOf
) -> StructureDetailView:
    """One structure, and to whom matters go up from it."""
    found, above = await service.get_structure(session, code, as_of=as_of)
    return StructureDetailView.of(found, above)


@routes.get(
    "/structures/{code}/members",
    responses=refusing(StructureNotFound),
    openapi_extra=CACHEABLE,
)
async def list_members(
    code: Code, session: Session, _: Anyone, as_of: AsOf
) -> Page[MemberView]:
    """Who sits in a structure by office, chairs first, with the offices' holders."""
    found = await service.list_members(session, code, as_of=as_of)
    return Page(items=[MemberView.model_validate(member) for member in found])
