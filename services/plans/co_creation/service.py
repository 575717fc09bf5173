"""Dividing a draft into sections, moving them to and fro, and talking about it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.errors import FieldError
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import PlanId, RemarkId
from services.plans.co_creation.models import Remark, SubjectOfRemark
from services.plans.co_creation.repository import Remarks
from services.plans.documents.content import FocusArea
from services.plans.documents.models import Plan
from services.plans.reference import service as reference
from services.plans.sections.models import (
    Provenance,
    Section,
    SectionExists,
    SectionOwnerUnknown,
    SectionState,
)
from services.plans.sections.repository import Sections


async def open_section(  # noqa: PLR0913  what a section is, and who says so
    session: AsyncSession,
    plan: Plan,
    *,
    code: str,
    title: str,
    focus_area: FocusArea,
    owner_organ: str,
    by: Principal,
) -> Section:
    """Give a focus area of a draft to an organ: it alone writes there from now on."""
    plan.must_be_draft()
    named = await reference.find_named(session, places=set(), organs={owner_organ})
    if owner_organ not in named.organs:
        fault = FieldError("/owner_organ", "section-owner-unknown", "no such organ")
        raise SectionOwnerUnknown(f"no organ {owner_organ}", [fault])
    for known in await Sections(session, plan.id).all():
        if code == known.code or focus_area == known.focus_area:
            raise SectionExists(f"section {known.code} is {known.focus_area}")
    section = Section(
        plan_id=plan.id,
        code=code,
        space_code=plan.space_code,
        title=title,
        focus_area=focus_area,
        owner_organ=owner_organ,
        state=SectionState.OPEN,
        note=None,
        moved_by=by.sub,
        moved_at=clock.now(),
        revision=1,
    )
    Sections(session, plan.id).add(section)
    outbox.record(session, section.moved())
    return section


async def find_section(session: AsyncSession, plan: Plan, code: str) -> Section:
    """A section of a draft that is to be moved."""
    plan.must_be_draft()
    return await Sections(session, plan.id).get(code)


def submit(session: AsyncSession, section: Section, *, by: Principal) -> None:
    moved = section.submit(organ=by.organ, by=by.sub, at=clock.now())
    outbox.record(session, moved)


def accept(
    session: AsyncSession, section: Section, note: str | None, *, by: Principal
) -> None:
    moved = section.accept(organ=by.organ, note=note, by=by.sub, at=clock.now())
    outbox.record(session, moved)


def give_back(
    session: AsyncSession, section: Section, note: str, *, by: Principal
) -> None:
    moved = section.give_back(organ=by.organ, note=note, by=by.sub, at=clock.now())
    outbox.record(session, moved)


async def list_sections(session: AsyncSession, plan: Plan) -> Sequence[Section]:
    return await Sections(session, plan.id).all()


async def list_provenance(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    plan: Plan,
    *,
    kind: str | None,
    code: str | None,
    after: int,
    limit: int,
) -> Sequence[Provenance]:
    return await Sections(session, plan.id).provenance(
        kind=kind, code=code, after=after, limit=limit
    )


async def remark(  # noqa: PLR0913  what is said, about what, by whom
    session: AsyncSession,
    plan: Plan,
    *,
    subject: SubjectOfRemark,
    code: str | None,
    field: str | None,
    content: str,
    reply_to: RemarkId | None,
    by: Principal,
) -> Remark:
    """Say something about a plan, a record or a field; or reply within its thread."""
    identifier = RemarkId(new_id())
    thread = identifier
    if reply_to is not None:
        first = await Remarks(session).lock(reply_to)
        first.must_be_about(plan.id)
        first.must_take_replies()
        subject, code, field = first.subject, first.code, first.field
        thread = first.thread
    made = Remarks(session).add(
        Remark(
            id=identifier,
            plan_id=plan.id,
            space_code=plan.space_code,
            thread=thread,
            subject=subject,
            code=code,
            field=field,
            content=content,
            made_by=by.sub,
            organ=by.organ,
            made_at=clock.now(),
            plan_version=plan.version,
            version=1,
        )
    )
    outbox.record(session, made.made())
    return made


async def resolve_remark(
    session: AsyncSession, remark_id: RemarkId, *, by: Principal
) -> Remark:
    """Settle a thread: it takes no reply any more."""
    found = await Remarks(session).lock(remark_id)
    by.must_act_in(found.space_code)
    outbox.record(session, found.resolve(by=by.sub, at=clock.now()))
    return found


async def list_remarks(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    plan_id: PlanId,
    *,
    subject: SubjectOfRemark | None,
    code: str | None,
    thread: UUID | None,
    after: UUID | None,
    limit: int,
) -> Sequence[Remark]:
    return await Remarks(session).list(
        plan_id, subject=subject, code=code, thread=thread, after=after, limit=limit
    )
