"""The section that a request moves on, locked with its draft."""

from typing import Annotated

from fastapi import Depends

from chassis.web.conditional import IfMatch
from chassis.web.fields import Code
from chassis.web.session import Session
from contracts.ids import PlanId
from services.plans.co_creation import service
from services.plans.documents.service import lock_plan
from services.plans.permissions import Planner
from services.plans.sections.models import Section

ALL = "/plans/{plan_id}/sections"
ONE = ALL + "/{code}"


async def section_to_move(
    plan_id: PlanId, code: Code, session: Session, caller: Planner, if_match: IfMatch
) -> Section:
    plan = await lock_plan(session, plan_id, by=caller)
    plan.must_be_draft()
    section = await service.find_section(session, plan, code)
    if_match.must_be(section.revision)
    return section


SectionToMove = Annotated[Section, Depends(section_to_move)]
