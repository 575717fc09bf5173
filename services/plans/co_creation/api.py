"""Sections of a draft: opening and reading them, how far they are, who wrote what."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response

from chassis import clock
from chassis.web.conditional import tagged
from chassis.web.fields import Code
from chassis.web.paging import CursorMalformed, Page, Paging, after_number, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.co_creation import service
from services.plans.co_creation.asked import ALL, ONE
from services.plans.co_creation.schemas import (
    OverviewView,
    ProvenanceView,
    SectionDraft,
    SectionStands,
    SectionView,
)
from services.plans.documents.models import PlanNotDraft, PlanNotFound
from services.plans.documents.service import find_plan, lock_plan
from services.plans.permissions import DraftsIn, Planner, PlanReader
from services.plans.sections.refusals import (
    SectionExists,
    SectionNotFound,
    SectionOwnerElsewhere,
    SectionOwnerEnded,
    SectionOwnerUnknown,
)
from services.plans.sections.service import find_candidate

routes = router("co-creation")


@routes.post(
    ALL,
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        PlanNotFound,
        PlanNotDraft,
        SectionExists,
        SectionOwnerUnknown,
        SectionOwnerEnded,
        SectionOwnerElsewhere,
    ),
)
async def open_section(
    plan_id: PlanId,
    sent: SectionDraft,
    session: Session,
    caller: Planner,
    response: Response,
) -> SectionView:
    """Ask an organ to write a focus area; it alone does so once it has said yes.

    Who opens a section for their own organ has said so.
    """
    candidate = await find_candidate(session, sent.owner_organ)
    plan = await lock_plan(session, plan_id, by=caller)
    said = sent.model_dump(exclude={"owner_organ"})
    section = await service.open_section(session, plan, candidate, **said, by=caller)
    response.headers["Location"] = f"/v1/plans/{plan.id}/sections/{section.code}"
    return tagged(response, section, SectionView)


@routes.get(ALL, responses=refusing(PlanNotFound))
async def list_sections(
    plan_id: PlanId, session: Session, drafts_in: DraftsIn
) -> Page[SectionView]:
    """The sections of a plan and how far they are."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    found = await service.list_sections(session, plan)
    return Page(items=[SectionView.model_validate(each) for each in found])


@routes.get(ONE, responses=refusing(PlanNotFound, SectionNotFound))
async def get_section(
    plan_id: PlanId,
    code: Code,
    session: Session,
    drafts_in: DraftsIn,
    response: Response,
) -> SectionView:
    """One section of a plan."""
    plan = await find_plan(session, plan_id, drafts_in=drafts_in)
    section = await service.find_section(session, plan, code)
    return tagged(response, section, SectionView)


@routes.get(ONE + "/steps", responses=refusing(PlanNotFound, SectionNotFound))
async def list_section_steps(
    plan_id: PlanId, code: Code, session: Session, caller: PlanReader
) -> Page[SectionStands]:
    """What was done with a section, by whom and for which organ, oldest first."""
    plan = await find_plan(session, plan_id, drafts_in=caller.spaces)
    found = await service.list_revisions(session, plan, code)
    return Page(items=[SectionStands.model_validate(each) for each in found])


@routes.get("/plans/{plan_id}/section-overview", responses=refusing(PlanNotFound))
async def get_section_overview(
    plan_id: PlanId, session: Session, caller: PlanReader
) -> OverviewView:
    """How far a plan is: area by area whose it is, what is open, what is late."""
    plan = await find_plan(session, plan_id, drafts_in=caller.spaces)
    found = await service.find_overview(session, plan)
    return OverviewView.of(found, today=clock.today())


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
    after, limit = after_number(page), page.limit + 1
    found = await service.list_provenance(
        session, plan, kind=kind, code=code, after=after, limit=limit
    )
    return page_of(page, found, ProvenanceView, lambda row: row.id)
