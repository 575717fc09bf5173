"""The token endpoint (RFC 6749 section 4.4), its metadata and its keys."""

import stat

import httpx
import pytest
from jose import jwt

from chassis.web.tokens import KeySet, Verifier
from gateway.clients import ClientStore
from tests.gateway.conftest import Running, from_address

GRANT = {"grant_type": "client_credentials"}


def ask(od: Running, **how) -> httpx.Response:
    return httpx.post(f"{od.url}/oauth/token", **how)


def planner(od: Running) -> tuple[str, str]:
    return ("planner", od.secrets["planner"])


def test_a_client_gets_a_token_for_its_role(od: Running) -> None:
    answer = ask(od, data=GRANT, auth=planner(od))

    granted = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert granted["token_type"] == "Bearer"
    assert granted["expires_in"] == 600
    wanted = "budgets:read monitoring:read plans:read plans:write"
    assert granted["scope"] == wanted
    keys = KeySet(httpx.get(f"{od.url}/.well-known/jwks.json").json())
    claims = Verifier(keys, od.url, "onedistrict").verify(granted["access_token"])
    assert claims.role == "district_planner"
    assert claims.spaces == {"DC45"}
    assert (claims.organ, claims.sphere) == ("DC45", "local")


def test_credentials_may_come_in_the_form(od: Running) -> None:
    client_id, secret = planner(od)

    answer = ask(od, data={**GRANT, "client_id": client_id, "client_secret": secret})

    assert answer.status_code == 200


def test_a_token_can_be_narrowed_but_not_widened(od: Running) -> None:
    narrow = ask(od, data={**GRANT, "scope": "plans:read"}, auth=planner(od))
    wide = ask(od, data={**GRANT, "scope": "plans:read plans:adopt"}, auth=planner(od))

    assert narrow.json()["scope"] == "plans:read"
    assert wide.status_code == 400
    assert wide.json()["error"] == "invalid_scope"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({**GRANT, "client_secret": "x"}, "invalid_request"),
        ({**GRANT, "client_id": "auditor"}, "invalid_request"),
        ({**GRANT, "scope": ["plans:read", "plans:read"]}, "invalid_request"),
    ],
)
def test_a_malformed_request_says_what_is_wrong(
    od: Running, form: dict, error: str
) -> None:
    answer = ask(od, data=form, auth=planner(od))

    assert answer.status_code == 400
    assert answer.json()["error"] == error
    assert set(answer.json()) == {"error", "error_description"}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "how",
    [
        {"auth": ("nobody", "secret")},
        {"auth": ("planner", "wrong")},
        {"headers": {"Authorization": "Basic !!!"}},
        {"headers": {"Authorization": "Bearer x"}},
        {},
    ],
)
def test_a_stranger_gets_no_token(od: Running, how: dict) -> None:
    answer = ask(od, data=GRANT, **how)

    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"
    assert answer.headers["www-authenticate"].startswith("Basic")


def test_only_forms_are_read(od: Running) -> None:
    as_json = ask(od, json=GRANT, auth=planner(od))
    undecodable = ask(
        od,
        content=b"grant_type=%ff",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        auth=planner(od),
    )

    for answer in (as_json, undecodable):
        assert answer.status_code == 400
        assert answer.json()["error"] == "invalid_request"


def test_guessing_a_secret_is_slowed_down(od: Running) -> None:
    with from_address(20) as http:

        def guess(client_id: str, secret: str) -> httpx.Response:
            url = f"{od.url}/oauth/token"
            return http.post(url, data=GRANT, auth=(client_id, secret))

        answers = [guess("planner", str(n)) for n in range(12)]
        other = guess("auditor", od.secrets["auditor"])
    elsewhere = ask(od, data=GRANT, auth=planner(od))

    assert [a.status_code for a in answers] == [401] * 10 + [429] * 2
    assert answers[-1].headers["retry-after"] == "60"
    assert other.status_code == elsewhere.status_code == 200


def test_a_client_added_or_disabled_meanwhile_is_noticed(od: Running) -> None:
    clients = ClientStore(od.state_dir / "clients.json")
    secret = clients.add("late", "auditor", spaces=["*"])
    first = ask(od, data=GRANT, auth=("late", secret))

    clients.disable("late")

    assert first.status_code == 200
    assert ask(od, data=GRANT, auth=("late", secret)).status_code == 401


def test_secrets_and_keys_are_readable_by_their_owner_only(od: Running) -> None:
    files = [path for path in od.state_dir.rglob("*") if path.is_file()]

    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    kept = (od.state_dir / "clients.json").read_text()
    assert "$argon2id$" in kept
    assert not any(secret in kept for secret in od.secrets.values())


def test_the_server_describes_itself(od: Running) -> None:
    url = f"{od.url}/.well-known/oauth-authorization-server"

    described = httpx.get(url).json()

    assert described["issuer"] == od.url
    assert httpx.get(described["jwks_uri"]).headers["cache-control"].endswith("300")
    assert "client_credentials" in described["grant_types_supported"]
    assert "plans:write" in described["scopes_supported"]
    token = httpx.post(described["token_endpoint"], data=GRANT, auth=planner(od))
    kid = jwt.get_unverified_header(token.json()["access_token"])["kid"]
    assert kid in {
        key["kid"] for key in httpx.get(described["jwks_uri"]).json()["keys"]
    }
