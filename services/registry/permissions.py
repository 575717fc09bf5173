"""Who may change reference data, and who asks hubs for support or gives it."""

from typing import Annotated

from fastapi import Security

from chassis.principal import Principal
from chassis.web.auth import admit

ProposalReader = Annotated[Principal, Security(admit, scopes=["registry:read"])]
Registrar = Annotated[Principal, Security(admit, scopes=["registry:write"])]
Reviewer = Annotated[Principal, Security(admit, scopes=["registry:approve"])]

SupportReader = Annotated[Principal, Security(admit, scopes=["plans:read"])]
SupportSeeker = Annotated[Principal, Security(admit, scopes=["plans:write"])]
HubPractitioner = Annotated[Principal, Security(admit, scopes=["hubs:write"])]
