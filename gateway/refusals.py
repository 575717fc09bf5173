"""The rules by which the gateway itself turns a request away.

Refusal
  PathMalformed          400
  AuthorizationMalformed 400
  TokenMissing           401
  TokenNotValid          401
  ScopeNotHeld           403
  NotInContract          404
  MethodNotInContract    405
  BodyTooSlow            408
  BodyOverLimit          413
  EncodedBody            415
  RateExceeded           429
  GatewayFault           500
  ServiceFailed          502
  ServiceUnreachable     503
  ServiceTooSlow         504
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import ClassVar

from chassis.errors import (
    Malformed,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Refusal,
    TooLarge,
    TooMany,
    Unavailable,
)

Fields = dict[str, str]


class PathMalformed(Malformed):
    """A path holds letters, digits, `-._~` and %XX of other letters; nothing else."""


class AuthorizationMalformed(Malformed):
    """Send one Authorization header: `Bearer` and a token."""


class TokenMissing(NotSignedIn):
    """Send a token with this request; get one at /oauth/token."""


class TokenNotValid(NotSignedIn):
    """The token is not one of ours, not for this API, or no longer valid."""

    fields: ClassVar[Fields] = {"WWW-Authenticate": 'Bearer error="invalid_token"'}


class ScopeNotHeld(NotPermitted):
    """The token does not carry the scopes this operation needs."""

    def __init__(self, needed: str) -> None:
        super().__init__(f"this needs the scope {needed}")
        challenge = f'Bearer error="insufficient_scope", scope="{needed}"'
        self.fields: Fields = {"WWW-Authenticate": challenge}


class NotInContract(NotFound):
    """There is nothing at this address; /openapi.json lists what there is."""


class MethodNotInContract(Refusal):
    """The resource does not have this method; Allow lists those it has."""

    status = HTTPStatus.METHOD_NOT_ALLOWED

    def __init__(self, methods: Iterable[str]) -> None:
        known = set(methods)
        allowed = ", ".join(sorted(known | {"HEAD"} if "GET" in known else known))
        super().__init__(f"this resource has {allowed}")
        self.fields: Fields = {"Allow": allowed}


class BodyTooSlow(Refusal):
    """The body did not arrive in time."""

    status = HTTPStatus.REQUEST_TIMEOUT


class BodyOverLimit(TooLarge):
    """The body is larger than this operation takes."""


class EncodedBody(Refusal):
    """Bodies are sent as they are; a Content-Encoding is not decoded."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class RateExceeded(TooMany):
    """Too many requests in the window that RateLimit-Policy states."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"ask again in {wait_seconds} s")
        self.fields: Fields = {"Retry-After": str(wait_seconds)}


class GatewayFault(Refusal):
    """Something went wrong on our side; quote the request_id."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR


class ServiceFailed(Refusal):
    """The service failed without saying why; quote the request_id."""

    status = HTTPStatus.BAD_GATEWAY


class ServiceUnreachable(Unavailable):
    """The service is away. A write may be sent again with its Idempotency-Key."""


class ServiceTooSlow(Refusal):
    """The service did not answer in time. A write may still have been carried out."""

    status = HTTPStatus.GATEWAY_TIMEOUT
