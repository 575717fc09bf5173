"""P-256 keys, and the only doors to python-jose: it computes, and decides nothing.

python-jose accepts far too much when it is asked to (reliability.md 2.3), so it is
handed one prepared key and one algorithm, never a document, a PEM or a key set.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import jose.backends
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jose import jws
from jose.backends.cryptography_backend import CryptographyECKey
from jose.utils import base64url_encode

ALGORITHM = "ES256"
TOKEN_TYPE = "at+jwt"  # noqa: S105 - a media type (RFC 9068), not a secret

Jwk = Mapping[str, str]
PreparedKey = CryptographyECKey


class SigningKey:
    """A private key and the name it is published under (its RFC 7638 thumbprint)."""

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self._private = private
        self._prepared = _prepared(private)
        self.jwk = _public_jwk(private.public_key())
        self.kid = self.jwk["kid"]

    @classmethod
    def generate(cls) -> "SigningKey":
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_pem(cls, pem: bytes) -> "SigningKey":
        private = serialization.load_pem_private_key(pem, password=None)
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise TypeError("not an elliptic curve key")
        return cls(private)

    def pem(self) -> bytes:
        return self._private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def sign(self, payload: bytes) -> str:
        headers = {"kid": self.kid, "typ": TOKEN_TYPE}
        return jws.sign(payload, self._prepared, headers=headers, algorithm=ALGORITHM)


class KeySet:
    """The public keys whose signatures count, by exact `kid`. Replaced as a whole."""

    def __init__(self, jwks: Mapping[str, Any] | None = None) -> None:
        self._keys: dict[str, PreparedKey] = {}
        if jwks is not None:
            self.replace(jwks)

    def __len__(self) -> int:
        return len(self._keys)

    def replace(self, jwks: Mapping[str, Any]) -> None:
        """Take over the ES256 keys of a JWKS document, or raise `ValueError`."""
        keys = {jwk["kid"]: _verifying_key(jwk) for jwk in jwks["keys"] if _usable(jwk)}
        if not keys:
            raise ValueError("no ES256 signature key in this set")
        self._keys = keys

    def find(self, kid: str) -> PreparedKey | None:
        return self._keys.get(kid)


def signature_is_good(token: str, key: PreparedKey) -> bool:
    """Whether this key signed this compact JWS; jose raises its own errors if not."""
    jws.verify(token, key, algorithms=[ALGORITHM])
    return True


def public_jwks(keys: Iterable[SigningKey]) -> dict[str, list[Jwk]]:
    return {"keys": [key.jwk for key in keys]}


def _usable(jwk: Mapping[str, Any]) -> bool:
    wanted = {"kty": "EC", "crv": "P-256", "alg": ALGORITHM, "use": "sig"}
    return wanted.items() <= jwk.items() and isinstance(jwk.get("kid"), str)


def _verifying_key(jwk: Mapping[str, Any]) -> PreparedKey:
    material = {name: jwk[name] for name in ("kty", "crv", "x", "y")}
    return _prepared(material)


def _prepared(key: object) -> PreparedKey:
    if jose.backends.ECKey is not CryptographyECKey:
        raise RuntimeError("python-jose fell back to its slow, timing-unsafe backend")
    return CryptographyECKey(key, ALGORITHM)


def _public_jwk(public: ec.EllipticCurvePublicKey) -> dict[str, str]:
    numbers = public.public_numbers()
    x, y = (
        base64url_encode(number.to_bytes(32, "big")).decode()
        for number in (numbers.x, numbers.y)
    )
    canonical = f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'
    kid = base64url_encode(sha256(canonical.encode()).digest()).decode()
    return {
        "kty": "EC",
        "crv": "P-256",
        "alg": ALGORITHM,
        "use": "sig",
        "kid": kid,
        "x": x,
        "y": y,
    }
