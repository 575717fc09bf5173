"""The escalation that the structure above deals with, locked."""

from typing import Annotated

from fastapi import Depends

from chassis.web.conditional import IfMatch
from chassis.web.session import Session
from contracts.ids import EscalationId
from services.plans.escalations import service
from services.plans.escalations.models import Escalation
from services.plans.permissions import Planner


async def escalation_to_move(
    escalation_id: EscalationId, session: Session, caller: Planner, if_match: IfMatch
) -> Escalation:
    escalation = await service.lock_escalation(session, escalation_id, by=caller)
    if_match.must_be(escalation.revision)
    return escalation


EscalationToMove = Annotated[Escalation, Depends(escalation_to_move)]
