"""Whose signature binds: the mayors, the Premier and the national champion.

Each seat is filled by one of the offices named for it; the Premier's and the champion's
by a delegate too. Own design on regulations 5, 7 and 8 (DDM Regulations 2024), which
name these champions: what they say about signing was not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.reference import bodies
from services.plans.reference import service as reference

MAYOR = ("executive_mayor", "mayor")
PREMIER = ("premier", "mec_champion")
CHAMPION = ("national_champion",)


@dataclass(frozen=True)
class Seat:
    """A signature that binds: for whom, and which kinds of offices may give it."""

    code: str
    title: str
    places: tuple[str, ...]
    office_kinds: tuple[str, ...]


async def seats_of(
    session: AsyncSession, space_code: str, *, on: date
) -> Sequence[Seat]:
    """The seats of the space as it was on a day, mayors first."""
    municipalities = await reference.find_municipalities(session, space_code, on=on)
    province = await reference.find_province(session, space_code, on=on)
    mayors = [
        Seat(f"mayor:{each.code}", f"Mayor of {each.name}", (each.code,), MAYOR)
        for each in municipalities
    ]
    return [
        *mayors,
        Seat(
            f"premier:{province}",
            "Premier or delegate",
            (province, space_code),
            PREMIER,
        ),
        Seat(
            f"champion:{space_code}",
            "National champion or delegate",
            (space_code,),
            CHAMPION,
        ),
    ]


async def offices_of(session: AsyncSession, seat: Seat, *, on: date) -> frozenset[str]:
    """The offices that may sign in this seat on a day."""
    return await bodies.offices_serving(session, seat.places, seat.office_kinds, on=on)
