"""Reading places; public, as of any day."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Query

from chassis import clock
from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import Page
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.places import service
from services.registry.places.models import MunicipalityNotFound, SpaceNotFound
from services.registry.places.schemas import (
    MunicipalityView,
    ProvinceView,
    SpaceDetailView,
    SpaceView,
)

routes = router("places")

AsOf = Annotated[
    date | None, Query(description="The day to look at; today when absent.")
]
CodeFilter = Annotated[Code | None, Query()]
CACHEABLE = {"x-cacheable": True}


@routes.get("/provinces", openapi_extra=CACHEABLE)
async def list_provinces(
    session: Session, _: Anyone, as_of: AsOf = None
) -> Page[ProvinceView]:
    """The nine provinces."""
    found = await service.list_provinces(session, as_of=as_of or clock.today())
    return Page(items=[ProvinceView.model_validate(place) for place in found])


@routes.get("/spaces", openapi_extra=CACHEABLE)
async def list_spaces(
    session: Session,
    _: Anyone,
    as_of: AsOf = None,
    province: CodeFilter = None,
    category: Literal["district", "metro"] | None = None,
) -> Page[SpaceView]:
    """The spaces of the District Development Model: 44 districts and 8 metros."""
    found = await service.list_spaces(
        session, as_of=as_of or clock.today(), province=province, category=category
    )
    return Page(items=[SpaceView.model_validate(place) for place in found])


@routes.get(
    "/spaces/{code}", responses=refusing(SpaceNotFound), openapi_extra=CACHEABLE
)
async def get_space(
    code: Code, session: Session, _: Anyone, as_of: AsOf = None
) -> SpaceDetailView:
    """A space, with the municipalities that lie in it."""
    day = as_of or clock.today()
    space = await service.get_space(session, code, as_of=day)
    inside = await service.list_municipalities(session, as_of=day, space=code)
    return SpaceDetailView(
        **SpaceView.model_validate(space).model_dump(),
        municipalities=[MunicipalityView.model_validate(place) for place in inside],
    )


@routes.get("/municipalities", openapi_extra=CACHEABLE)
async def list_municipalities(
    session: Session,
    _: Anyone,
    as_of: AsOf = None,
    province: CodeFilter = None,
    space: CodeFilter = None,
    category: Literal["A", "B", "C"] | None = None,
) -> Page[MunicipalityView]:
    """Municipalities: 8 metros (A), 205 local (B) and 44 district (C) ones."""
    found = await service.list_municipalities(
        session,
        as_of=as_of or clock.today(),
        province=province,
        space=space,
        category=category,
    )
    return Page(items=[MunicipalityView.model_validate(place) for place in found])


@routes.get(
    "/municipalities/{code}",
    responses=refusing(MunicipalityNotFound),
    openapi_extra=CACHEABLE,
)
async def get_municipality(
    code: Code, session: Session, _: Anyone, as_of: AsOf = None
) -> MunicipalityView:
    """One municipality."""
    found = await service.get_municipality(session, code, as_of=as_of or clock.today())
    return MunicipalityView.model_validate(found)
