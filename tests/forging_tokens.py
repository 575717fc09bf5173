"""Tokens of any header, claims and signature, well made or not."""

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from chassis.web.tokens import SigningKey


class Forge:
    """Signs what no honest issuer would, with the key that the receiver trusts."""

    def __init__(self, key: SigningKey, claims: dict[str, Any]) -> None:
        self.key = key
        self.private = serialization.load_pem_private_key(key.pem(), password=None)
        self.claims = claims
        self.header = {"alg": "ES256", "typ": "at+jwt", "kid": key.kid}

    def token(self, *, header=None, claims=None, private=None) -> str:
        """A well-signed token of this header and these claims (objects or raw JSON)."""
        head = segment(self.header if header is None else header)
        body = segment(self.claims if claims is None else claims)
        signature = raw_signature(private or self.private, f"{head}.{body}".encode())
        return f"{head}.{body}.{b64(signature)}"

    def with_header(self, **members) -> str:
        return self.token(header=self.header | members)

    def with_claims(self, **members) -> str:
        return self.token(claims=self.claims | members)

    def without_claim(self, name: str) -> str:
        return self.token(
            claims={key: value for key, value in self.claims.items() if key != name}
        )

    def with_json(self, member: str) -> str:
        """The claims' JSON text, with one more member appended as it is."""
        return self.token(claims=f"{json.dumps(self.claims)[:-1]},{member}}}")

    def public_pem(self) -> bytes:
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def hmac_token(self, secret: bytes, **header) -> str:
        head = segment(self.header | {"alg": "HS256"} | header)
        body = segment(self.claims)
        mac = hmac.new(secret, f"{head}.{body}".encode(), hashlib.sha256).digest()
        return f"{head}.{body}.{b64(mac)}"


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def segment(content) -> str:
    text = content if isinstance(content, (str, bytes)) else json.dumps(content)
    return b64(text if isinstance(text, bytes) else text.encode())


def raw_signature(private, signed: bytes, digest=hashes.SHA256) -> bytes:
    der = private.sign(signed, ec.ECDSA(digest()))
    size = (private.curve.key_size + 7) // 8
    return b"".join(part.to_bytes(size, "big") for part in decode_dss_signature(der))
