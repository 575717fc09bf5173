"""Applying a demarcation: all of its files, or nothing and the reasons."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.identifiers import new_id
from chassis.principal import Principal
from chassis.tabular.faults import RowErrors
from chassis.tabular.layout import Layout
from chassis.tabular.rows import read_rows
from chassis.tabular.upload import Upload, read_table
from services.registry.demarcation import layouts
from services.registry.demarcation.layouts import PlaceRow, TransitionRow
from services.registry.demarcation.models import (
    MOST_LISTED,
    Changes,
    DemarcationEmpty,
    DemarcationImport,
)
from services.registry.demarcation.outcome import outcome, raise_if_any
from services.registry.demarcation.repository import DemarcationImports
from services.registry.demarcation.rules import TRANSITIONS
from services.registry.organs import service as organs
from services.registry.places import service as places
from services.registry.places.repository import Places, Transitions

PLACE_FILES: dict[str, Layout[PlaceRow]] = {
    "spaces": layouts.SPACES,
    "municipalities": layouts.MUNICIPALITIES,
    "wards": layouts.WARDS,
}


@dataclass(frozen=True)
class Demarcation:
    """Files of a demarcation, by what they hold, and what its sender says of them."""

    vintage: str
    source: str
    files: Mapping[str, Upload]
    dry_run: bool


@dataclass(frozen=True)
class Applied:
    """What was changed, or would be; `record` is None where nothing was written."""

    changes: Changes
    record: DemarcationImport | None


async def apply_demarcation(
    session: AsyncSession, demarcation: Demarcation, *, by: Principal
) -> Applied:
    if not demarcation.files:
        raise DemarcationEmpty("send at least one file")
    errors = {name: RowErrors() for name in demarcation.files}
    rows, steps = await _read(demarcation, errors)
    await Places(session).lock()
    every = await Places(session).every()
    known = await Transitions(session).every()
    changes = await asyncio.to_thread(
        outcome, demarcation.vintage, every, known, rows, steps, errors
    )
    if demarcation.dry_run or not changes:
        return Applied(changes, None)
    await places.publish(
        session, changes.places, changes.transitions, vintage=demarcation.vintage
    )
    await DemarcationImports(session).establish(changes.weighted)
    places.tell(session, changes.weighted, vintage=demarcation.vintage)
    await organs.follow_demarcation(session)
    record = _record(demarcation, changes, by)
    DemarcationImports(session).add(record)
    return Applied(changes, record)


async def list_imports(
    session: AsyncSession, *, after: UUID | None, limit: int
) -> Sequence[DemarcationImport]:
    return await DemarcationImports(session).page(after=after, limit=limit)


async def _read(
    demarcation: Demarcation, errors: dict[str, RowErrors]
) -> tuple[list[PlaceRow], list[TransitionRow]]:
    rows: list[PlaceRow] = []
    steps: list[TransitionRow] = []
    for name, upload in demarcation.files.items():
        table = await read_table(upload)
        found = errors[name]
        if name == TRANSITIONS:
            steps = await read_rows(table, layouts.TRANSITIONS, unit=None, errors=found)
        else:
            rows += await read_rows(table, PLACE_FILES[name], unit=None, errors=found)
    raise_if_any(errors)
    return rows, steps


def _record(
    demarcation: Demarcation, changes: Changes, by: Principal
) -> DemarcationImport:
    listed = {
        name: [
            asdict(each) | {"effective": each.effective.isoformat()}
            for each in found[:MOST_LISTED]
        ]
        for name, found in changes.listed.items()
    }
    return DemarcationImport(
        id=new_id(),
        vintage=demarcation.vintage,
        source=demarcation.source,
        changes=listed,
        loaded_by=by.sub,
        loaded_at=clock.now(),
    )
