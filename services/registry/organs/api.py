"""Reading organs; public, as of any day."""

from datetime import date
from typing import Annotated

from fastapi import Query

from chassis import clock
from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import Page, Paging, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.organs import service
from services.registry.organs.kinds import OrganKind, Sphere
from services.registry.organs.models import OrganNotFound
from services.registry.organs.schemas import OrganView

routes = router("organs")

AsOf = Annotated[
    date | None, Query(description="The day to look at; today when absent.")
]
CACHEABLE = {"x-cacheable": True}


@routes.get("/organs", openapi_extra=CACHEABLE)
async def list_organs(  # noqa: PLR0913  a day, filters and a window
    session: Session,
    _: Anyone,
    page: Paging,
    *,
    as_of: AsOf = None,
    sphere: Sphere | None = None,
    kind: OrganKind | None = None,
    place: Annotated[Code | None, Query()] = None,
) -> Page[OrganView]:
    """Organs of state and other parties that stood on a day, by code."""
    found = await service.list_organs(
        session,
        as_of=as_of or clock.today(),
        sphere=sphere,
        kind=kind,
        place=place,
        after=page.after or "",
        limit=page.limit + 1,
    )
    return page_of(page, found, OrganView, lambda organ: organ.code)


@routes.get(
    "/organs/{code}", responses=refusing(OrganNotFound), openapi_extra=CACHEABLE
)
async def get_organ(
    code: Code, session: Session, _: Anyone, as_of: AsOf = None
) -> OrganView:
    """One organ, as it was on a day."""
    found = await service.get_organ(session, code, as_of=as_of or clock.today())
    return OrganView.model_validate(found)


@routes.get(
    "/organs/{code}/periods",
    responses=refusing(OrganNotFound),
    openapi_extra=CACHEABLE,
)
async def list_organ_periods(
    code: Code, session: Session, _: Anyone
) -> Page[OrganView]:
    """Everything the registry holds of an organ, oldest first; ended ones as well."""
    found = await service.list_periods(session, code)
    return Page(items=[OrganView.model_validate(organ) for organ in found])
