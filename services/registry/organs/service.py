"""What may be done with organs: load an edition, tell of them, look one up."""

from collections.abc import Sequence
from datetime import date
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.messaging import outbox
from contracts.events.registry import OrgansRegistered
from contracts.events.registry_organs import OrgansStated, OrgansSucceeded
from services.registry import editions, reference
from services.registry.organs import following, pack
from services.registry.organs.kinds import Sphere
from services.registry.organs.models import (
    Organ,
    OrganNotFound,
    OrganSuccession,
    SocialLabourPlan,
    history,
)
from services.registry.organs.repository import (
    Organs,
    Periods,
    SocialLabourPlans,
    Successions,
)
from services.registry.periods import PROPOSAL
from services.registry.places.repository import Places

ORGANS_PER_EVENT = 200
SUCCESSIONS_PER_EVENT = 500
PACKED = "country pack"


async def load_edition(session: AsyncSession) -> None:
    """Load the country pack's organs and tell the other services, if it is new."""
    known = await Organs(session).every()
    edition = [
        *reference.organ_periods(),
        *reference.organ_successions(),
        *reference.social_labour_plans(),
    ]
    if await editions.is_new(session, "organs", edition):
        await _load(session, known)
    await _follow(session, known)


async def _load(session: AsyncSession, known: Periods) -> None:
    """An organ that somebody has stated otherwise since stays as it is."""
    stated = {
        code
        for code, periods in known.items()
        if any(organ.origin == PROPOSAL for organ in periods)
    }
    organs = [organ for organ in pack.organs(known) if organ.code not in stated]
    await Organs(session).forget([code for code in known if code not in stated])
    await Organs(session).write(organs)
    await Successions(session).add(pack.successions())
    await SocialLabourPlans(session).write(pack.social_labour_plans())
    told = await Organs(session).every({organ.code for organ in organs})
    tell(session, told, batch=PACKED)
    tell_successions(session, await Successions(session).every(), batch=PACKED)


async def follow_demarcation(session: AsyncSession) -> None:
    """Bring municipalities as organs to what their places are."""
    await _follow(session, await Organs(session).every())


async def _follow(session: AsyncSession, known: Periods) -> None:
    organs = following.municipal_organs(
        await Places(session).every(), reference.municipal_titles(), known
    )
    changed = following.changed(organs, known)
    if not changed:
        return
    await Organs(session).write(changed)
    codes = {organ.code for organ in changed}
    tell(session, await Organs(session).raise_versions(codes), batch="demarcation")


def tell(session: AsyncSession, organs: Periods, *, batch: str) -> None:
    """Promise to tell the other services of these organs and all of their periods.

    `OrgansRegistered` tells of those that stand today; it knows no dates.
    """
    today = clock.today()
    waiting = iter(organs.values())
    number = 0
    while part := list(islice(waiting, ORGANS_PER_EVENT)):
        number += 1
        name = f"{batch} {number}"
        histories = tuple(history(periods) for periods in part)
        outbox.record(session, OrgansStated(batch=name, organs=histories))
        standing = [o for periods in part for o in periods if o.stood_on(today)]
        if standing:
            records = tuple(organ.record() for organ in standing)
            outbox.record(session, OrgansRegistered(batch=name, organs=records))


def tell_successions(
    session: AsyncSession, successions: Sequence[OrganSuccession], *, batch: str
) -> None:
    """Promise to tell the other services what became of organs."""
    for start in range(0, len(successions), SUCCESSIONS_PER_EVENT):
        part = successions[start : start + SUCCESSIONS_PER_EVENT]
        records = tuple(each.record() for each in part)
        outbox.record(session, OrgansSucceeded(batch=batch, successions=records))


async def get_organ(session: AsyncSession, code: str, *, as_of: date) -> Organ:
    return await Organs(session).get(code, as_of=as_of)


async def list_periods(session: AsyncSession, code: str) -> Sequence[Organ]:
    found = await Organs(session).periods(code)
    if not found:
        raise OrganNotFound(f"no organ ever had the code {code}")
    return found


async def list_lineage(session: AsyncSession, code: str) -> Sequence[OrganSuccession]:
    """What the organ came from and what it went over into, however far; by day."""
    await list_periods(session, code)
    return await Successions(session).lineage(code)


async def list_plans(
    session: AsyncSession, code: str, *, as_of: date
) -> Sequence[SocialLabourPlan]:
    await list_periods(session, code)
    return await SocialLabourPlans(session).of_organ(code, as_of=as_of)


async def list_organs(  # noqa: PLR0913  a day, filters and a window
    session: AsyncSession,
    *,
    as_of: date,
    sphere: Sphere | None,
    kind: str | None,
    place: str | None,
    after: str,
    limit: int,
) -> Sequence[Organ]:
    return await Organs(session).list(
        as_of=as_of,
        sphere=sphere.value if sphere else None,
        kind=kind,
        place=place,
        after=after,
        limit=limit,
    )
