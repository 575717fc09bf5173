"""Demarcations as change proposals carry them: all of their files, or nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.identifiers import new_id
from chassis.tabular.faults import RowErrors
from services.registry.demarcation.models import (
    MOST_LISTED,
    Changes,
    DemarcationImport,
)
from services.registry.demarcation.outcome import outcome
from services.registry.demarcation.repository import DemarcationImports
from services.registry.demarcation.rows import DemarcationRow
from services.registry.demarcation.rules import FILE_OF, TRANSITIONS
from services.registry.offices import service as offices
from services.registry.organs import service as organs
from services.registry.places import service as places
from services.registry.places.repository import Places, Transitions
from services.registry.statements import Difference, FileSet


async def foresee(session: AsyncSession, rows: Sequence[DemarcationRow]) -> Changes:
    """What the rows change, or DemarcationHasErrors; nothing is written."""
    every = await Places(session).every()
    known = await Transitions(session).every()
    return await asyncio.to_thread(
        outcome,
        rows[0].vintage,
        every,
        known,
        [row.place for row in rows if row.place is not None],
        [row.transition for row in rows if row.transition is not None],
        {file: RowErrors() for file in (*FILE_OF.values(), TRANSITIONS)},
    )


async def state_demarcation(
    session: AsyncSession, rows: Sequence[DemarcationRow], _: date
) -> list[Difference]:
    """Write what the rows change, and promise to tell it; every row has its own day."""
    await Places(session).lock()
    changes = await foresee(session, rows)
    vintage = rows[0].vintage
    await places.publish(session, changes.places, changes.transitions, vintage=vintage)
    await DemarcationImports(session).establish(changes.weighted)
    places.tell(session, changes.weighted, vintage=vintage)
    await organs.follow_demarcation(session)
    await offices.follow_demarcation(session, changes.days_of_areas)
    DemarcationImports(session).add(_record(rows[0], changes))
    return changes.differences


def _record(row: DemarcationRow, changes: Changes) -> DemarcationImport:
    listed = {
        name: [
            asdict(each) | {"effective": each.effective.isoformat()}
            for each in found[:MOST_LISTED]
        ]
        for name, found in changes.listed.items()
    }
    return DemarcationImport(
        id=new_id(),
        vintage=row.vintage,
        source=row.source,
        changes=listed,
        loaded_by=row.sent_by,
        loaded_at=clock.now(),
    )


DEMARCATIONS = FileSet("demarcations", DemarcationRow, state_demarcation)
