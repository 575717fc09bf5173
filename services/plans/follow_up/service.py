"""Carrying out resolutions, and finding them again."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import EVERYWHERE, Spaces
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import MatterId
from services.plans.resolutions.models import Matter
from services.plans.resolutions.repository import Matters
from services.plans.resolutions.sought import Sought
from services.plans.sittings.models import must_reach


async def lock_matter(
    session: AsyncSession, matter_id: MatterId, *, by: Principal
) -> Matter:
    """The matter, to be changed by somebody who acts in all spaces it concerns."""
    seen = await Matters(session).find(matter_id, drafts_in=EVERYWHERE)
    must_reach(by, seen.space_codes)
    return await Matters(session).get(matter_id, lock=True)


async def start_action(session: AsyncSession, action: Matter) -> None:
    outbox.record(session, action.start(at=clock.now()))


async def complete_action(session: AsyncSession, action: Matter, evidence: str) -> None:
    outbox.record(session, action.complete(evidence, at=clock.now()))


async def cancel_action(session: AsyncSession, action: Matter, reason: str) -> None:
    outbox.record(session, action.cancel(reason, at=clock.now()))


async def find_matter(
    session: AsyncSession, matter_id: MatterId, *, drafts_in: Spaces
) -> Matter:
    return await Matters(session).find(matter_id, drafts_in=drafts_in)


async def list_matters(
    session: AsyncSession,
    sought: Sought,
    *,
    drafts_in: Spaces,
    after: UUID | None,
    limit: int,
) -> Sequence[Matter]:
    return await Matters(session).page(
        sought, drafts_in=drafts_in, after=after, limit=limit
    )
