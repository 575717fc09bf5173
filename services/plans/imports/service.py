"""Loading a table of a plan from a file: all of it, or nothing and the reasons."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import Spaces
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from chassis.tabular.faults import FileHasErrors, RowErrors
from chassis.tabular.rows import read_rows
from chassis.tabular.table import Limits, Table
from chassis.tabular.units import Unit
from chassis.tabular.upload import Upload, read_table
from contracts.ids import ImportId, PlanId
from services.plans.content.repository import codes_of
from services.plans.documents.models import Plan
from services.plans.documents.repository import Plans
from services.plans.documents.service import CODES_PER_EVENT, note_change
from services.plans.imports.differences import Changes, compare
from services.plans.imports.importers import IMPORTERS, Importer
from services.plans.imports.models import Part, PlanImport
from services.plans.imports.repository import Imports
from services.plans.imports.rules import Beside

LIMITS = Limits(rows=20_000)


@dataclass(frozen=True)
class Loading:
    """A file for a plan, and what its sender says about it."""

    upload: Upload
    part: Part
    unit: Unit | None
    filename: str | None
    dry_run: bool

    @property
    def importer(self) -> Importer[Any, Any]:
        return IMPORTERS[self.part]


@dataclass(frozen=True)
class FileRead:
    """What the cells of a file say, before its plan is locked."""

    loading: Loading
    table: Table
    rows: Sequence[Any]
    errors: RowErrors
    all_readable: bool


@dataclass(frozen=True)
class Loaded:
    """What a file changed, or would change when `dry_run`; then rows may be refused.

    `already_loaded`: it was loaded before, and would change nothing now.
    """

    record: PlanImport
    changes: Changes[Any] = field(default_factory=lambda: Changes([], [], []))
    errors: RowErrors = field(default_factory=RowErrors)
    dry_run: bool = False
    already_loaded: bool = False


class _OnlyShown(Exception):
    """What was done in the savepoint is undone."""


async def read_file(
    session: AsyncSession, plan_id: PlanId, loading: Loading, *, by: Principal
) -> FileRead:
    """The file's rows, if its header is right; codes not known yet are waited for."""
    plan = await Plans(session).get(plan_id)
    by.must_act_in(plan.space_code)
    if await _earlier(session, plan, loading) is None:
        plan.must_be_draft()
    importer, errors = loading.importer, RowErrors()
    table = await read_table(loading.upload, LIMITS)
    rows = await read_rows(table, importer.layout, unit=loading.unit, errors=errors)
    if table.header.number in errors.rows:
        raise FileHasErrors(errors, loading.filename)
    all_readable = not errors.total
    if importer.check_names is not None:
        await importer.check_names(session, plan, rows, errors)
    return FileRead(loading, table, rows, errors, all_readable)


async def load_file(
    session: AsyncSession, plan: Plan, file: FileRead, *, by: Principal
) -> Loaded:
    """Add and change what the rows say, in a plan that the caller holds locked.

    A dry run does so in a savepoint that is undone, without the rows that are refused.
    """
    loading, errors = file.loading, file.errors
    standing = await loading.importer.collection(session, plan).by_code()
    rows = await _judged(session, plan, file, standing)
    if errors.total and not loading.dry_run:
        raise FileHasErrors(errors, loading.filename)
    changes = compare([(row.row, row.stated()) for row in rows], standing)
    if not changes.differences and (earlier := await _earlier(session, plan, loading)):
        return earlier
    plan.must_be_draft()
    record = _record(plan, file, changes, read=len(rows), by=by)
    with suppress(_OnlyShown):
        async with session.begin_nested():
            await _write(session, plan, loading.importer, changes, by=by)
            if loading.dry_run:
                raise _OnlyShown
            Imports(session, plan).add(record)
    if loading.dry_run:
        await session.refresh(plan)
    return Loaded(record, changes, errors, dry_run=loading.dry_run)


async def list_imports(  # noqa: PLR0913  a plan, who asks, and a window
    session: AsyncSession,
    plan_id: PlanId,
    *,
    drafts_in: Spaces,
    by: Principal,
    after: UUID | None,
    limit: int,
) -> Sequence[PlanImport]:
    plan = await Plans(session).find(plan_id, drafts_in=drafts_in)
    by.must_act_in(plan.space_code)
    return await Imports(session, plan).page(after=after, limit=limit)


async def _earlier(
    session: AsyncSession, plan: Plan, loading: Loading
) -> Loaded | None:
    if loading.dry_run:
        return None
    unit = loading.unit.label if loading.unit else None
    record = await Imports(session, plan).last_of(
        loading.part, digest=loading.upload.digest, unit=unit
    )
    return None if record is None else Loaded(record, already_loaded=True)


async def _judged(
    session: AsyncSession, plan: Plan, file: FileRead, standing: dict[str, Any]
) -> Sequence[Any]:
    """The rows that break no rule, with what stands where the file has no column."""
    importer = file.loading.importer
    given = importer.layout.given(file.table.header, file.loading.unit)
    rows = [
        row.completed(given, standing[row.code]) if row.code in standing else row
        for row in file.rows
    ]
    beside = Beside(given, await codes_of(session, plan), file.all_readable)
    importer.check(rows, beside, standing, file.errors)
    return [row for row in rows if row.row not in file.errors.rows]


def _record(
    plan: Plan, file: FileRead, changes: Changes[Any], *, read: int, by: Principal
) -> PlanImport:
    loading = file.loading
    return PlanImport(
        id=ImportId(new_id()),
        plan_id=plan.id,
        space_code=plan.space_code,
        format=loading.part,
        unit=loading.unit.label if loading.unit else None,
        digest=loading.upload.digest,
        rows=len(file.table.rows),
        created=len(changes.created),
        updated=len(changes.updated),
        unchanged=read - len(changes.differences),
        filename=loading.filename,
        loaded_by=by.sub,
        loaded_at=clock.now(),
    )


async def _write(
    session: AsyncSession,
    plan: Plan,
    importer: Importer[Any, Any],
    changes: Changes[Any],
    *,
    by: Principal,
) -> None:
    collection = importer.collection(session, plan)
    for stated in changes.created:
        collection.add(stated)
    for known, stated in changes.updated:
        known.restate(stated)
    if changes.differences:
        plan.change(at=clock.now())
    codes = [stated.code for stated in changes.created]
    await note_change(session, plan, importer.noun, "added", codes, by=by)
    updated = [stated.code for _, stated in changes.updated]
    await note_change(session, plan, importer.noun, "changed", updated, by=by)
    if importer.drafted is None:
        return
    for start in range(0, len(codes), CODES_PER_EVENT):
        part = tuple(codes[start : start + CODES_PER_EVENT])
        outbox.record(session, importer.drafted(plan, part))
