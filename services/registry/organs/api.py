"""Reading organs, and registering them."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response

from chassis.web.auth import Anyone
from chassis.web.conditional import tag
from chassis.web.fields import Code
from chassis.web.paging import Page, Paging, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from services.registry.organs import service
from services.registry.organs.models import (
    OrganCodeTaken,
    OrganNotFound,
    OrganPlaceUnknown,
    Registration,
    Sphere,
)
from services.registry.organs.schemas import OrganRegistration, OrganView
from services.registry.permissions import Registrar

routes = router("organs")


@routes.get("/organs", openapi_extra={"x-cacheable": True})
async def list_organs(
    session: Session,
    _: Anyone,
    page: Paging,
    sphere: Sphere | None = None,
    kind: Annotated[Code | None, Query()] = None,
) -> Page[OrganView]:
    """Organs of state and other parties, by code."""
    found = await service.list_organs(
        session,
        sphere=sphere,
        kind=kind,
        after=page.after or "",
        limit=page.limit + 1,
    )
    return page_of(page, found, OrganView, lambda organ: organ.code)


@routes.get("/organs/{code}", responses=refusing(OrganNotFound))
async def get_organ(
    code: Code, session: Session, _: Anyone, response: Response
) -> OrganView:
    """One organ."""
    organ = await service.get_organ(session, code)
    tag(response, organ.version)
    return OrganView.model_validate(organ)


@routes.post(
    "/organs",
    status_code=HTTPStatus.CREATED,
    responses=refusing(OrganCodeTaken, OrganPlaceUnknown),
)
async def register_organ(
    sent: OrganRegistration, session: Session, _: Registrar, response: Response
) -> OrganView:
    """Register an organ of state or another party under a code of its own."""
    organ = await service.register_organ(session, Registration(**sent.model_dump()))
    response.headers["Location"] = f"/v1/organs/{organ.code}"
    tag(response, organ.version)
    return OrganView.model_validate(organ)
