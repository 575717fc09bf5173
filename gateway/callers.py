"""Whose request it is, and how we tell the services."""

from dataclasses import replace
from typing import NamedTuple
from uuid import uuid4

from chassis import clock
from chassis.principal import OfficeHeld
from chassis.web.tokens import Claims, TokenRefused, UnknownKey, Verifier
from gateway.headers import Headers
from gateway.keys import INTERNAL_SECONDS, KeyRing
from gateway.refusals import AuthorizationMalformed, TokenNotValid
from gateway.roles import SCOPES

AUDIENCE = "onedistrict"
INTERNAL_ISSUER = "onedistrict-gateway-internal"
ANONYMOUS = "anonymous"
OURSELVES = "gateway"
OUR_SCOPES = frozenset({"gateway:powers"})
REUSE_SECONDS = 30
REMEMBERED_TOKENS = 8192


class Callers:
    """Reads callers' tokens. `None` is a caller without one."""

    def __init__(self, ring: KeyRing, issuer: str) -> None:
        self._ring = ring
        self._verifier = Verifier(ring.public, issuer, AUDIENCE)

    def identify(self, headers: Headers) -> Claims | None:
        """Refuses with `AuthorizationMalformed` or `TokenNotValid`."""
        sent = [value for name, value in headers if name == b"authorization"]
        if not sent:
            return None
        scheme, _, token = sent[0].partition(b" ")
        if len(sent) > 1 or scheme.lower() != b"bearer":
            raise AuthorizationMalformed("send one Authorization: Bearer header")
        try:
            return self._verify(token.strip().decode("latin-1"))
        except TokenRefused:
            raise TokenNotValid("get a new token at /oauth/token") from None

    def _verify(self, token: str) -> Claims:
        try:
            return self._verifier.verify(token)
        except UnknownKey:
            self._ring.refresh()
            return self._verifier.verify(token)


class _Minted(NamedTuple):
    header: str
    reuse_until: float


_Key = tuple[str, str | None, str | None, tuple[OfficeHeld, ...]]


class InternalTokens:
    """Short tokens for one service each, signed once per caller and half minute.

    A caller who has gained or lost an office is another caller at once.
    """

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring
        self._minted: dict[_Key, _Minted] = {}

    def authorization(self, caller: Claims | None, service: str) -> str:
        """The Authorization header that vouches for this caller at this service."""
        now = clock.now().timestamp()
        key = _key(caller, service)
        minted = self._minted.get(key)
        if minted is None or minted.reuse_until <= now:
            minted = self._mint(caller, service, now)
            self._remember(key, minted, now)
        return minted.header

    def own(self, service: str) -> str:
        """The Authorization header that says that it is we who ask."""
        now = int(clock.now().timestamp())
        ours = replace(
            _vouched(None, service, now),
            sub=OURSELVES,
            client_id=OURSELVES,
            role=OURSELVES,
            act=OURSELVES,
            scopes=OUR_SCOPES,
        )
        return f"Bearer {self._ring.signer().sign(ours)}"

    def _mint(self, caller: Claims | None, service: str, now: float) -> _Minted:
        signer = self._ring.signer()
        token = signer.sign(_vouched(caller, service, int(now)))
        return _Minted(f"Bearer {token}", now + REUSE_SECONDS)

    def _remember(self, key: _Key, minted: _Minted, now: float) -> None:
        if len(self._minted) >= REMEMBERED_TOKENS:
            current = {k: m for k, m in self._minted.items() if m.reuse_until > now}
            self._minted = current if len(current) < REMEMBERED_TOKENS else {}
        self._minted[key] = minted


def _key(caller: Claims | None, service: str) -> _Key:
    if caller is None:
        return service, None, None, ()
    return service, caller.iss, caller.jti, caller.offices


def _vouched(caller: Claims | None, service: str, now: int) -> Claims:
    return Claims(
        iss=INTERNAL_ISSUER,
        aud=service,
        sub=caller.sub if caller else ANONYMOUS,
        client_id=caller.client_id if caller else ANONYMOUS,
        jti=str(uuid4()),
        iat=now,
        exp=now + INTERNAL_SECONDS,
        # Whoever signed the caller's token, nobody is given a scope that is ours.
        scopes=caller.scopes & SCOPES if caller else frozenset(),
        role=caller.role if caller else ANONYMOUS,
        organ=caller.organ if caller else None,
        spaces=caller.spaces if caller else frozenset(),
        sphere=caller.sphere if caller else None,
        act=caller.client_id if caller else ANONYMOUS,
        offices=caller.offices if caller else (),
    )
