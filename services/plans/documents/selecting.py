"""Which interventions of a plan are asked for, and how they are found."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_

from services.plans.documents.content import FocusArea, Intervention, Readiness
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
