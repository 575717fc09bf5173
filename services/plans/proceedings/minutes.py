"""Writing the minutes of a sitting, and approving them at a later one."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import Spaces
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import SittingId
from services.plans.proceedings import models
from services.plans.proceedings.models import (
    Minutes,
    MinutesNotFound,
    NotALaterSitting,
)
from services.plans.proceedings.quorum import quorum_on
from services.plans.proceedings.repository import MinutesOf
from services.plans.proceedings.service import must_be_day_of
from services.plans.sittings.models import Sitting, SittingNotFound
from services.plans.sittings.repository import Sittings
from services.plans.sittings.service import find_sitting


async def write_minutes(
    session: AsyncSession, sitting: Sitting, content: str, *, by: Principal
) -> Minutes:
    minutes, written = models.write_minutes(sitting, content, by=by.sub, at=clock.now())
    MinutesOf(session, sitting.id).add(minutes)
    outbox.record(session, written)
    return minutes


async def approve_minutes(
    session: AsyncSession,
    sitting: Sitting,
    version: int,
    *,
    approved_in: SittingId,
    on: date,
) -> None:
    """Approve the newest version, by a later sitting with quorum that day."""
    models.must_await_approval(sitting)
    later = await _approving(session, approved_in)
    approved = models.approve_minutes(
        sitting, version, in_sitting=later, on=on, at=clock.now()
    )
    must_be_day_of(later, on, pointer="/on")
    (await quorum_on(session, later, on)).must_be_met()
    outbox.record(session, approved)


async def _approving(session: AsyncSession, sitting_id: SittingId) -> Sitting:
    """The sitting that approves; nobody closes it or notes attendance meanwhile.

    It is locked after the earlier one, always, so that no two wait for each other.
    """
    try:
        return await Sittings(session).get(sitting_id, lock=True)
    except SittingNotFound as unknown:
        raise NotALaterSitting(unknown.detail) from None


async def read_minutes(
    session: AsyncSession,
    sitting_id: SittingId,
    version: int | None,
    *,
    drafts_in: Spaces,
) -> Minutes:
    """A version of the minutes: the approved one, else the newest you may read."""
    sitting = await find_sitting(session, sitting_id, drafts_in=drafts_in)
    wanted = version or sitting.approved_version or sitting.minutes_version
    may_read_drafts = "*" in drafts_in or drafts_in & set(sitting.space_codes)
    found = await MinutesOf(session, sitting.id).version(wanted)
    if found is None or (wanted != sitting.approved_version and not may_read_drafts):
        raise MinutesNotFound(f"no minutes of sitting {sitting.id}")
    return found
