"""What reaches a service, and what comes back."""

from uuid import UUID, uuid4

import httpx
import pytest
from jose import jwt

from chassis.web.tokens import KeySet, Verifier
from tests.gateway.conftest import Running

SECRET_FIELDS = {
    "X-OD-District": "DC45",
    "X-OneDistrict-Role": "administrator",
    "Forwarded": "for=10.0.0.1",
    "X-Forwarded-For": "10.0.0.1",
    "X-Forwarded-Host": "evil.example",
    "X-Real-IP": "10.0.0.1",
    "Cookie": "session=1",
    "X_Underscore": "1",
    "Connection": "keep-alive, X-Named, If-Match",
    "X-Named": "1",
    "If-Match": '"1"',
    "TE": "trailers",
    "Upgrade-Insecure-Requests": "1",
}


def told(answer: httpx.Response) -> dict[str, str]:
    return dict(answer.json()["headers"])


def test_a_service_is_told_who_calls_by_the_gateway_only(od: Running) -> None:
    answer = httpx.get(f"{od.url}/v1/things", headers=od.bearer() | SECRET_FIELDS)

    fields = told(answer)
    assert set(fields) == {
        "host",
        "accept",
        "authorization",
        "user-agent",
        "x-request-id",
    }
    keys = KeySet(httpx.get(f"{od.url}/internal/jwks.json").json())
    token = fields["authorization"].removeprefix("Bearer ")
    claims = Verifier(keys, "onedistrict-gateway-internal", "echo").verify(token)
    assert claims.sub == claims.act == "planner"
    assert claims.spaces == {"DC45"}
    assert claims.exp - claims.iat == 60
    assert token != od.token()


def test_a_caller_without_a_token_is_vouched_for_as_anonymous(od: Running) -> None:
    fields = told(httpx.get(f"{od.url}/v1/things"))

    claims = jwt.get_unverified_claims(fields["authorization"].removeprefix("Bearer "))
    assert claims["sub"] == "anonymous"
    assert claims["scope"] == ""
    assert claims["spaces"] == []


def test_fields_the_contract_declares_pass_unless_they_are_ours(od: Running) -> None:
    headers = od.bearer() | {"X-Declared": "1", "X-OD-District": "DC45"}
    headers |= {"Idempotency-Key": "k", "If-Match": '"3"'}

    fields = told(httpx.post(f"{od.url}/v1/things", headers=headers, json={}))

    assert fields["x-declared"] == "1"
    assert fields["idempotency-key"] == "k"
    assert fields["if-match"] == '"3"'
    assert "x-od-district" not in fields


def test_a_target_arrives_as_it_was_spelt(od: Running) -> None:
    target = "/v1/things/Sol%20Plaatje%c3%a9?q=a%2Fb+c%26d&as_of=2026-01-01"

    answer = httpx.request("GET", httpx.URL(od.url, raw_path=target.encode())).json()

    assert f"{answer['raw_path']}?{answer['query']}" == target


def test_a_request_id_is_followed_or_given(od: Running) -> None:
    mine = str(uuid4())

    kept = httpx.get(f"{od.url}/v1/things", headers={"X-Request-Id": mine})
    given = httpx.get(f"{od.url}/v1/things", headers={"X-Request-Id": "drop table"})

    assert kept.headers["x-request-id"] == told(kept)["x-request-id"] == mine
    assert UUID(given.headers["x-request-id"])
    assert given.headers["x-request-id"] == told(given)["x-request-id"]


def test_an_answer_carries_our_fields_and_no_details_of_the_service(
    od: Running,
) -> None:
    answer = httpx.get(f"{od.url}/v1/things")

    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["vary"] == "Authorization"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert not {"x-internal-detail", "server"} & set(answer.headers)


def test_no_cookie_of_one_caller_reaches_the_next(od: Running) -> None:
    first = httpx.get(f"{od.url}/v1/cookie")
    second = httpx.get(f"{od.url}/v1/cookie")

    assert "set-cookie" not in first.headers
    assert second.json() == {"cookie": None}


def test_a_body_is_forwarded_whole(od: Running) -> None:
    small, large = b"{}", b"x" * 200_000

    def post(**how) -> dict:
        answer = httpx.post(f"{od.url}/v1/things", headers=od.bearer(), **how)
        assert answer.status_code == 200, answer.text
        return answer.json()

    assert post(content=small)["body"] == "{}"
    assert post(content=large)["length"] == 200_000
    assert dict(post(content=large)["headers"])["content-length"] == "200000"
    assert post(content=iter([large[:100], large[100:]]))["length"] == 200_000
    assert post()["length"] == 0


def test_a_long_answer_arrives_whole(od: Running) -> None:
    assert len(httpx.get(f"{od.url}/v1/long").content) == 64 * 16384


def test_an_answer_that_breaks_off_does_not_look_complete(od: Running) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
        httpx.get(f"{od.url}/v1/broken")


def test_a_service_that_hangs_is_given_up_in_time(od: Running) -> None:
    answer = httpx.get(f"{od.url}/v1/slow", timeout=20)

    assert answer.status_code == 504
    assert answer.json()["code"] == "service-too-slow"


@pytest.mark.parametrize(
    ("status", "answered", "code"),
    [(500, 502, "service-failed"), (503, 503, "service-unreachable")],
)
def test_a_service_that_fails_without_words_is_put_into_ours(
    od: Running, status: int, answered: int, code: str
) -> None:
    answer = httpx.get(f"{od.url}/v1/failing/{status}")

    assert answer.status_code == answered
    assert answer.json()["code"] == code
    assert "Traceback" not in answer.text
