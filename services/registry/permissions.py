"""Who may change reference data."""

from typing import Annotated

from fastapi import Security

from chassis.principal import Principal
from chassis.web.auth import admit

Registrar = Annotated[Principal, Security(admit, scopes=["registry:write"])]
Reviewer = Annotated[Principal, Security(admit, scopes=["registry:approve"])]
