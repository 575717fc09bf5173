"""Reading organs; public, as of any day."""

from typing import Annotated

from fastapi import Query

from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import Page, Paging, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.asking import CACHEABLE, AsOf
from services.registry.organs import performing, service
from services.registry.organs.kinds import OrganKind, Sphere
from services.registry.organs.models import (
    FunctionNotFound,
    FunctionPlaceUnknown,
    OrganNotFound,
)
from services.registry.organs.schemas import (
    OrganFunctionView,
    OrganSuccessionView,
    OrganView,
    PerformerView,
    SocialLabourPlanView,
)

routes = router("organs")


@routes.get("/organs", openapi_extra=CACHEABLE)
async def list_organs(  # noqa: PLR0913  a day, filters and a window
    session: Session,
    _: Anyone,
    page: Paging,
    *,
    as_of: AsOf,
    sphere: Sphere | None = None,
    kind: OrganKind | None = None,
    place: Annotated[Code | None, Query()] = None,
) -> Page[OrganView]:
    """Organs of state and other parties that stood on a day, by code."""
    found = await service.list_organs(
        session,
        as_of=as_of,
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
async def get_organ(code: Code, session: Session, _: Anyone, as_of: AsOf) -> OrganView:
    """One organ, as it was on a day."""
    found = await service.get_organ(session, code, as_of=as_of)
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


@routes.get(
    "/organs/{code}/lineage",
    responses=refusing(OrganNotFound),
    openapi_extra=CACHEABLE,
)
async def get_organ_lineage(
    code: Code, session: Session, _: Anyone
) -> Page[OrganSuccessionView]:
    """What an organ came from and went over into, however far back and forth, by day.

    A new name under the same code is a period, not a succession.
    """
    found = await service.list_lineage(session, code)
    return Page(items=[OrganSuccessionView.model_validate(each) for each in found])


@routes.get(
    "/organs/{code}/functions",
    responses=refusing(OrganNotFound),
    openapi_extra=CACHEABLE,
)
async def list_organ_functions(
    code: Code, session: Session, _: Anyone, as_of: AsOf
) -> Page[OrganFunctionView]:
    """The functions an organ may perform: by what it is, or because it was given them.

    A municipality's follow from its category and class; so does who is the water
    services authority.
    """
    found = await performing.list_functions(session, code, as_of=as_of)
    return Page(items=[OrganFunctionView.model_validate(each) for each in found])


@routes.get(
    "/functions/{code}/organs",
    responses=refusing(FunctionNotFound, FunctionPlaceUnknown),
    openapi_extra=CACHEABLE,
)
async def list_function_organs(
    code: Code,
    session: Session,
    _: Anyone,
    place: Annotated[Code, Query(description="A municipality or a space.")],
    as_of: AsOf,
) -> Page[PerformerView]:
    """The organs that may perform a function in a municipality or a space."""
    found = await performing.list_performers(session, code, place=place, as_of=as_of)
    return Page(items=[PerformerView.model_validate(each) for each in found])


@routes.get(
    "/organs/{code}/social-and-labour-plans",
    responses=refusing(OrganNotFound),
    openapi_extra=CACHEABLE,
)
async def list_social_labour_plans(
    code: Code, session: Session, _: Anyone, as_of: AsOf
) -> Page[SocialLabourPlanView]:
    """The social and labour plans that bind a company on a day."""
    found = await service.list_plans(session, code, as_of=as_of)
    return Page(items=[SocialLabourPlanView.model_validate(each) for each in found])
