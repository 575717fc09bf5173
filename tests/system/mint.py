"""Tokens signed with the running system's own keys, for whoever a test invents."""

import time
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from chassis import clock
from chassis.web.tokens import Claims, Signer, SigningKey
from deploy.embedded.cluster import Cluster
from gateway.callers import AUDIENCE, INTERNAL_ISSUER
from gateway.keys import KeyRing, open_keys
from gateway.roles import SCOPES

EVERYWHERE = ("*",)


class Mint:
    """`external` tokens are for the gateway, `internal` ones for a service."""

    def __init__(self, system: Cluster) -> None:
        rings = open_keys(system.data_dir / "gateway")
        self._issuer = system.gateway_url
        self.external_key = current_key(rings.external)
        self.internal_key = current_key(rings.internal)

    def external(self, **changes: Any) -> str:
        return Signer(self.external_key).sign(self.external_claims(**changes))

    def internal(self, service: str, **changes: Any) -> str:
        return Signer(self.internal_key).sign(self.internal_claims(service, **changes))

    def external_claims(self, **changes: Any) -> Claims:
        return claims(iss=self._issuer, aud=AUDIENCE, life=600, **changes)

    def internal_claims(self, service: str, **changes: Any) -> Claims:
        return claims(iss=INTERNAL_ISSUER, aud=service, life=60, **changes)


def claims(
    *,
    life: int,
    sub: str = "someone",
    scopes: Iterable[str] = SCOPES,
    spaces: Iterable[str] = EVERYWHERE,
    **changes: Any,
) -> Claims:
    """Somebody who holds every scope everywhere, unless told otherwise."""
    now = int(time.time())
    usual: dict[str, Any] = {
        "sub": sub,
        "client_id": sub,
        "jti": str(uuid4()),
        "iat": now,
        "exp": now + life,
        "scopes": frozenset(scopes),
        "role": "tester",
        "organ": "DC45",
        "spaces": frozenset(spaces),
    }
    return Claims(**(usual | changes))


def current_key(ring: KeyRing) -> SigningKey:
    now = clock.now().timestamp()
    return next(held.key for held in ring.published() if held.state(now) == "current")
