"""Whether enough members are at a sitting: the one count that decisions rest on."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from services.plans.proceedings.repository import Presence
from services.plans.proceedings.rules import Quorum, of_council, of_structure
from services.plans.reference import bodies
from services.plans.sittings.models import Sitting


async def quorum_on(session: AsyncSession, sitting: Sitting, day: date) -> Quorum:
    """The quorum on one of its days: by office, or by heads where a council sits.

    An office that nobody holds that day is not there, whoever noted it, nor is a holder
    who holds it no more; and who is noted for two offices is one person.
    """
    if sitting.heads is not None:
        by = sitting.planned_by
        return of_council(sitting.id, sitting.heads, noted_by=by, on=day)
    code = sitting.must_have_structure()
    structure = await bodies.structure(session, code, on=day)
    noted = await Presence(session, sitting.id).present(on=day)
    offices = {each.office_code for each in noted}
    held = await bodies.holders(session, offices, on=day)
    return of_structure(sitting.id, structure, noted, held, on=day)


async def quorum_by_day(session: AsyncSession, sitting: Sitting) -> list[Quorum]:
    """Each day of the sitting, so far as it has come."""
    if sitting.begins_on is None or sitting.ends_on is None:
        return []
    last = min(sitting.ends_on, clock.today())
    count = (last - sitting.begins_on).days + 1
    days = [sitting.begins_on + timedelta(days=number) for number in range(count)]
    return [await quorum_on(session, sitting, day) for day in days]
