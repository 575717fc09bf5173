"""From the bearer token on a request to the principal it vouches for."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request

from chassis.errors import NotSignedIn
from chassis.principal import Principal
from chassis.web.jwks import RemoteKeys
from chassis.web.tokens import Claims, TokenRefused, Verifier

Authenticate = Callable[[Request], Awaitable[Principal]]


def authenticator(remote: RemoteKeys, *, issuer: str, audience: str) -> Authenticate:
    """What turns a request into its caller: one issuer's tokens, for one audience."""
    verifier = Verifier(remote.keys, issuer, audience)

    async def authenticate(request: Request) -> Principal:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotSignedIn("send a bearer token")
        try:
            return _principal(await remote.verify(verifier, token))
        except TokenRefused:
            raise NotSignedIn("that token is not one of ours") from None

    return authenticate


def _principal(claims: Claims) -> Principal:
    return Principal(
        sub=claims.sub,
        client_id=claims.client_id,
        role=claims.role,
        service=claims.aud,
        own_scopes=claims.scopes,
        own_spaces=claims.spaces,
        organ=claims.organ,
        sphere=claims.sphere,
        offices=claims.offices,
    )
