"""Organs and their successions as subjects of change proposals."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from services.registry import reference
from services.registry.organs import rules, service, succession_rules
from services.registry.organs.repository import Organs, Successions, kinds_of_places
from services.registry.organs.rows import OrganRow, OrganSuccessionRow
from services.registry.organs.rules import Stating
from services.registry.organs.succession_rules import Succeeding
from services.registry.statements import Difference, Subject


async def state_organs(
    session: AsyncSession, rows: Sequence[OrganRow], effective: date
) -> list[Difference]:
    codes = {row.place_code for row in rows if row.place_code is not None}
    stating = Stating(
        effective,
        clock.today(),
        await Organs(session).every(),
        await kinds_of_places(session, codes, as_of=effective),
        frozenset(each.code for each in reference.functions()),
    )
    await asyncio.to_thread(rules.state, stating, rows)
    stating.faults.refuse()
    await Organs(session).remove(stating.removed)
    await Organs(session).write(stating.written)
    await _tell(session, [each.record for each in stating.differences], effective)
    return stating.differences


async def state_successions(
    session: AsyncSession, rows: Sequence[OrganSuccessionRow], effective: date
) -> list[Difference]:
    succeeding = Succeeding(
        effective, await Organs(session).every(), await Successions(session).every()
    )
    await asyncio.to_thread(succession_rules.succeed, succeeding, rows)
    succeeding.faults.refuse()
    await Organs(session).write(list(succeeding.ended.values()))
    await Successions(session).add(succeeding.added)
    await _tell(session, succeeding.ended, effective)
    service.tell_successions(session, succeeding.added, batch=f"from {effective}")
    return succeeding.differences


async def _tell(session: AsyncSession, codes: Collection[str], effective: date) -> None:
    periods = await Organs(session).raise_versions(codes)
    service.tell(session, periods, batch=f"from {effective}")


ORGANS = Subject("organs", OrganRow, state_organs)
ORGAN_SUCCESSIONS = Subject(
    "organ_successions",
    OrganSuccessionRow,
    state_successions,
)
