"""Who may read drafts, write them, and decide about them."""

from typing import Annotated

from fastapi import Security

from chassis.principal import Principal
from chassis.web.auth import admit

PlanReader = Annotated[Principal, Security(admit, scopes=["plans:read"])]
Planner = Annotated[Principal, Security(admit, scopes=["plans:write"])]
Approver = Annotated[Principal, Security(admit, scopes=["plans:adopt"])]
