"""Carried matters on the wire."""

from pydantic import BaseModel

from contracts.ids import SittingId
from services.plans.resolutions.schemas import MatterView


class CarriedOver(BaseModel):
    """How many matters were added to the agenda now; 0 when all stood there."""

    id: SittingId
    space_code: str | None
    added: int


class AgeingView(BaseModel):
    """An unresolved matter, and on how many agendas it, or its chain, has stood."""

    matter: MatterView
    times_carried: int
