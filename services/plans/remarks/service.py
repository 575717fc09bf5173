"""Talking about a plan, its records and their fields."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.principal import Principal
from contracts.ids import PlanId, RemarkId
from services.plans.content.repository import codes_of
from services.plans.documents.models import Plan
from services.plans.remarks.models import Remark, SubjectOfRemark
from services.plans.remarks.repository import Remarks
from services.plans.remarks.rules import must_be_there
from services.plans.sections.repository import Sections


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
    if reply_to is None:
        known = await codes_of(session, plan)
        sections = await Sections(session, plan.id).all()
        known[SubjectOfRemark.SECTION] = {each.code for each in sections}
        must_be_there(subject, code, field, known)
    else:
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
