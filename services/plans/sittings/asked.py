"""The sitting that a request is about: in sight, or locked to be changed."""

from typing import Annotated

from fastapi import Depends

from chassis.web.conditional import IfMatch
from chassis.web.session import Session
from contracts.ids import SittingId
from services.plans.permissions import DraftsIn, Planner
from services.plans.sittings import service
from services.plans.sittings.models import Sitting


async def sitting_in_sight(
    sitting_id: SittingId, session: Session, drafts_in: DraftsIn
) -> Sitting:
    return await service.find_sitting(session, sitting_id, drafts_in=drafts_in)


async def sitting_to_record(
    sitting_id: SittingId, session: Session, caller: Planner
) -> Sitting:
    """What it says and decides is added to it, whatever its version."""
    return await service.lock_sitting(session, sitting_id, by=caller)


SittingInSight = Annotated[Sitting, Depends(sitting_in_sight)]
SittingToRecord = Annotated[Sitting, Depends(sitting_to_record)]


async def sitting_to_change(sitting: SittingToRecord, if_match: IfMatch) -> Sitting:
    if_match.must_be(sitting.revision)
    return sitting


SittingToChange = Annotated[Sitting, Depends(sitting_to_change)]
