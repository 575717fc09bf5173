"""Hubs and their posts as subjects of change proposals."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from services.registry.hubs.changing import Stating, apply_hubs, apply_posts
from services.registry.hubs.repository import HubPeriods
from services.registry.hubs.rows import HubPostRow, HubRow
from services.registry.organs.repository import Organs
from services.registry.places.models import SPACE
from services.registry.places.repository import Places
from services.registry.reference.hubs import hub_functions
from services.registry.statements import Difference, Subject


async def state_hubs(
    session: AsyncSession, rows: Sequence[HubRow], effective: date
) -> list[Difference]:
    codes = {row.code for row in rows}
    organs = {row.organ_code for row in rows if row.organ_code is not None}
    stating = await _stating(session, effective, hubs=codes, organs=organs)
    await asyncio.to_thread(apply_hubs, stating, rows)
    return await _write(session, stating)


async def state_posts(
    session: AsyncSession, rows: Sequence[HubPostRow], effective: date
) -> list[Difference]:
    codes = {row.hub_code for row in rows}
    organs = {row.funded_by for row in rows if row.funded_by is not None}
    stating = await _stating(session, effective, hubs=codes, organs=organs)
    await asyncio.to_thread(apply_posts, stating, rows)
    return await _write(session, stating)


async def _stating(
    session: AsyncSession,
    effective: date,
    *,
    hubs: Collection[str],
    organs: Collection[str],
) -> Stating:
    periods = HubPeriods(session)
    known = await Organs(session).every(organs)
    spaces = await Places(session).standing(as_of=effective, kinds=(SPACE,))
    return Stating(
        effective,
        clock.today(),
        hubs=await periods.of_hubs(hubs),
        spaces=await periods.of_spaces(hubs),
        posts=await periods.of_posts(hubs),
        known_spaces=frozenset(space.code for space in spaces),
        known_organs=frozenset(
            code
            for code, found in known.items()
            if any(organ.stood_on(effective) for organ in found)
        ),
        known_functions=frozenset(each.code for each in hub_functions()),
    )


async def _write(session: AsyncSession, stating: Stating) -> list[Difference]:
    stating.faults.refuse()
    # What ends makes room for what begins: the changed rows are written first.
    await session.flush()
    session.add_all(stating.written)
    await session.flush()
    return stating.differences


HUBS = Subject("hubs", HubRow, state_hubs)
HUB_POSTS = Subject("hub_posts", HubPostRow, state_posts)
