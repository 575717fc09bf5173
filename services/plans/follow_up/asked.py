"""The matter that a request is about: in sight, or locked to be carried out."""

from typing import Annotated

from fastapi import Depends

from chassis.web.conditional import IfMatch
from chassis.web.session import Session
from contracts.ids import MatterId
from services.plans.follow_up import service
from services.plans.permissions import DraftsIn, Planner
from services.plans.resolutions.models import Matter


async def matter_in_sight(
    matter_id: MatterId, session: Session, drafts_in: DraftsIn
) -> Matter:
    return await service.find_matter(session, matter_id, drafts_in=drafts_in)


async def action_to_move(
    matter_id: MatterId, session: Session, caller: Planner, if_match: IfMatch
) -> Matter:
    action = await service.lock_matter(session, matter_id, by=caller)
    if_match.must_be(action.revision)
    return action


MatterInSight = Annotated[Matter, Depends(matter_in_sight)]
ActionToMove = Annotated[Matter, Depends(action_to_move)]
