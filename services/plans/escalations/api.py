"""Escalating matters from district to province to nation."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response

from chassis.principal import NotPermittedInSpace
from chassis.web.auth import Anyone
from chassis.web.conditional import VersionStale, tagged
from chassis.web.fields import Code
from chassis.web.paging import (
    CursorMalformed,
    Page,
    Paging,
    after_identifier,
    page_of,
)
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import EscalationId, MatterId
from services.plans.escalations import service
from services.plans.escalations.asked import EscalationToMove
from services.plans.escalations.models import (
    EscalatedAlready,
    EscalationNotFound,
    EscalationNotOpen,
    EscalationStatus,
    MatterNotEscalatable,
    NothingAbove,
    Wanted,
)
from services.plans.escalations.schemas import (
    EscalationAnswer,
    EscalationSent,
    EscalationView,
)
from services.plans.permissions import Planner
from services.plans.reference.offices import StructureUnknown
from services.plans.resolutions.models import MatterNotFound

routes = router("resolutions")

BY_THE_STRUCTURE_ABOVE = (
    EscalationNotFound,
    NotPermittedInSpace,
    EscalationNotOpen,
    StructureUnknown,
    VersionStale,
)


@routes.post(
    "/matters/{matter_id}/escalations",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        MatterNotFound,
        NotPermittedInSpace,
        MatterNotEscalatable,
        EscalatedAlready,
        NothingAbove,
        StructureUnknown,
    ),
)
async def escalate_matter(
    matter_id: MatterId,
    sent: EscalationSent,
    session: Session,
    caller: Planner,
    response: Response,
) -> EscalationView:
    """Put an unresolved matter before the structure above; its clock runs from today.

    By who keeps the records of the structure that has it before it now.
    """
    escalation = await service.escalate_matter(
        session, matter_id, sent.reason, by=caller
    )
    return tagged(response, escalation, EscalationView)


@routes.post(
    "/escalations/{escalation_id}/acknowledgement",
    responses=refusing(*BY_THE_STRUCTURE_ABOVE),
)
async def acknowledge_escalation(
    escalation: EscalationToMove,
    session: Session,
    response: Response,
) -> EscalationView:
    """Say that the structure above has the matter before it."""
    await service.acknowledge_escalation(session, escalation)
    return tagged(response, escalation, EscalationView)


@routes.post(
    "/escalations/{escalation_id}/answer",
    responses=refusing(*BY_THE_STRUCTURE_ABOVE),
)
async def answer_escalation(
    escalation: EscalationToMove,
    sent: EscalationAnswer,
    session: Session,
    response: Response,
) -> EscalationView:
    """Answer what was escalated and acknowledged."""
    await service.answer_escalation(session, escalation, sent.answer)
    return tagged(response, escalation, EscalationView)


@routes.post(
    "/escalations/{escalation_id}/return",
    responses=refusing(*BY_THE_STRUCTURE_ABOVE),
)
async def return_escalation(
    escalation: EscalationToMove,
    sent: EscalationAnswer,
    session: Session,
    response: Response,
) -> EscalationView:
    """Give back what was escalated and acknowledged, and say why."""
    await service.return_escalation(session, escalation, sent.answer)
    return tagged(response, escalation, EscalationView)


@routes.get("/escalations/{escalation_id}", responses=refusing(EscalationNotFound))
async def get_escalation(
    escalation_id: EscalationId, session: Session, _: Anyone, response: Response
) -> EscalationView:
    """One escalation."""
    escalation = await service.find_escalation(session, escalation_id)
    return tagged(response, escalation, EscalationView)


@routes.get("/escalations", responses=refusing(CursorMalformed))
async def list_escalations(  # noqa: PLR0913  the filters of one list
    *,
    session: Session,
    _: Anyone,
    page: Paging,
    matter: MatterId | None = None,
    structure: Annotated[Code | None, Query()] = None,
    status: EscalationStatus | None = None,
    overdue: bool | None = None,
) -> Page[EscalationView]:
    """Escalations, by matter, structure (either side) or state; late ones alone."""
    wanted = Wanted(
        matter_id=matter, structure_code=structure, status=status, overdue=overdue
    )
    found = await service.list_escalations(
        session, wanted, after=after_identifier(page), limit=page.limit + 1
    )
    return page_of(page, found, EscalationView, lambda escalation: escalation.id)
