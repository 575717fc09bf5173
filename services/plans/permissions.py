"""Who may read drafts, write them, decide about them, and say who does."""

from typing import Annotated

from fastapi import Depends, Security

from chassis.database import Spaces
from chassis.principal import Principal
from chassis.web.auth import Anyone, admit

READ, WRITE = "plans:read", "plans:write"

PlanReader = Annotated[Principal, Security(admit, scopes=[READ])]
Planner = Annotated[Principal, Security(admit, scopes=[WRITE])]
Configurer = Annotated[Principal, Security(admit, scopes=["plans:configure"])]
OfficeHolder = Annotated[Principal, Security(admit, scopes=["plans:decide"])]
Approver = Annotated[Principal, Security(admit, scopes=["plans:adopt"])]


async def drafts_in(caller: Anyone) -> Spaces:
    """The spaces whose drafts the caller may read; what binds is anyone's."""
    return caller.sees(READ)


DraftsIn = Annotated[Spaces, Depends(drafts_in)]


async def moderates_in(caller: Anyone) -> Spaces:
    """The spaces where the caller judges what the public said."""
    return caller.sees(WRITE)


ModeratesIn = Annotated[Spaces, Depends(moderates_in)]
