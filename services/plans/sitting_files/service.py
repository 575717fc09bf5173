"""Loading what a sitting said from a file: all of it, or nothing and the reasons."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.database import Spaces
from chassis.errors import Refusal
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from chassis.tabular.faults import RowErrors, collecting_errors
from chassis.tabular.rows import read_rows
from chassis.tabular.table import Limits
from chassis.tabular.upload import Upload, read_table
from contracts.ids import CommissionId, ImportId, SittingId
from services.plans.proceedings.quorum import quorum_on
from services.plans.proceedings.service import must_be_day_of
from services.plans.reference import service as reference
from services.plans.resolutions.models import Matter, MatterKind, MatterStatus
from services.plans.resolutions.repository import Matters
from services.plans.resolutions.service import Saying, last_day_come, new_matter
from services.plans.sitting_files import rules
from services.plans.sitting_files.layout import AGENDA, LAYOUT, Label, MatterRow
from services.plans.sitting_files.models import MatterImport, RecordTooLong
from services.plans.sitting_files.repository import MatterImports
from services.plans.sittings.agenda import AgendaItem, Commission
from services.plans.sittings.models import Sitting
from services.plans.sittings.repository import Agenda
from services.plans.sittings.service import (
    find_sitting,
    lock_sitting,
    must_take_items,
)

LIMITS = Limits(rows=5000)
LONGEST_RECORD = 100_000
IN_ORDER = [AGENDA, *(kind.value for kind in MatterKind)]


@dataclass(frozen=True)
class Standing:
    """What a sitting has already, by label and by name."""

    matters: dict[Label, Matter]
    items: dict[Label, AgendaItem]
    commissions: dict[str, Commission]

    @property
    def words(self) -> Mapping[Label, str]:
        said = {label: matter.content for label, matter in self.matters.items()}
        return said | {label: item.title for label, item in self.items.items()}


@dataclass(frozen=True)
class Loaded:
    """What a file added to a sitting, or would add; then it has no id."""

    id: ImportId | None
    sitting_id: SittingId
    space_code: str | None
    digest: str
    rows: int
    created: int
    unchanged: int


class _OnlyShown(Exception):
    """What was done in the savepoint is undone."""


async def load_matters(
    session: AsyncSession,
    sitting_id: SittingId,
    upload: Upload,
    *,
    dry_run: bool,
    by: Principal,
) -> Loaded:
    """Put the rows of a file on a sitting's record.

    A dry run does the same in a savepoint that is undone, and so finds every fault.
    """
    table = await read_table(upload, LIMITS)
    with collecting_errors() as errors:
        rows = await read_rows(table, LAYOUT, unit=None, errors=errors)
        organs = await _known_organs(session, rows)
        sitting = await lock_sitting(session, sitting_id, by=by)
        standing = await _standing(session, sitting)
        rules.check(rows, sitting, standing.words, organs, errors)
    added = [row for row in rows if row.label not in standing.words]
    added.sort(key=lambda row: (IN_ORDER.index(row.label.kind), row.label.seq))
    await _must_be_in_order(session, sitting, added)
    record = _record(sitting, upload, rows=len(rows), created=len(added), by=by)
    loaded = Loaded(
        id=None if dry_run else record.id,
        sitting_id=sitting.id,
        space_code=sitting.space_code,
        digest=record.digest,
        rows=record.rows,
        created=record.created,
        unchanged=record.unchanged,
    )
    with suppress(_OnlyShown):
        async with session.begin_nested():
            await _add(session, sitting, standing, added, by=by)
            MatterImports(session, sitting).add(record)
            outbox.record(session, record.loaded(sitting.space_code))
            if dry_run:
                raise _OnlyShown
    return loaded


async def _known_organs(
    session: AsyncSession, rows: Sequence[MatterRow]
) -> frozenset[str]:
    codes = {row.owner_organ for row in rows if row.owner_organ is not None}
    named = await reference.find_named(session, places=set(), organs=codes)
    return frozenset(named.organs)


async def _standing(session: AsyncSession, sitting: Sitting) -> Standing:
    agenda = Agenda(session, sitting)
    matters = await Matters(session).of_sitting(sitting, limit=LONGEST_RECORD + 1)
    items = await agenda.page(after=0, limit=LONGEST_RECORD + 1)
    if len(matters) + len(items) > LONGEST_RECORD:
        raise RecordTooLong(f"sitting {sitting.id} has more than {LONGEST_RECORD} rows")
    return Standing(
        {Label(matter.kind.value, matter.seq): matter for matter in matters},
        {Label(AGENDA, item.position): item for item in items},
        {each.name: each for each in await agenda.commissions()},
    )


async def _must_be_in_order(
    session: AsyncSession, sitting: Sitting, rows: Sequence[MatterRow]
) -> None:
    """The sitting takes what is added; its resolutions have the quorum of their day."""
    must_take_items(sitting)
    said = [row for row in rows if row.label.kind != AGENDA]
    if said:
        sitting.must_be_open()
    for day in sorted({row.on for row in said if row.on is not None}):
        must_be_day_of(sitting, day, pointer="/on")
    resolved = [row for row in said if row.label.kind == MatterKind.RESOLUTION]
    last = last_day_come(sitting)
    if sitting.is_held and last is not None:
        for day in sorted({row.on or last for row in resolved}):
            (await quorum_on(session, sitting, day)).must_be_met()


def _record(
    sitting: Sitting, upload: Upload, *, rows: int, created: int, by: Principal
) -> MatterImport:
    return MatterImport(
        id=ImportId(new_id()),
        sitting_id=sitting.id,
        space_codes=sitting.space_codes,
        digest=upload.digest,
        rows=rows,
        created=created,
        unchanged=rows - created,
        loaded_by=by.sub,
        loaded_at=clock.now(),
    )


async def _add(
    session: AsyncSession,
    sitting: Sitting,
    standing: Standing,
    rows: Sequence[MatterRow],
    *,
    by: Principal,
) -> None:
    agenda = Agenda(session, sitting)
    for name in sorted({row.commission for row in rows if row.commission}):
        if name not in standing.commissions:
            formed = standing.commissions[name] = agenda.add(_commission(name))
            outbox.record(session, formed.formed(sitting.space_code))
    await session.flush()
    with collecting_errors() as errors:
        for row in rows:
            if row.label.kind == AGENDA:
                tabled = agenda.add(_item(row))
                outbox.record(session, tabled.tabled(sitting.space_code))
                continue
            named = standing.commissions.get(row.commission or "")
            commission = named.id if named else None
            matter = _matter(sitting, row, commission, by=by)
            standing.matters[row.label] = matter
            _follow(session, standing, row, matter, errors)
            session.add(matter)
            outbox.record(session, matter.raised())


def _item(row: MatterRow) -> AgendaItem:
    return AgendaItem(
        id=new_id(),
        position=row.label.seq,
        title=row.content,
        tabled_by=row.tabled_by,
        documents=[],
        matter_id=None,
    )


def _commission(name: str) -> Commission:
    return Commission(id=CommissionId(new_id()), name=name, topic=None, members=[])


def _matter(
    sitting: Sitting,
    row: MatterRow,
    commission: CommissionId | None,
    *,
    by: Principal,
) -> Matter:
    status = MatterStatus(row.outcome) if row.outcome else MatterStatus.OPEN
    saying = Saying(
        kind=MatterKind(row.label.kind),
        content=row.content,
        status=MatterStatus.DONE if row.evidence else status,
        commission_id=commission,
        owner_organ=row.owner_organ,
        due_on=row.due_on,
    )
    number, seq = sitting.must_be_open(), row.label.seq
    day = row.on or last_day_come(sitting)
    matter = new_matter(sitting, saying, number=number, seq=seq, day=day, by=by)
    matter.owner_as_found, matter.source = row.owner_as_found, row.source
    matter.evidence = row.evidence
    return matter


def _follow(
    session: AsyncSession,
    standing: Standing,
    row: MatterRow,
    matter: Matter,
    errors: RowErrors,
) -> None:
    if row.follows is None:
        return
    earlier = standing.matters.get(row.follows)
    rule = "follows-not-possible"
    if earlier is None:
        detail = "it is an agenda item, or comes later"
        errors.add(row.row, "follows", row.follows, rule=rule, detail=detail)
        return
    try:
        taken_up = earlier.take_up(matter, carried=0, at=clock.now())
    except Refusal as refused:
        errors.add(row.row, "follows", row.follows, rule=rule, detail=refused.detail)
        return
    if taken_up is not None:
        outbox.record(session, taken_up)


async def list_imports(
    session: AsyncSession,
    sitting_id: SittingId,
    *,
    by: Principal,
    after: UUID | None,
    limit: int,
) -> Sequence[MatterImport]:
    sitting = await find_sitting(session, sitting_id, drafts_in=by.sees("plans:read"))
    sitting.must_be_in_reach_of(by)
    return await MatterImports(session, sitting).page(after=after, limit=limit)


async def everything_said(
    session: AsyncSession, sitting_id: SittingId, *, drafts_in: Spaces
) -> tuple[Sitting, Standing]:
    sitting = await find_sitting(session, sitting_id, drafts_in=drafts_in)
    return sitting, await _standing(session, sitting)
