"""Comparing two plans of a space, and beginning a draft from one that stands."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.errors import FieldError
from chassis.messaging import outbox
from chassis.principal import Principal
from services.plans.content import service as content
from services.plans.content.models import Record
from services.plans.content.repository import Records
from services.plans.content.whole import PLURALS, Whole
from services.plans.documents.content import STATED, Intervention
from services.plans.documents.models import Plan, Provenance
from services.plans.documents.repository import Interventions
from services.plans.documents.service import CODES_PER_EVENT, draft_plan, note_change
from services.plans.sections.history import Writer
from services.plans.sections.repository import Sections
from services.plans.versions.models import PlansOfTwoSpaces

NOT_COPIED = frozenset({"plan_id", "space_code", "revision"})


async def find_both(
    session: AsyncSession, before: Plan, after: Plan
) -> tuple[Whole, Whole]:
    if before.space_code != after.space_code:
        detail = f"{before.space_code} and {after.space_code}"
        fault = FieldError("/query/with", "plan-of-another-space", detail)
        raise PlansOfTwoSpaces(detail, [fault])
    return (
        await content.find_whole(session, before),
        await content.find_whole(session, after),
    )


async def find_writers(
    session: AsyncSession, plan: Plan, codes: Collection[str]
) -> dict[tuple[str, str, str], Writer]:
    """Who last wrote which field, as far as the caller may know."""
    return await Sections(session, plan.id).writers(codes) if codes else {}


async def clone_plan(
    session: AsyncSession,
    source: Plan,
    *,
    title: str,
    provenance: Provenance | None,
    by: Principal,
) -> Plan:
    """A new draft of the same space that says what the source says.

    Stages, decisions and commitments are not copied: they were about the source.
    Figures stay whose they are unless the caller says otherwise: what was invented is
    not a space's own by being copied.
    """
    whole = await content.find_whole(session, source)
    plan = await draft_plan(
        session,
        space_code=source.space_code,
        title=title,
        provenance=provenance or source.provenance,
        generation=source.generation,
        by=by,
    )
    plan.based_on, plan.vision = source.id, source.vision
    for entity, plural in PLURALS.items():
        copies = [_copy(entity, record) for record in getattr(whole, plural)]
        for copy in copies:
            Records(session, plan, entity).add(copy)
        codes = [copy.code for copy in copies]
        await note_change(session, plan, entity.noun, "added", codes, by=by)
    await _copy_interventions(session, plan, whole, by=by)
    return plan


async def _copy_interventions(
    session: AsyncSession, plan: Plan, whole: Whole, *, by: Principal
) -> None:
    interventions = Interventions(session, plan)
    for each in whole.interventions:
        said = {name: getattr(each, name) for name in STATED}
        interventions.add(Intervention(**said, planned=dict(each.planned)))
    codes = tuple(each.code for each in whole.interventions)
    await note_change(session, plan, "intervention", "added", codes, by=by)
    for start in range(0, len(codes), CODES_PER_EVENT):
        part = codes[start : start + CODES_PER_EVENT]
        outbox.record(session, plan.interventions_drafted(part))


def _copy(entity: type[Record], record: Record) -> Record:
    names = [column.name for column in entity.__table__.columns]
    return entity(
        **{name: getattr(record, name) for name in names if name not in NOT_COPIED}
    )
