"""Who is let through to what."""

import time
from typing import Any

import httpx
import pytest
from jose import jwt

from gateway.keys import open_keys
from tests.gateway.conftest import Running
from tests.hostile_tokens import hostile_tokens


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem document, after checking that it is one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["code"] == code
    assert problem["type"] == f"urn:onedistrict:problem:{code}"
    assert problem["request_id"] == answer.headers["x-request-id"]
    return problem


def test_what_is_in_no_contract_cannot_be_reached(od: Running) -> None:
    for path in ("/v1", "/v1/secrets", "/v1/things/", "/health", "/v2/things", "/x"):
        refused(httpx.get(od.url + path, headers=od.bearer()), 404, "not-in-contract")


def test_a_method_that_is_not_in_the_contract_is_told_the_others(od: Running) -> None:
    answer = httpx.put(f"{od.url}/v1/things", headers=od.bearer())

    refused(answer, 405, "method-not-in-contract")
    assert answer.headers["allow"] == "GET, HEAD, POST"


def test_what_can_be_read_can_be_asked_for_its_head(od: Running) -> None:
    for path in ("/v1/notes/head", "/openapi.json", "/health/live", "/metrics"):
        whole, head = httpx.get(od.url + path), httpx.head(od.url + path)

        assert head.status_code == whole.status_code == 200
        assert head.content == b""
        assert head.headers["content-type"] == whole.headers["content-type"]
        assert head.headers.get("etag") == whole.headers.get("etag")
    refused_too = httpx.head(f"{od.url}/v1/nothing/here/at/all")
    assert (refused_too.status_code, refused_too.content) == (404, b"")


def test_after_a_head_the_connection_is_whole(od: Running) -> None:
    with httpx.Client() as client:
        for _ in range(3):
            assert client.head(f"{od.url}/v1/notes/head").content == b""
            assert "head" in client.get(f"{od.url}/v1/notes/head").json()["note"]


def test_an_operation_with_scopes_needs_a_token(od: Running) -> None:
    answer = httpx.post(f"{od.url}/v1/things")

    refused(answer, 401, "token-missing")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_without_the_scope_is_refused_before_the_service(od: Running) -> None:
    before = httpx.get(f"{od.url}/v1/counts").json().get("echo")

    answer = httpx.post(f"{od.url}/v1/things", headers=od.bearer("auditor"), json={})

    refused(answer, 403, "scope-not-held")
    assert 'scope="plans:write"' in answer.headers["www-authenticate"]
    assert httpx.get(f"{od.url}/v1/counts").json().get("echo") == before


def test_an_operation_that_says_nothing_of_security_is_closed(od: Running) -> None:
    answer = httpx.get(f"{od.url}/v1/undeclared", headers=od.bearer("auditor"))

    refused(answer, 403, "scope-not-held")


def test_a_fixed_segment_goes_before_a_parameter(od: Running) -> None:
    assert httpx.get(f"{od.url}/v1/things/recent").status_code == 200
    refused(httpx.get(f"{od.url}/v1/things/1/parts"), 401, "token-missing")


@pytest.mark.parametrize("sent", ["Basic cGxhbm5lcjp4", "Bearer", "", "Token x"])
def test_what_is_not_a_bearer_token_is_refused(od: Running, sent: str) -> None:
    answer = httpx.get(f"{od.url}/v1/things", headers={"Authorization": sent})

    assert answer.status_code in {400, 401}


def test_two_authorizations_are_refused(od: Running) -> None:
    fields = [("Authorization", f"Bearer {od.token()}")] * 2

    answer = httpx.get(f"{od.url}/v1/things", headers=fields)

    refused(answer, 400, "authorization-malformed")


def test_hostile_tokens_are_refused_even_where_none_is_needed(od: Running) -> None:
    key = open_keys(od.state_dir).external.published()[0].key
    valid = jwt.get_unverified_claims(od.token())

    with httpx.Client() as http:
        for name, token in hostile_tokens(key, valid):
            fields = {"Authorization": b"Bearer " + token.encode("utf-8", "replace")}
            answer = http.get(f"{od.url}/v1/things", headers=fields)
            # Longer than a head may be: refused before anybody reads it.
            too_long = len(token) > 30_000 and answer.status_code == 431
            assert too_long or answer.status_code == 401, name
            if not too_long:
                refused(answer, 401, "token-not-valid")


def test_an_internal_token_is_not_a_callers_token(od: Running) -> None:
    fields = dict(httpx.get(f"{od.url}/v1/things").json()["headers"])

    answer = httpx.get(
        f"{od.url}/v1/things", headers={"Authorization": fields["authorization"]}
    )

    refused(answer, 401, "token-not-valid")


def test_bodies_are_limited_as_the_contract_says(od: Running) -> None:
    url, headers = f"{od.url}/v1/things", od.bearer()

    announced = httpx.post(url, headers=headers, content=b"x" * 300_000)
    chunked = httpx.post(url, headers=headers, content=iter([b"x" * 1000] * 300))
    on_a_read = httpx.request("GET", url, headers=headers, content=b"x")

    for answer in (announced, chunked, on_a_read):
        refused(answer, 413, "body-over-limit")


def test_an_encoded_body_is_not_decoded(od: Running) -> None:
    headers = od.bearer() | {"Content-Encoding": "gzip"}

    answer = httpx.post(f"{od.url}/v1/things", headers=headers, content=b"\x1f\x8b")

    refused(answer, 415, "encoded-body")


def test_rotating_keys_interrupts_nobody(od: Running) -> None:
    before = od.bearer()

    open_keys(od.state_dir).external.rotate()
    open_keys(od.state_dir).internal.rotate()

    keys = httpx.get(f"{od.url}/.well-known/jwks.json").json()["keys"]
    internal = httpx.get(f"{od.url}/internal/jwks.json").json()["keys"]
    assert len(keys) >= 3
    assert len(internal) >= 3
    for headers in (before, od.bearer()):
        answer = httpx.get(f"{od.url}/v1/things", headers=headers)
        assert answer.status_code == 200
        sent = dict(answer.json()["headers"])["authorization"]
        kid = jwt.get_unverified_header(sent.removeprefix("Bearer "))["kid"]
        assert kid in {key["kid"] for key in internal}


def test_a_service_that_is_away_is_named_and_comes_back(another_gateway) -> None:
    with another_gateway(upstream="http://127.0.0.1:9", connect_seconds=1) as od:
        began = time.monotonic()
        read = httpx.get(f"{od.url}/v1/things")
        write = httpx.post(f"{od.url}/v1/things", headers=od.bearer(), json={})

        for answer in (read, write):
            refused(answer, 503, "service-unreachable")
            assert answer.headers["retry-after"]
        assert time.monotonic() - began < 20
        assert httpx.get(f"{od.url}/health/ready").status_code == 503
        assert httpx.get(f"{od.url}/health/live").status_code == 200
