"""Who may read budgets, and who may load them."""

from typing import Annotated

from fastapi import Security

from chassis.principal import Principal
from chassis.web.auth import admit

BudgetReader = Annotated[Principal, Security(admit, scopes=["budgets:read"])]
BudgetOfficer = Annotated[Principal, Security(admit, scopes=["budgets:write"])]
