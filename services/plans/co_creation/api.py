"""Sections and their owners, remarks and their threads, and who changed which field."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from chassis.web.auth import Anyone
from chassis.web.conditional import Precondition, VersionStale, must_match, tag
from chassis.web.fields import Code
from chassis.web.paging import (
    CursorMalformed,
    Page,
    Paging,
    after_identifier,
    after_number,
    page_of,
)
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId, RemarkId
from services.plans.co_creation import service
from services.plans.co_creation.models import (
    RemarkIsReply,
    RemarkNotFound,
    RemarkResolved,
    SubjectOfRemark,
)
from services.plans.co_creation.schemas import (
    AcceptanceSent,
    ProvenanceView,
    RemarkSent,
    RemarkView,
    ReturnSent,
    SectionDraft,
    SectionView,
)
from services.plans.documents.models import PlanNotDraft, PlanNotFound
from services.plans.documents.service import find_plan, lock_plan
from services.plans.permissions import Planner, PlanReader
from services.plans.sections.models import (
    OwnSection,
    SectionExists,
    SectionNotFound,
    SectionNotSubmitted,
    SectionOwnedByAnother,
    SectionOwnerUnknown,
    SectionSubmitted,
)

routes = router("co-creation")

ONE = "/plans/{plan_id}/sections/{code}"
DECIDING = refusing(
    PlanNotFound,
    PlanNotDraft,
    SectionNotFound,
    SectionNotSubmitted,
    OwnSection,
    VersionStale,
)


@routes.post(
    "/plans/{plan_id}/sections",
    status_code=HTTPStatus.CREATED,
    responses=refusing(PlanNotFound, PlanNotDraft, SectionExists, SectionOwnerUnknown),
)
async def open_section(
    plan_id: PlanId, sent: SectionDraft, session: Session, caller: Planner
) -> SectionView:
    """Give a focus area to an organ: it alone changes the records in it from now on."""
    plan = await lock_plan(session, plan_id, by=caller)
    section = await service.open_section(session, plan, **sent.model_dump(), by=caller)
    return SectionView.model_validate(section)


@routes.get("/plans/{plan_id}/sections", responses=refusing(PlanNotFound))
async def list_sections(
    plan_id: PlanId, session: Session, caller: Anyone
) -> Page[SectionView]:
    """The sections of a plan and how far they are."""
    plan = await find_plan(session, plan_id, drafts_in=caller.sees("plans:read"))
    found = await service.list_sections(session, plan)
    return Page(items=[SectionView.model_validate(each) for each in found])


@routes.post(
    ONE + "/submission",
    responses=refusing(
        PlanNotFound,
        PlanNotDraft,
        SectionNotFound,
        SectionOwnedByAnother,
        SectionSubmitted,
        VersionStale,
    ),
)
async def submit_section(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    code: Code,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> SectionView:
    """Say that a section is written; its owner does, and changes nothing after."""
    plan = await lock_plan(session, plan_id, by=caller)
    section = await service.find_section(session, plan, code)
    must_match(precondition, section.revision, required=False)
    service.submit(session, section, by=caller)
    tag(response, section.revision)
    return SectionView.model_validate(section)


@routes.post(
    ONE + "/acceptance",
    responses=DECIDING,
)
async def accept_section(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    code: Code,
    sent: AcceptanceSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> SectionView:
    """Take a submitted section into the plan; anybody but its owner may."""
    plan = await lock_plan(session, plan_id, by=caller)
    section = await service.find_section(session, plan, code)
    must_match(precondition, section.revision, required=False)
    service.accept(session, section, sent.note, by=caller)
    tag(response, section.revision)
    return SectionView.model_validate(section)


@routes.post(
    ONE + "/return",
    responses=DECIDING,
)
async def return_section(  # noqa: PLR0913  the parts of one HTTP request
    plan_id: PlanId,
    code: Code,
    sent: ReturnSent,
    *,
    session: Session,
    caller: Planner,
    response: Response,
    precondition: Precondition = None,
) -> SectionView:
    """Give a section back to its owner for revision, and say why."""
    plan = await lock_plan(session, plan_id, by=caller)
    section = await service.find_section(session, plan, code)
    must_match(precondition, section.revision, required=False)
    service.give_back(session, section, sent.note, by=caller)
    tag(response, section.revision)
    return SectionView.model_validate(section)


@routes.get(
    "/plans/{plan_id}/provenance", responses=refusing(PlanNotFound, CursorMalformed)
)
async def list_provenance(  # noqa: PLR0913  the filters of one list
    plan_id: PlanId,
    session: Session,
    caller: PlanReader,
    page: Paging,
    *,
    kind: Annotated[Code | None, Query()] = None,
    code: Annotated[Code | None, Query()] = None,
) -> Page[ProvenanceView]:
    """Who changed which fields of which record, oldest first."""
    plan = await find_plan(session, plan_id, drafts_in=caller.spaces)
    found = await service.list_provenance(
        session,
        plan,
        kind=kind,
        code=code,
        after=after_number(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, ProvenanceView, lambda row: row.id)


@routes.post(
    "/plans/{plan_id}/remarks",
    status_code=HTTPStatus.CREATED,
    responses=refusing(PlanNotFound, RemarkNotFound, RemarkResolved),
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
