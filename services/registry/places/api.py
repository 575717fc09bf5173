"""Reading places; public, as of any day."""

from typing import Annotated, Literal

from fastapi import Query

from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.asking import CACHEABLE, AsOf
from services.registry.places import service
from services.registry.places.models import (
    CategoryUnknown,
    MunicipalityNotFound,
    PlaceNotFound,
    SpaceNotFound,
)
from services.registry.places.schemas import (
    HierarchyNode,
    Kind,
    MunicipalityView,
    PlacePeriodView,
    ProvinceView,
    ProvincialModelView,
    SpaceDetailView,
    SpaceView,
)

routes = router("places")

CodeFilter = Annotated[Code | None, Query()]
Level = Literal["province", "space", "municipality", "ward"]
Parent = Literal["country", "province", "space", "municipality"]


@routes.get("/provinces", openapi_extra=CACHEABLE)
async def list_provinces(
    session: Session, _: Anyone, as_of: AsOf
) -> Page[ProvinceView]:
    """The areas directly below the country: provinces, regions."""
    found = await service.list_provinces(session, as_of=as_of)
    return Page(items=[ProvinceView.model_validate(place) for place in found])


@routes.get("/spaces", responses=refusing(CategoryUnknown), openapi_extra=CACHEABLE)
async def list_spaces(
    session: Session,
    _: Anyone,
    as_of: AsOf,
    province: CodeFilter = None,
    category: CodeFilter = None,
) -> Page[SpaceView]:
    """The spaces: areas that are planned for as one, such as districts and metros."""
    found = await service.list_spaces(
        session, as_of=as_of, province=province, category=category
    )
    return Page(items=[SpaceView.model_validate(place) for place in found])


@routes.get(
    "/spaces/{code}", responses=refusing(SpaceNotFound), openapi_extra=CACHEABLE
)
async def get_space(
    code: Code, session: Session, _: Anyone, as_of: AsOf
) -> SpaceDetailView:
    """A space, with the municipalities that lie in it."""
    space = await service.get_space(session, code, as_of=as_of)
    inside = await service.list_municipalities(session, as_of=as_of, space=code)
    model = service.provincial_model(space)
    return SpaceDetailView(
        **SpaceView.model_validate(space).model_dump(),
        provincial_model=ProvincialModelView.model_validate(model) if model else None,
        municipalities=[MunicipalityView.model_validate(place) for place in inside],
    )


@routes.get(
    "/municipalities", responses=refusing(CategoryUnknown), openapi_extra=CACHEABLE
)
async def list_municipalities(
    session: Session,
    _: Anyone,
    as_of: AsOf,
    province: CodeFilter = None,
    space: CodeFilter = None,
    category: CodeFilter = None,
) -> Page[MunicipalityView]:
    """Municipalities and other local governments, by code.

    `/v1/country` names the categories.
    """
    found = await service.list_municipalities(
        session,
        as_of=as_of,
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
    code: Code, session: Session, _: Anyone, as_of: AsOf
) -> MunicipalityView:
    """One municipality."""
    found = await service.get_municipality(session, code, as_of=as_of)
    return MunicipalityView.model_validate(found)


@routes.get("/hierarchy", responses=refusing(PlaceNotFound), openapi_extra=CACHEABLE)
async def get_hierarchy(
    session: Session, _: Anyone, as_of: AsOf, down_to: Level = "municipality"
) -> HierarchyNode:
    """The country as a tree of areas on one day, whole.

    A municipality lies under its space, whoever its parent as an organ of state is.
    """
    root = await service.read_hierarchy(session, as_of=as_of, down_to=down_to)
    if root is None:
        raise PlaceNotFound(f"the registry holds no places on {as_of}")
    return HierarchyNode.of(root)


@routes.get(
    "/places/{kind}/{code}/children",
    responses=refusing(
        PlaceNotFound, SpaceNotFound, MunicipalityNotFound, CursorMalformed
    ),
    openapi_extra=CACHEABLE,
)
async def list_children(
    kind: Parent,
    code: Code,
    session: Session,
    _: Anyone,
    page: Paging,
    as_of: AsOf,
) -> Page[PlacePeriodView]:
    """The places directly below one in the tree of areas, by code."""
    found = await service.list_children(
        session,
        kind,
        code,
        as_of=as_of,
        after=page.after or "",
        limit=page.limit + 1,
    )
    return page_of(page, found, PlacePeriodView, lambda place: place.code)


@routes.get(
    "/places/{kind}/{code}/periods",
    responses=refusing(PlaceNotFound),
    openapi_extra=CACHEABLE,
)
async def list_periods(
    kind: Kind, code: Code, session: Session, _: Anyone
) -> Page[PlacePeriodView]:
    """Everything a code has stood for, oldest first."""
    found = await service.list_periods(session, kind.value, code)
    return Page(items=[PlacePeriodView.model_validate(place) for place in found])
