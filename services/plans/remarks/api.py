"""Saying something about a plan, answering it, and settling it."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, after_identifier, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId, RemarkId
from services.plans.documents.models import PlanNotFound
from services.plans.documents.service import find_plan
from services.plans.permissions import Planner, PlanReader
from services.plans.remarks import service
from services.plans.remarks.models import (
    FieldOfRemarkUnknown,
    RemarkIsReply,
    RemarkNotFound,
    RemarkResolved,
    SubjectOfRemark,
    SubjectOfRemarkUnknown,
)
from services.plans.remarks.schemas import RemarkSent, RemarkView

routes = router("co-creation")


@routes.post(
    "/plans/{plan_id}/remarks",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        PlanNotFound,
        RemarkNotFound,
        RemarkResolved,
        SubjectOfRemarkUnknown,
        FieldOfRemarkUnknown,
    ),
)
async def make_remark(
    plan_id: PlanId, sent: RemarkSent, session: Session, caller: Planner
) -> RemarkView:
    """Say something about a plan of your spaces, a record of it, or one field."""
    plan = await find_plan(session, plan_id, drafts_in=caller.spaces)
    caller.must_act_in(plan.space_code)
    made = await service.remark(session, plan, **sent.model_dump(), by=caller)
    return RemarkView.model_validate(made)


@routes.get(
    "/plans/{plan_id}/remarks", responses=refusing(PlanNotFound, CursorMalformed)
)
async def list_remarks(  # noqa: PLR0913  the filters of one list
    plan_id: PlanId,
    session: Session,
    caller: PlanReader,
    page: Paging,
    *,
    subject: SubjectOfRemark | None = None,
    code: Annotated[Code | None, Query()] = None,
    thread: UUID | None = None,
) -> Page[RemarkView]:
    """What people of the space said about a plan, oldest first."""
    plan = await find_plan(session, plan_id, drafts_in=caller.spaces)
    found = await service.list_remarks(
        session,
        plan.id,
        subject=subject,
        code=code,
        thread=thread,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, RemarkView, lambda row: row.id)


@routes.post(
    "/remarks/{remark_id}/resolution",
    responses=refusing(RemarkNotFound, RemarkResolved, RemarkIsReply),
)
async def resolve_remark(
    remark_id: RemarkId, session: Session, caller: Planner
) -> RemarkView:
    """Settle a thread; it takes no reply any more."""
    return RemarkView.model_validate(
        await service.resolve_remark(session, remark_id, by=caller)
    )
