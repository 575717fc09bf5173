"""Access tokens (RFC 9068): written in one way, and read only when written in that way.

TokenRefused
  UnknownKey    well-formed, signed under a `kid` we do not hold (yet)

Everything a token may contain is decided here before and after the signature is
checked; whatever goes wrong inside, the caller sees a `TokenRefused` and answers 401.
"""

import json
from typing import NamedTuple

from chassis import clock
from chassis.web.claims import Claims, claims_of, text_in
from chassis.web.compact import TokenRefused, decoded, json_object, require
from chassis.web.signing import (
    ALGORITHM,
    TOKEN_TYPE,
    KeySet,
    PreparedKey,
    SigningKey,
    public_jwks,
    signature_is_good,
)

__all__ = [
    "Claims",
    "KeySet",
    "Signer",
    "SigningKey",
    "TokenRefused",
    "UnknownKey",
    "Verifier",
    "public_jwks",
]

MAX_TOKEN_BYTES = 8192
MAX_HEADER_CHARACTERS = 512
SEGMENTS = 3
SIGNATURE_CHARACTERS = 86
MAX_LIFE_SECONDS = 3600
LEEWAY_SECONDS = 30
REMEMBERED_TOKENS = 4096


class UnknownKey(TokenRefused):
    """The token names a key that is not in our set."""


class Signer:
    """Writes tokens with one prepared key."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key

    def sign(self, claims: Claims) -> str:
        payload = json.dumps(claims.payload(), separators=(",", ":"))
        return self._key.sign(payload.encode())


class Verifier:
    """Reads tokens of one issuer meant for one audience; remembers the good ones."""

    def __init__(self, keys: KeySet, issuer: str, audience: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._good: dict[str, _Good] = {}

    def verify(self, token: str) -> Claims:
        """The token's claims.

        Raises `UnknownKey` when we do not hold its key, else `TokenRefused`.
        """
        now = clock.now().timestamp()
        known = self._good.get(token)
        if known is not None and self._still_good(known, now):
            return known.claims
        try:
            good = self._read(token, now)
        except TokenRefused:
            raise
        except Exception as reason:  # noqa: BLE001 - jose leaks what it meets inside
            raise TokenRefused(type(reason).__name__) from None
        self._remember(token, good, now)
        return good.claims

    def _read(self, token: str, now: float) -> "_Good":
        require(len(token) <= MAX_TOKEN_BYTES, "too long")
        segments = token.split(".")
        require(len(segments) == SEGMENTS, "not a compact JWS")
        header, payload, signature = segments
        kid = _kid_of(header)
        require(len(signature) == SIGNATURE_CHARACTERS, "signature length")
        decoded(signature)
        key = self._keys.find(kid)
        if key is None:
            raise UnknownKey(kid)
        require(signature_is_good(token, key), "signature")
        claims = claims_of(json_object(payload))
        self._check(claims, now)
        return _Good(claims, kid, key)

    def _check(self, claims: Claims, now: float) -> None:
        require(claims.iss == self._issuer, "iss")
        require(claims.aud == self._audience, "aud")
        require(now < claims.exp + LEEWAY_SECONDS, "expired")
        require(claims.iat <= now + LEEWAY_SECONDS, "issued in the future")
        require(0 < claims.exp - claims.iat <= MAX_LIFE_SECONDS, "life")

    def _still_good(self, known: "_Good", now: float) -> bool:
        in_time = now < known.claims.exp + LEEWAY_SECONDS
        return in_time and self._keys.find(known.kid) is known.key

    def _remember(self, token: str, good: "_Good", now: float) -> None:
        if len(self._good) >= REMEMBERED_TOKENS:
            kept = {t: g for t, g in self._good.items() if self._still_good(g, now)}
            self._good = dict(list(kept.items())[len(kept) // 2 :])
        self._good[token] = good


class _Good(NamedTuple):
    claims: Claims
    kid: str
    key: PreparedKey


def _kid_of(segment: str) -> str:
    require(len(segment) <= MAX_HEADER_CHARACTERS, "header too long")
    header = json_object(segment)
    require(header.keys() == {"alg", "typ", "kid"}, "header members")
    require(header["alg"] == ALGORITHM, "alg")
    require(header["typ"] == TOKEN_TYPE, "typ")
    return text_in(header, "kid")
