"""The one strict reader of tokens, against the hostile corpus and two other readers."""

import json
import re
from dataclasses import replace
from typing import Any

import jwt as pyjwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwk as joserfc_jwk
from joserfc import jwt as joserfc_jwt

from chassis import clock
from chassis.principal import OfficeHeld
from chassis.web.tokens import (
    Claims,
    KeySet,
    Signer,
    SigningKey,
    TokenRefused,
    UnknownKey,
    Verifier,
    public_jwks,
)
from tests.hostile_tokens import hostile_tokens

ISSUER = "https://onedistrict.example"
AUDIENCE = "onedistrict"

KEY = SigningKey.generate()
NEXT = SigningKey.generate()
OFFICE = {
    "code": "DC45-MM",
    "capacity": "acting",
    "appointment": "01",
    "organ": None,
    "scope": "plans:write",
    "spaces": ["DC45"],
}


def claims(**changes: Any) -> Claims:
    now = int(clock.now().timestamp())
    usual = Claims(
        iss=ISSUER,
        aud=AUDIENCE,
        sub="planner-dc45",
        client_id="planner-dc45",
        jti="01",
        iat=now,
        exp=now + 600,
        scopes=frozenset({"plans:read", "plans:write"}),
        role="district_planner",
        organ="DC45",
        spaces=frozenset({"DC45"}),
        sphere="local",
    )
    return replace(usual, **changes)


def verifier() -> Verifier:
    return Verifier(KeySet(public_jwks([KEY, NEXT])), ISSUER, AUDIENCE)


CORPUS = dict(hostile_tokens(KEY, claims().payload()))


def test_what_was_signed_is_what_is_read() -> None:
    said = claims(act="gateway-client")

    assert verifier().verify(Signer(KEY).sign(said)) == said


def test_the_other_published_key_signs_as_well() -> None:
    assert verifier().verify(Signer(NEXT).sign(claims())) == claims()


def test_a_key_survives_its_file() -> None:
    again = SigningKey.from_pem(KEY.pem())

    assert again.jwk == KEY.jwk
    assert verifier().verify(Signer(again).sign(claims())).sub == "planner-dc45"


def without_the_time(name: str) -> str:
    """The same id in every test worker, whenever it collected."""
    return re.sub(r"\d{9,}", "now", name)


@pytest.mark.parametrize("name", CORPUS, ids=without_the_time)
def test_a_hostile_token_is_refused(name: str) -> None:
    with pytest.raises(TokenRefused):
        verifier().verify(CORPUS[name])


def test_the_corpus_is_not_refused_for_a_trivial_reason() -> None:
    control = hostile_tokens(KEY, claims().payload())

    assert len(dict(control)) == len(control) > 150
    assert verifier().verify(Signer(KEY).sign(claims()))


def test_a_key_we_do_not_hold_is_told_apart() -> None:
    with pytest.raises(UnknownKey):
        verifier().verify(Signer(SigningKey.generate()).sign(claims()))


@pytest.mark.parametrize(("seconds", "good"), [(29, True), (31, False)])
def test_clocks_may_disagree_by_thirty_seconds(seconds: int, *, good: bool) -> None:
    now = int(clock.now().timestamp())
    early = claims(iat=now + seconds, exp=now + seconds + 60)
    late = claims(iat=now - 600, exp=now - seconds)

    assert _accepted(Signer(KEY).sign(early)) is good
    assert _accepted(Signer(KEY).sign(late)) is good


def test_a_remembered_token_ends_with_its_key() -> None:
    keys = KeySet(public_jwks([KEY, NEXT]))
    reader = Verifier(keys, ISSUER, AUDIENCE)
    token = Signer(KEY).sign(claims())
    reader.verify(token)

    keys.replace(public_jwks([NEXT]))

    with pytest.raises(UnknownKey):
        reader.verify(token)


def test_a_set_without_a_usable_key_is_refused() -> None:
    encryption = {"keys": [{**KEY.jwk, "use": "enc"}, {**KEY.jwk, "alg": "ES384"}]}

    with pytest.raises(ValueError, match="no ES256"):
        KeySet(encryption)


def test_keys_of_other_kinds_are_left_out_of_a_mixed_set() -> None:
    okp = {"kty": "OKP", "crv": "Ed25519", "x": "AA", "kid": "o", "alg": "EdDSA"}
    keys = KeySet({"keys": [okp, KEY.jwk]})

    assert len(keys) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)
CLAIM = st.sampled_from([*claims().payload(), "nbf", "act", "extra"])


@settings(max_examples=300)
@given(changes=st.dictionaries(CLAIM, JSON, max_size=3))
def test_what_we_accept_two_other_libraries_accept(changes: dict[str, Any]) -> None:
    token = _signed_by_pyjwt(claims().payload() | changes)

    if _accepted(token):
        _accept_elsewhere(token)


def test_the_other_libraries_agree_on_an_ordinary_token() -> None:
    token = Signer(KEY).sign(claims())

    _accept_elsewhere(token)


@pytest.mark.parametrize("name", CORPUS, ids=without_the_time)
def test_what_others_refuse_we_refuse(name: str) -> None:
    if _accepted(CORPUS[name]):
        _accept_elsewhere(CORPUS[name])


def _accepted(token: str) -> bool:
    try:
        verifier().verify(token)
    except TokenRefused:
        return False
    return True


def _signed_by_pyjwt(payload: dict[str, Any]) -> str:
    headers = {"kid": KEY.kid, "typ": "at+jwt"}
    try:
        return pyjwt.encode(payload, KEY.pem(), algorithm="ES256", headers=headers)
    except (TypeError, ValueError):  # PyJWT does not write every claim we invent
        return "unsigned"


def _accept_elsewhere(token: str) -> None:
    key = pyjwt.PyJWK(dict(KEY.jwk))
    required = ["iss", "sub", "aud", "exp", "iat", "jti"]
    pyjwt.decode(
        token,
        key,
        algorithms=["ES256"],
        audience=AUDIENCE,
        issuer=ISSUER,
        leeway=30,
        options={"require": required},
    )
    ours = joserfc_jwk.ECKey.import_key(dict(KEY.jwk))
    read = joserfc_jwt.decode(token, ours, algorithms=["ES256"])
    joserfc_jwt.JWTClaimsRegistry(
        leeway=30,
        iss={"essential": True, "value": ISSUER},
        aud={"essential": True, "value": AUDIENCE},
        exp={"essential": True},
    ).validate(read.claims)


def test_offices_and_a_narrowed_token_are_read_as_they_were_written() -> None:
    office = OfficeHeld(
        "DC45-MM",
        "acting",
        "01a00000-0000-7000-8000-000000000000",
        None,
        frozenset({"plans:write"}),
        frozenset({"DC45"}),
    )
    token = Signer(KEY).sign(claims(offices=(office,), narrowed=True))

    read = verifier().verify(token)

    assert (read.offices, read.narrowed) == ((office,), True)
    assert read.held() == {"plans:read", "plans:write"}


@pytest.mark.parametrize(
    "changed",
    [
        {"offices": "DC45-MM"},
        {"offices": {}},
        {"offices": ["DC45-MM"]},
        {"offices": [{"code": "DC45-MM"}]},
        {"offices": [OFFICE | {"spaces": "DC45"}]},
        {"offices": [OFFICE | {"scope": ["plans:write"]}]},
        {"offices": [OFFICE | {"scope": "plans:write  plans:read"}]},
        {"offices": [OFFICE | {"capacity": None}]},
        {"offices": [OFFICE | {"more": 1}]},
        {"narrowed": "yes"},
        {"narrowed": 0},
    ],
    ids=str,
)
def test_offices_that_are_written_otherwise_are_refused(
    changed: dict[str, Any],
) -> None:
    token = KEY.sign(json.dumps(claims().payload() | changed).encode())

    with pytest.raises(TokenRefused):
        verifier().verify(token)
