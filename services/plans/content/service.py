"""Writing down what a plan says, record by record or many at once, and judging it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError, summed_up
from chassis.principal import Principal
from services.plans.content import rules
from services.plans.content.gates import judge
from services.plans.content.models import (
    ContentNotValid,
    PlanLink,
    Record,
    RecordExists,
    StageNotReady,
    StillNamed,
    Strategy,
)
from services.plans.content.repository import Records, codes_of, read_whole, within
from services.plans.content.whole import Whole
from services.plans.documents.models import Plan, Stage
from services.plans.documents.service import note_change

R = TypeVar("R", bound=Record)
MOST_FAULTS = 500


async def list_records(
    session: AsyncSession,
    entity: type[R],
    plan: Plan,
    *,
    after: str | None,
    limit: int,
) -> Sequence[R]:
    return await Records(session, plan, entity).page(after=after, limit=limit)


async def find_record(
    session: AsyncSession, entity: type[R], plan: Plan, code: str
) -> R:
    return await Records(session, plan, entity).get(code)


async def add_record(
    session: AsyncSession, plan: Plan, record: R, *, by: Principal
) -> R:
    """Add a record to a draft that the caller holds locked."""
    plan.must_be_draft()
    records = Records(session, plan, type(record))
    if await records.find([record.code]):
        raise RecordExists(f"the plan has {record.noun} {record.code}")
    must_be_valid(rules.faults_of(record, await codes_of(session, plan)))
    records.add(record)
    await _changed(session, plan, record, "added", by=by)
    return record


async def change_record(
    session: AsyncSession,
    plan: Plan,
    record: Record,
    said: Mapping[str, object],
    *,
    by: Principal,
) -> None:
    """Change a record of a draft that the caller holds locked."""
    plan.must_be_draft()
    if not record.change(said):
        return
    with session.no_autoflush:
        must_be_valid(rules.faults_of(record, await codes_of(session, plan)))
    await _changed(session, plan, record, "changed", by=by)


async def remove_record(
    session: AsyncSession, plan: Plan, record: Record, *, by: Principal
) -> None:
    """Take a record out of a draft, unless another record names it."""
    plan.must_be_draft()
    others = [
        other
        for entity in (Strategy, PlanLink)
        for other in await Records(session, plan, entity).all()
    ]
    errors = list(rules.naming(record, others))
    if isinstance(record, Strategy):
        errors += [
            rules.still_named(record.noun, record.code, "intervention", code)
            for code in await within(session, plan, record.code)
        ]
    if errors:
        raise StillNamed(f"{record.noun} {record.code} is named by others", errors)
    await Records(session, plan, type(record)).remove(record)
    await _changed(session, plan, record, "removed", by=by)


async def links_to(
    session: AsyncSession, plan: Plan, kind: str, code: str
) -> list[FieldError]:
    """The links whose subject it is, as reasons why it must stay."""
    return [
        rules.still_named(kind, code, link.noun, link.code)
        for link in await Records(session, plan, PlanLink).all()
        if link.subject_kind == kind and link.subject == code
    ]


async def codes_of_strategies(session: AsyncSession, plan: Plan) -> set[str]:
    return (await codes_of(session, plan))[Strategy.noun]


async def find_whole(session: AsyncSession, plan: Plan) -> Whole:
    return await read_whole(session, plan)


async def must_be_ready(
    session: AsyncSession, plan: Plan, stages: Collection[Stage]
) -> list[str]:
    """Refuse stages whose content is missing; the rules that were waived."""
    judged = judge(await read_whole(session, plan), stages, on=clock.today())
    if judged.missing:
        count = len(judged.missing)
        told = "one thing is" if count == 1 else f"{count} things are"
        names = " and ".join(sorted({fault.code for fault in judged.missing}))
        raise StageNotReady(f"{told} missing: {names}", judged.missing[:MOST_FAULTS])
    return judged.waived


def must_be_valid(errors: Iterable[FieldError]) -> None:
    faults = list(errors)
    if faults:
        raise ContentNotValid(summed_up(faults), faults[:MOST_FAULTS])


async def _changed(
    session: AsyncSession, plan: Plan, record: Record, change: str, *, by: Principal
) -> None:
    plan.change(at=clock.now())
    await note_change(session, plan, record.noun, change, (record.code,), by=by)
