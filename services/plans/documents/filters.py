"""Filters of interventions as parameters of a query."""

from typing import Annotated

from fastapi import Depends, Query

from chassis.web.fields import Code
from services.plans.documents.content import FocusArea, Readiness, Sphere
from services.plans.documents.horizons import HorizonBand
from services.plans.documents.selecting import Which


async def filters(  # noqa: PLR0913  one parameter per filter
    *,
    focus_area: Annotated[
        FocusArea | None, Query(description="Of this focus area.")
    ] = None,
    organ: Annotated[
        Code | None,
        Query(description="Led or supported by this organ.", examples=["DWS"]),
    ] = None,
    sphere: Annotated[
        Sphere | None, Query(description="Sphere of the lead organ.")
    ] = None,
    place: Annotated[
        Code | None,
        Query(description="Located in this place itself.", examples=["NC451"]),
    ] = None,
    strategy: Annotated[
        Code | None, Query(description="Under this strategy.", examples=["S1"])
    ] = None,
    readiness: Annotated[
        Readiness | None, Query(description="How far it is prepared.")
    ] = None,
    horizon: Annotated[
        HorizonBand | None, Query(description="Of this band of years.")
    ] = None,
) -> Which:
    """Each narrows the list down; what is left out does not."""
    return Which(
        focus_area=focus_area,
        organ=organ,
        sphere=sphere,
        place=place,
        strategy=strategy,
        readiness=readiness,
        horizon=horizon,
    )


Filters = Annotated[Which, Depends(filters)]
