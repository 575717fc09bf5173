"""Loading interventions from a file: all of it, or nothing and the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import Spaces
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from chassis.tabular.faults import RowErrors, collecting_errors
from chassis.tabular.rows import read_rows
from chassis.tabular.units import Unit
from chassis.tabular.upload import Upload, read_table
from contracts.ids import ImportId, PlanId
from services.plans.content import service as content
from services.plans.documents.models import Plan
from services.plans.documents.repository import Interventions, Plans
from services.plans.documents.service import CODES_PER_EVENT, lock_plan, note_change
from services.plans.imports import rules
from services.plans.imports.layout import LAYOUT, InterventionRow
from services.plans.imports.models import InterventionImport, InterventionsFormat
from services.plans.imports.repository import Imports
from services.plans.reference import service as reference


@dataclass(frozen=True)
class Loading:
    """A file of interventions for a plan, and what its sender says about it."""

    upload: Upload
    unit: Unit
    filename: str | None
    dry_run: bool


@dataclass(frozen=True)
class Loaded:
    """What a file changed, or would change when `dry_run`.

    `already_loaded`: it was loaded before, and would change nothing now.
    """

    record: InterventionImport
    dry_run: bool = False
    already_loaded: bool = False


async def load_interventions(
    session: AsyncSession, plan_id: PlanId, loading: Loading, *, by: Principal
) -> Loaded:
    plan = await Plans(session).get(plan_id)
    by.must_act_in(plan.space_code)
    if await _earlier(session, plan, loading) is None:
        plan.must_be_draft()
    table = await read_table(loading.upload)
    with collecting_errors() as errors:
        rows = await read_rows(table, LAYOUT, unit=loading.unit, errors=errors)
        all_readable = not errors.total
        await _check_names(session, plan, rows, errors)
        plan = await lock_plan(session, plan_id, by=by)
        standing = await Interventions(session, plan).by_code()
        given = LAYOUT.given(table.header, loading.unit)
        rows = rules.completed(rows, standing, given)
        rules.check_horizons(rows, given, errors)
        rules.check_points_within(rows, errors)
        if all_readable:
            rules.check_dependencies(rows, standing, errors)
            known = await content.codes_of_strategies(session, plan)
            rules.check_strategies(rows, known, errors)
    changes = rules.compare(rows, standing)
    if not changes and (earlier := await _earlier(session, plan, loading)):
        return earlier
    plan.must_be_draft()
    record = _record(plan, loading, changes, rows=len(rows), by=by)
    if not loading.dry_run:
        await _load(session, plan, changes, record, by=by)
    return Loaded(record, dry_run=loading.dry_run)


async def list_imports(  # noqa: PLR0913  a plan, who asks, and a window
    session: AsyncSession,
    plan_id: PlanId,
    *,
    drafts_in: Spaces,
    by: Principal,
    after: UUID | None,
    limit: int,
) -> Sequence[InterventionImport]:
    plan = await Plans(session).find(plan_id, drafts_in=drafts_in)
    by.must_act_in(plan.space_code)
    return await Imports(session, plan).page(after=after, limit=limit)


async def _earlier(
    session: AsyncSession, plan: Plan, loading: Loading
) -> Loaded | None:
    if loading.dry_run:
        return None
    record = await Imports(session, plan).last_of(
        digest=loading.upload.digest, unit=loading.unit.label
    )
    return None if record is None else Loaded(record, already_loaded=True)


async def _check_names(
    session: AsyncSession, plan: Plan, rows: list[InterventionRow], errors: RowErrors
) -> None:
    space = await reference.find_space(session, plan.space_code)
    named = await reference.find_named(
        session,
        places={code for row in rows for code in row.location_code},
        organs={row.lead_organ for row in rows}
        | {code for row in rows for code in row.supporting_organs},
    )
    rules.check_names(rows, named, space, errors)


def _record(
    plan: Plan, loading: Loading, changes: rules.Changes, *, rows: int, by: Principal
) -> InterventionImport:
    created, updated = len(changes.created), len(changes.updated)
    return InterventionImport(
        id=ImportId(new_id()),
        plan_id=plan.id,
        space_code=plan.space_code,
        format=InterventionsFormat.INTERVENTIONS,
        unit=loading.unit.label,
        digest=loading.upload.digest,
        rows=rows,
        created=created,
        updated=updated,
        unchanged=rows - created - updated,
        filename=loading.filename,
        loaded_by=by.sub,
        loaded_at=clock.now(),
    )


async def _load(
    session: AsyncSession,
    plan: Plan,
    changes: rules.Changes,
    record: InterventionImport,
    *,
    by: Principal,
) -> None:
    interventions = Interventions(session, plan)
    for stated in changes.created:
        interventions.add(stated)
    for known, stated in changes.updated:
        known.restate(stated)
    if changes:
        plan.change(at=record.loaded_at)
    Imports(session, plan).add(record)
    codes = [stated.code for stated in changes.created]
    await note_change(session, plan, "intervention", "added", codes, by=by)
    updated = [stated.code for _, stated in changes.updated]
    await note_change(session, plan, "intervention", "changed", updated, by=by)
    for start in range(0, len(codes), CODES_PER_EVENT):
        part = tuple(codes[start : start + CODES_PER_EVENT])
        outbox.record(session, plan.interventions_drafted(part))
