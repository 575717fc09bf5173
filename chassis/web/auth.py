"""Permission as a type in the signature: a scope, or the word that anyone may.

What asks nobody else is a coroutine all the same: FastAPI runs a function in a thread.
"""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import OAuth2, SecurityScopes

from chassis.errors import NotPermitted, NotSignedIn
from chassis.principal import Principal

SCOPES = {
    "registry:write": "Propose changes of reference data.",
    "registry:read": "Read proposed changes of reference data.",
    "registry:approve": "Review changes of reference data that others proposed.",
    "hubs:write": "Answer requests for support in the spaces of your hub.",
    "plans:read": "Read unpublished plans of your spaces.",
    "plans:write": "Draft plans and load interventions in your spaces.",
    "plans:configure": "State which bodies decide about plans.",
    "plans:decide": "Speak for a body that decides about plans, or sign them.",
    "plans:adopt": "Decide the adoption of plans in your spaces.",
    "budgets:read": "Read budget lines, funds and ledgers of your spaces.",
    "budgets:write": "Load budgets and post to ledgers in your spaces.",
    "monitoring:read": "Read unpublished monitoring of your spaces.",
    "monitoring:write": "Report results in your spaces.",
    "audit:read": "Read audit entries.",
    "operations:admin": "List, replay and discard dead letters.",
}

oauth2 = OAuth2(
    flows=OAuthFlows(
        clientCredentials=OAuthFlowClientCredentials(
            tokenUrl="/oauth/token", scopes=SCOPES
        )
    ),
    scheme_name="oauth2",
    auto_error=False,
)


class ScopeMissing(NotPermitted):
    """The token does not carry the scope this operation needs."""


class ScopesNotForeseen(Exception):
    """A route asks for scopes that its transaction was not opened for: a bug."""


async def admit(
    scopes: SecurityScopes,
    request: Request,
    _: Annotated[str | None, Depends(oauth2)],
) -> Principal:
    """The caller, if their token carries the scopes; else 401 or 403."""
    caller: Principal = request.state.principal
    if caller.is_anonymous:
        raise NotSignedIn("send a bearer token")
    if not caller.needed.issuperset(scopes.scopes):
        raise ScopesNotForeseen(scopes.scope_str)
    missing = set(scopes.scopes) - caller.scopes
    if missing:
        raise ScopeMissing(f"this needs the scope {' '.join(sorted(missing))}")
    return caller


async def anyone(request: Request) -> Principal:
    """Whoever asks: what is published is published for everyone."""
    caller: Principal = request.state.principal
    return caller


Anyone = Annotated[Principal, Depends(anyone)]
Auditor = Annotated[Principal, Security(admit, scopes=["audit:read"])]
Operator = Annotated[Principal, Security(admit, scopes=["operations:admin"])]
