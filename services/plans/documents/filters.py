"""Which interventions of a plan are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query
from sqlalchemy import ColumnElement, or_

from chassis.web.fields import Code
from services.plans.documents.content import (
    FocusArea,
    Intervention,
    Readiness,
    Sphere,
)
from services.plans.documents.horizons import LONGEST_OF, HorizonBand


@dataclass(frozen=True)
class Which:
    """What is None does not narrow anything down."""

    focus_area: FocusArea | None = None
    organ: str | None = None
    sphere: str | None = None
    place: str | None = None
    strategy: str | None = None
    readiness: Readiness | None = None
    horizon: HorizonBand | None = None


def conditions(which: Which) -> Iterator[ColumnElement[bool]]:
    if which.focus_area is not None:
        yield Intervention.focus_area == which.focus_area
    if which.sphere is not None:
        yield Intervention.sphere == which.sphere
    if which.readiness is not None:
        yield Intervention.readiness == which.readiness
    if which.organ is not None:
        supports = Intervention.supporting_organs.contains([which.organ])
        yield or_(Intervention.lead_organ == which.organ, supports)
    if which.place is not None:
        yield Intervention.location_codes.contains([which.place])
    if which.strategy is not None:
        yield Intervention.strategies.contains([which.strategy])
    if which.horizon is not None:
        yield _of_band(which.horizon)


def _of_band(band: HorizonBand) -> ColumnElement[bool]:
    shorter = [years for years in LONGEST_OF.values() if years < LONGEST_OF[band]]
    years = Intervention.end_year - Intervention.start_year + 1
    return years.between(max(shorter, default=0) + 1, LONGEST_OF[band])


class Filters:
    """The same as parameters of a query."""

    def __init__(  # noqa: PLR0913  one parameter per filter
        self,
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
    ) -> None:
        self.which = Which(
            focus_area=focus_area,
            organ=organ,
            sphere=sphere,
            place=place,
            strategy=strategy,
            readiness=readiness,
            horizon=horizon,
        )


Wanted = Annotated[Filters, Depends()]
