"""Carrying over waits for the sittings before; what is carried has an age.

EarlierSittingNotOver  409
"""

from dataclasses import dataclass

from chassis.errors import Conflict
from services.plans.resolutions.models import Matter


class EarlierSittingNotOver(Conflict):
    """An earlier sitting of the structure is not over: it may leave more behind."""


@dataclass(frozen=True)
class Ageing:
    """An unresolved matter, and on how many agendas it, or its chain, has stood."""

    matter: Matter
    times_carried: int
