"""What other slices ask of the copies: who, what and where a code names today.

The copies lag behind their owners by a moment. A code that is not known yet is waited
for, before anything is locked, and only then called unknown.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError
from chassis.patience import patiently
from contracts.boundaries import Step
from contracts.events.registry import OrganRecord, PlaceRecord, TransitionRecord
from contracts.ids import PlanId
from services.budgets.reference.models import Organ, Place, SpaceUnknown
from services.budgets.reference.repository import (
    KnownInterventions,
    Organs,
    Places,
    Transitions,
)


@dataclass(frozen=True)
class Codes:
    """The codes that somebody's rows name."""

    places: Collection[str] = ()
    organs: Collection[str] = ()
    interventions: Collection[str] = ()


@dataclass(frozen=True)
class Named:
    """What the codes name, seen from one space of today.

    A place code may name a space and a municipality, and others before them; `steps`
    say what became of municipalities.
    """

    space: Place
    places: Mapping[str, Sequence[Place]]
    organs: Mapping[str, Organ]
    interventions: frozenset[str]
    steps: Sequence[Step] = ()

    def has_all(self, codes: Codes) -> bool:
        return (
            len(self.places) == len(codes.places)
            and len(self.organs) == len(codes.organs)
            and len(self.interventions) == len(codes.interventions)
        )


async def copy_places(session: AsyncSession, places: Sequence[PlaceRecord]) -> None:
    await Places(session).remember(places)


async def copy_transitions(
    session: AsyncSession, told: Sequence[TransitionRecord]
) -> None:
    await Transitions(session).remember(told)


async def steps(session: AsyncSession) -> list[Step]:
    """What became of municipalities, as the registry last told it."""
    return await Transitions(session).steps()


async def copy_organs(session: AsyncSession, organs: Sequence[OrganRecord]) -> None:
    await Organs(session).remember(organs)


async def note_interventions(
    session: AsyncSession, codes: Collection[str], *, plan_id: PlanId, space_code: str
) -> None:
    """Remember that a plan of the space has these codes; lines may name them."""
    await KnownInterventions(session).add(codes, plan_id=plan_id, space_code=space_code)


async def find_named(session: AsyncSession, codes: Codes, *, space_code: str) -> Named:
    """What these codes name; waits at most two seconds for those not known yet.

    `SpaceUnknown` if there is no such space.
    """
    named = await patiently(
        lambda: _look_up(session, codes, space_code),
        lambda found: found is not None and found.has_all(codes),
    )
    if named is None:
        detail = f"no space has the code {space_code}"
        raise SpaceUnknown(detail, [FieldError("/space", "space-unknown", detail)])
    return named


async def _look_up(
    session: AsyncSession, codes: Codes, space_code: str
) -> Named | None:
    today = clock.today()
    space = await Places(session).space(space_code, on=today)
    if space is None:
        return None
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for place in await Places(session).named(codes.places):
        places[place.code].append(place)
    organs = await Organs(session).named(codes.organs)
    known = await KnownInterventions(session).named(
        codes.interventions, space_code=space_code
    )
    return Named(
        space,
        places,
        {organ.code: organ for organ in organs},
        frozenset(known),
        await Transitions(session).steps(),
    )
