"""Loading a budget from a file: all of it, or nothing and the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from chassis.tabular.faults import collecting_errors
from chassis.tabular.rows import read_rows
from chassis.tabular.units import Unit
from chassis.tabular.upload import Upload, read_table
from contracts.events.budgets import BudgetLinesLoaded
from contracts.ids import ImportId
from services.budgets.alignment import service as alignment
from services.budgets.imports.importers import IMPORTERS
from services.budgets.imports.models import BudgetImport, ImportFormat
from services.budgets.imports.repository import Imports
from services.budgets.imports.rows import BudgetFile
from services.budgets.lines import service as lines
from services.budgets.lines.models import OneBudget, Provenance
from services.budgets.lines.values import Changes
from services.budgets.reference import service as reference


@dataclass(frozen=True)
class Loading:
    """A file for the budget of a space, and what its sender says about it."""

    upload: Upload
    format: ImportFormat
    unit: Unit | None
    space_code: str
    provenance: Provenance | None = None
    filename: str | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Loaded:
    """What a file changed, or would change when `dry_run`.

    `already_loaded`: it was loaded before, and changes nothing now.
    """

    record: BudgetImport
    dry_run: bool = False
    already_loaded: bool = False


async def load_budget(
    session: AsyncSession, loading: Loading, *, by: Principal
) -> Loaded:
    """Load a file; what it changes re-checks the space's plans in this transaction."""
    by.must_act_in(loading.space_code)
    budget, changes, rows = await _compare(session, loading)
    record = _record(loading, changes, rows=rows, by=by.sub)
    if loading.dry_run:
        return Loaded(record, dry_run=True)
    if not changes and (earlier := await Imports(session).last_like(record)):
        return Loaded(earlier, already_loaded=True)
    if changes:
        await IMPORTERS[loading.format].put(session, changes, by=by.sub)
        budget.revision += 1
        _tell(session, record)
        record.rechecked_plans = await alignment.recheck_space(
            session, budget, import_id=record.id
        )
    Imports(session).add(record)
    return Loaded(record)


async def catch_up(session: AsyncSession) -> None:
    """Make up for checks that failed after an import; done when the service starts.

    Whatever was at fault, it takes another version of the service to put it right.
    """
    for space_code in await alignment.spaces_behind(session):
        budget = await lines.lock_budget(session, space_code)
        last = await Imports(session).last_in(space_code)
        if last is not None:
            await alignment.recheck_space(session, budget, import_id=last.id)


async def list_imports(
    session: AsyncSession, space_code: str | None, *, after: UUID | None, limit: int
) -> Sequence[BudgetImport]:
    return await Imports(session).page(space_code, after=after, limit=limit)


async def _compare(
    session: AsyncSession, loading: Loading
) -> tuple[OneBudget, Changes[Any], int]:
    """What the file would change in the budget, which is locked from here on."""
    importer = IMPORTERS[loading.format]
    space_code, unit = loading.space_code, loading.unit
    table = await read_table(loading.upload)
    with collecting_errors() as errors:
        rows = await read_rows(table, importer.layout, unit=unit, errors=errors)
        named = await reference.find_named(
            session, importer.codes(rows), space_code=space_code
        )
        importer.check_names(rows, named, errors)
        budget = await lines.lock_budget(session, space_code)
        given = importer.layout.given(table.header, unit)
        file = BudgetFile(space_code, given, loading.provenance)
        changes = await importer.compare(session, file, rows, errors)
    return budget, changes, len(rows)


def _record(
    loading: Loading, changes: Changes[Any], *, rows: int, by: str
) -> BudgetImport:
    return BudgetImport(
        id=ImportId(new_id()),
        space_code=loading.space_code,
        format=loading.format,
        unit=None if loading.unit is None else loading.unit.label,
        provenance=loading.provenance,
        digest=loading.upload.digest,
        rows=rows,
        created=len(changes.created),
        updated=len(changes.updated),
        unchanged=changes.unchanged,
        filename=loading.filename,
        loaded_by=by,
        loaded_at=clock.now(),
        rechecked_plans=[],
    )


def _tell(session: AsyncSession, record: BudgetImport) -> None:
    if record.format is ImportFormat.BUDGET_LINES:
        outbox.record(
            session,
            BudgetLinesLoaded(
                import_id=record.id,
                space_code=record.space_code,
                created=record.created,
                updated=record.updated,
            ),
        )
