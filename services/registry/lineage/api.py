"""Reading lineage and apportioning figures along it; public."""

from datetime import date
from typing import Annotated

from fastapi import Query

from chassis import clock
from chassis.web.auth import Anyone
from chassis.web.fields import Code
from chassis.web.paging import Page
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.money import Rand
from services.registry.asking import CACHEABLE, AsOf
from services.registry.lineage import service
from services.registry.lineage.models import (
    ApportionmentBackwards,
    ApportionmentSourceUnknown,
    LineageNotFound,
    WeightsNotEstablished,
)
from services.registry.lineage.schemas import ApportionmentView, LineageView

routes = router("places")


@routes.get("/lineages", openapi_extra=CACHEABLE)
async def list_lineages(session: Session, _: Anyone, as_of: AsOf) -> Page[LineageView]:
    """Every municipality of a day with what it came from and what it became."""
    found = await service.list_lineages(session, as_of=as_of)
    return Page(items=[LineageView.model_validate(lineage) for lineage in found])


@routes.get(
    "/municipalities/{code}/lineage",
    responses=refusing(LineageNotFound),
    openapi_extra=CACHEABLE,
)
async def get_lineage(
    code: Code,
    session: Session,
    _: Anyone,
    as_of: Annotated[
        date | None,
        Query(description="A code that passed on: the municipality that had it then."),
    ] = None,
) -> LineageView:
    """What a municipality came from and became; also of one that is gone."""
    found = await service.get_lineage(session, code, as_of=as_of or clock.today())
    return LineageView.model_validate(found)


@routes.get(
    "/apportionments",
    responses=refusing(
        ApportionmentSourceUnknown, ApportionmentBackwards, WeightsNotEstablished
    ),
    openapi_extra=CACHEABLE,
)
async def apportion_figures(
    session: Session,
    _: Anyone,
    source: Annotated[
        Code, Query(alias="from", description="The municipality the figures are of.")
    ],
    as_of: Annotated[
        date, Query(description="A day of the boundaries that the figures are on.")
    ],
    target: Annotated[
        date | None,
        Query(alias="date", description="A day of the boundaries wanted; today."),
    ] = None,
    amount: Annotated[
        Rand | None, Query(description="Apportioned to the cent, in rand.")
    ] = None,
) -> ApportionmentView:
    """Carry figures of a municipality to the boundaries of a later day.

    By established weights only: of the whole area, of population, or declared.
    """
    found = await service.apportion(
        session,
        source,
        as_of=as_of,
        target=target or clock.today(),
        amount=amount,
    )
    return ApportionmentView.model_validate(found)
