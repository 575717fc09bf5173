"""Tokens that must all be answered 401, whoever receives them.

A reusable corpus: the same tokens are tried against the verifier, the running
gateway and every service. `valid_claims` must be the claims of a token that the
receiver under test would accept when signed by `signing_key`.
"""

import json
import zlib
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from chassis.web.tokens import SigningKey
from tests.forging_tokens import Forge, b64, segment

Named = tuple[str, str]


def hostile_tokens(
    signing_key: SigningKey, valid_claims: dict[str, Any]
) -> list[Named]:
    """Name and token of every attack we know how to build."""
    forge = Forge(signing_key, valid_claims)
    return [
        *_without_a_signature(forge),
        *_signed_with_public_material(forge),
        *_signed_by_the_wrong_key(forge),
        *_with_a_wrong_header(forge),
        *_with_a_wrong_payload(forge),
        *_outside_their_time(forge),
        *_misspelt(forge),
        *_not_tokens(forge),
    ]


def _without_a_signature(forge: Forge) -> Iterator[Named]:
    head, body, signature = forge.token().split(".")
    for alg in ("none", "None", "NONE", "nOnE", ""):
        unsigned = segment(forge.header | {"alg": alg})
        yield f"alg {alg!r} unsigned", f"{unsigned}.{body}."
        yield f"alg {alg!r} with a signature", f"{unsigned}.{body}.{signature}"
    yield "signature removed", f"{head}.{body}."
    yield "signature of zeros", f"{head}.{body}.{b64(bytes(64))}"
    ones = b"".join(n.to_bytes(32, "big") for n in (1, 1))
    yield "signature of ones", f"{head}.{body}.{b64(ones)}"
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    yield (
        "signature of the curve's order",
        f"{head}.{body}.{b64(order.to_bytes(32, 'big') * 2)}",
    )


def _signed_with_public_material(forge: Forge) -> Iterator[Named]:
    pem = forge.public_pem()
    public = forge.private.public_key()
    der = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    openssh = public.public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    armour_free = b"".join(pem.splitlines()[1:-1])
    material = {
        "PEM": pem,
        "PEM without line end": pem.strip(),
        "PEM without armour": armour_free,
        "DER": der,
        "OpenSSH": openssh,
        "JWK": json.dumps(forge.key.jwk).encode(),
        "JWKS": json.dumps({"keys": [forge.key.jwk]}).encode(),
        "x coordinate": forge.key.jwk["x"].encode(),
        "kid": forge.key.kid.encode(),
        "empty": b"",
        "one byte": b"\0",
    }
    for name, secret in material.items():
        yield f"HS256 keyed with {name}", forge.hmac_token(secret)
    yield "HS512 named, HS256 made", forge.hmac_token(pem, alg="HS512")
    yield "ES256 named, HS256 made", forge.hmac_token(pem, alg="ES256")


def _signed_by_the_wrong_key(forge: Forge) -> Iterator[Named]:
    stranger = ec.generate_private_key(ec.SECP256R1())
    yield "a stranger's key under our kid", forge.token(private=stranger)
    wide = ec.generate_private_key(ec.SECP384R1())
    yield "P-384 key under our kid", forge.token(private=wide)
    jwk = SigningKey(stranger).jwk
    embedded = forge.header | {"jwk": jwk}
    yield "a stranger's embedded jwk", forge.token(header=embedded, private=stranger)
    linked = forge.header | {"jku": "http://127.0.0.1:9/jwks.json"}
    yield "a stranger's jku", forge.token(header=linked, private=stranger)
    own_kid = forge.header | {"kid": jwk["kid"]}
    yield "a stranger's own kid", forge.token(header=own_kid, private=stranger)
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    head, body = segment(forge.header | {"alg": "RS256"}), segment(forge.claims)
    signed = f"{head}.{body}".encode()
    signature = rsa_key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    yield "RS256 by a stranger", f"{head}.{body}.{b64(signature)}"


def _with_a_wrong_header(forge: Forge) -> Iterator[Named]:
    for alg in ("ES384", "ES512", "PS256", "EdDSA", "es256", "ES256 ", ["ES256"], None):
        yield f"alg {alg!r}", forge.with_header(alg=alg)
    for typ in ("JWT", "id+jwt", "at+jwt ", "jwt", "", None, ["at+jwt"]):
        yield f"typ {typ!r}", forge.with_header(typ=typ)
    odd_kids = ("", "../../../dev/null", "' or 1=1 --", "\x00", 7, None, ["a"], {})
    for kid in odd_kids:
        yield f"kid {kid!r}", forge.with_header(kid=kid)
    for name in ("alg", "typ", "kid"):
        rest = {key: value for key, value in forge.header.items() if key != name}
        yield f"no {name}", forge.token(header=rest)
    extras = {
        "crit": ["exp"],
        "b64": False,
        "zip": "DEF",
        "x5u": "https://example.org/a.pem",
        "x5c": ["MIIB"],
        "x5t": "AAAA",
        "cty": "JWT",
        "enc": "A128GCM",
        "jwk": forge.key.jwk,
        "invented": 1,
    }
    for name, value in extras.items():
        yield f"header {name}", forge.with_header(**{name: value})
    yield "crit and b64", forge.with_header(crit=["b64"], b64=False)
    twice = json.dumps(forge.header)[:-1] + ',"alg":"ES256"}'
    yield "alg twice", forge.token(header=twice)
    last_wins = '{"alg":"none",' + json.dumps(forge.header)[1:]
    yield "alg none first, ES256 last", forge.token(header=last_wins)
    deep = '{"alg":' + "[" * 100_000 + "]" * 100_000 + "}"
    yield "header nested 100,000 deep", forge.token(header=deep)
    yield "header nested 200 deep", forge.token(header="[" * 200 + "]" * 200)
    yield "header is a list", forge.token(header=["ES256"])
    yield "header is text", forge.token(header='"ES256"')
    yield "header is not JSON", forge.token(header="{alg:ES256}")
    utf16 = json.dumps(forge.header).encode("utf-16")
    yield "header in UTF-16", forge.token(header=utf16)
    bom = b"\xef\xbb\xbf" + json.dumps(forge.header).encode()
    yield "header with a byte order mark", forge.token(header=bom)


def _with_a_wrong_payload(forge: Forge) -> Iterator[Named]:
    for name in ("iss", "sub", "aud", "client_id", "jti", "exp", "iat", "scope"):
        yield f"no {name}", forge.without_claim(name)
    for name in ("iss", "sub", "aud", "client_id", "jti"):
        for wrong in ("", 7, None, True, [], {}, "a\u0000b", "\ud800"):
            yield f"{name} {wrong!r}", forge.with_claims(**{name: wrong})
    own = forge.claims["aud"]
    yield "another issuer", forge.with_claims(iss="https://issuer.example.org")
    yield "issuer with a slash", forge.with_claims(iss=forge.claims["iss"] + "/")
    yield "another audience", forge.with_claims(aud="another-service")
    yield "audience longer than ours", forge.with_claims(aud=own + "x")
    yield "audience list without us", forge.with_claims(aud=["a", "b"])
    yield "audience list shared with others", forge.with_claims(aud=[own, "other"])
    for scope in (7, None, ["plans:write"], "a\tb", " ", 'a"b', "a  b"):
        yield f"scope {scope!r}", forge.with_claims(scope=scope)
    for spaces in ("*", None, [7], [""], {"*": 1}, [None]):
        yield f"spaces {spaces!r}", forge.with_claims(spaces=spaces)
    yield "act is text", forge.with_claims(act="someone")
    yield "role is a list", forge.with_claims(role=["administrator"])
    yield "exp twice", forge.with_json('"exp": 99999999999')
    yield "scope twice", forge.with_json('"scope": "operations:admin"')
    yield "an infinite extra", forge.with_json('"extra": Infinity')
    yield "an overflowing extra", forge.with_json('"extra": 1e999')
    yield "a NaN extra", forge.with_json('"extra": NaN')
    yield "an integer of 5,000 digits", forge.with_json('"extra": ' + "9" * 5000)
    yield "claims are a list", forge.token(claims=[forge.claims])
    yield "claims are not JSON", forge.token(claims="claims")
    yield "claims are nothing", forge.token(claims="")
    deflated = zlib.compress(json.dumps(forge.claims).encode())
    yield "claims compressed", forge.token(claims=deflated)
    yield (
        "claims in UTF-16",
        forge.token(claims=json.dumps(forge.claims).encode("utf-16")),
    )
    yield "claims not UTF-8", forge.token(claims=b'{"iss":"\xff\xfe"}')
    yield "claims of 8 KB", forge.with_claims(extra="x" * 8192)


def _outside_their_time(forge: Forge) -> Iterator[Named]:
    issued, expires = forge.claims["iat"], forge.claims["exp"]
    for name in ("exp", "iat"):
        for wrong in ("9", str(expires), True, None, [expires], {}, "Infinity"):
            yield f"{name} {wrong!r}", forge.with_claims(**{name: wrong})
        for raw in ("Infinity", "-Infinity", "NaN", "1e999", "1e400", "9" * 30):
            claims = {k: v for k, v in forge.claims.items() if k != name}
            text = f'{json.dumps(claims)[:-1]},"{name}":{raw}}}'
            yield f"{name} written {raw[:12]}", forge.token(claims=text)
    yield "expired", forge.with_claims(iat=issued - 7200, exp=issued - 3600)
    yield "expired 31 s ago", forge.with_claims(iat=issued - 600, exp=issued - 31)
    yield "issued tomorrow", forge.with_claims(iat=issued + 86400, exp=expires + 86400)
    yield "valid for ever", forge.with_claims(exp=10**30)
    yield "valid for a day", forge.with_claims(exp=issued + 86400)
    yield "ends before it begins", forge.with_claims(exp=issued - 1)
    yield "not before tomorrow", forge.with_claims(nbf=issued + 86400)
    for wrong in ("0", True, None, [0]):
        yield f"nbf {wrong!r}", forge.with_claims(nbf=wrong)


def _misspelt(forge: Forge) -> Iterator[Named]:
    token = forge.token()
    head, body, signature = token.split(".")
    for position, name in enumerate(("header", "claims", "signature")):
        parts = [head, body, signature]
        parts[position] += "=" * (-len(parts[position]) % 4 or 4)
        yield f"{name} padded", ".".join(parts)
        parts = [head, body, signature]
        parts[position] = parts[position][:4] + "!" + parts[position][4:]
        yield f"{name} with a character that is skipped", ".".join(parts)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    sibling = alphabet[alphabet.index(signature[-1]) ^ 1]
    yield "signature respelt", f"{head}.{body}.{signature[:-1]}{sibling}"
    flipped = "B" if signature[0] != "B" else "C"
    yield (
        "signature with one character changed",
        f"{head}.{body}.{flipped}{signature[1:]}",
    )
    der = b64(forge.private.sign(f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256())))
    yield "signature in DER", f"{head}.{body}.{der}"
    promoted = segment(forge.claims | {"scope": "operations:admin"})
    yield "claims changed after signing", f"{head}.{promoted}.{signature}"
    yield "dot at the end", token + "."
    yield "dot at the start", "." + token
    yield "five segments", f"{token}.{body}.{signature}"
    yield "two segments", f"{head}.{body}"
    yield "no claims", f"{head}..{signature}"


def _not_tokens(forge: Forge) -> Iterator[Named]:
    yield "dots", ".."
    yield "a word", "token"
    yield "a UUID", "00000000-0000-7000-8000-000000000000"
    yield "80 KB of letters", "A" * 80_000
    yield "8,193 letters in three parts", "A" * 4000 + "." + "A" * 4105 + ".AAAA"
    flattened = {"payload": segment(forge.claims), "signatures": []}
    yield "JSON serialization", json.dumps(flattened).replace(" ", "")
    jwe = segment({"alg": "dir", "enc": "A256GCM", "zip": "DEF"})
    yield "a JWE", f"{jwe}..AAAA.AAAA.AAAA"
