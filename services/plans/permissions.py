"""Who may read drafts, write them, decide about them, and say who does."""

from typing import Annotated

from fastapi import Security

from chassis.principal import Principal
from chassis.web.auth import admit

PlanReader = Annotated[Principal, Security(admit, scopes=["plans:read"])]
Planner = Annotated[Principal, Security(admit, scopes=["plans:write"])]
Configurer = Annotated[Principal, Security(admit, scopes=["plans:configure"])]
OfficeHolder = Annotated[Principal, Security(admit, scopes=["plans:decide"])]
Approver = Annotated[Principal, Security(admit, scopes=["plans:adopt"])]
