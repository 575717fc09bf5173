"""By which offices somebody decides: the token and the registry both say so."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.principal import Principal
from services.plans.reference.bodies import offices_held

DECIDING = "plans:decide"


async def offices_deciding(
    session: AsyncSession, who: Principal, space_code: str, *, on: date
) -> Sequence[str]:
    """Their offices that let them decide in the space that day.

    They hold each by their token and by the registry's appointments as we know them;
    by both it has the power itself, whatever another office of theirs may do.
    """
    token = {
        office.code
        for office in who.offices
        if office.gives(frozenset({DECIDING}), space_code)
    }
    return [
        held.office_code
        for held in await offices_held(session, who.sub, on=on)
        if held.office_code in token
        and (held.powers is None or DECIDING in held.powers)
    ]
