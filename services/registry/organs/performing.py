"""Who may perform which function, on a day and in a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.registry import reference
from services.registry.organs import powers
from services.registry.organs.kinds import OrganKind
from services.registry.organs.models import (
    FunctionNotFound,
    FunctionPlaceUnknown,
    Organ,
)
from services.registry.organs.powers import Performed
from services.registry.organs.repository import Organs
from services.registry.places.models import MUNICIPALITY, Place
from services.registry.places.repository import Places


@dataclass(frozen=True)
class Performer:
    """An organ that may perform a function, and by which power it does."""

    organ: Organ
    power: str | None


async def list_functions(
    session: AsyncSession, code: str, *, as_of: date
) -> list[Performed]:
    """The functions an organ may perform on a day."""
    organ = await Organs(session).get(code, as_of=as_of)
    held: frozenset[str] = frozenset()
    if organ.kind == OrganKind.MUNICIPALITY:
        standing = {
            place.code: place for place in await _municipalities(session, as_of)
        }
        held = powers.powers_of(standing[code], standing, reference.powers())
    return powers.performed(
        held, organ.functions, reference.functions(), reference.function_powers()
    )


async def list_performers(
    session: AsyncSession, function: str, *, place: str, as_of: date
) -> list[Performer]:
    """The organs that may perform a function in a municipality or a space."""
    if function not in {each.code for each in reference.functions()}:
        raise FunctionNotFound(f"no function {function}")
    municipalities = await _municipalities(session, as_of)
    near = powers.around(place, municipalities)
    if not near:
        raise FunctionPlaceUnknown(f"no municipality or space {place} on {as_of}")
    standing = {each.code: each for each in municipalities}
    found = await Organs(session).performing(function, {*near, place}, as_of=as_of)
    needed = {
        rule.power
        for rule in reference.function_powers()
        if rule.function_code == function
    }
    rules = reference.powers()
    performers = []
    for organ in found:
        held: frozenset[str] = frozenset()
        if organ.kind == OrganKind.MUNICIPALITY:
            held = powers.powers_of(standing[organ.code], standing, rules)
        power = next(iter(held & needed), None)
        if power is not None or function in organ.functions:
            performers.append(Performer(organ, power))
    return performers


async def _municipalities(session: AsyncSession, day: date) -> Sequence[Place]:
    return await Places(session).standing(as_of=day, kinds=(MUNICIPALITY,))
