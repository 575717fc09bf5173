"""The hostile corpus against the running gateway, and against services directly."""

import json
from collections.abc import Generator

import httpx
import pytest

from deploy.embedded.cluster import Cluster
from deploy.topology import SERVICES
from tests.hostile_tokens import hostile_tokens
from tests.system.mint import Mint
from tests.system.people import People

NAMES = [each.name for each in SERVICES]
READS = {
    "registry": "/v1/spaces/DC45",
    "plans": "/v1/plans?limit=1",
    "budgets": "/v1/findings?limit=1",
    "monitoring": "/v1/baselines?limit=1",
}
EXPIRED_SECONDS = 31


@pytest.fixture(scope="module")
def http() -> Generator[httpx.Client]:
    with httpx.Client(timeout=30, trust_env=False) as client:
        yield client


def answer(client: httpx.Client, url: str, token: str) -> httpx.Response:
    # Latin-1 is what a header is; text that is more is not sent at all.
    field = f"Bearer {token}".encode("latin-1", "replace")
    return client.get(url, headers={"authorization": field})


def is_refused(said: httpx.Response) -> bool:
    """401 with a problem document, or 431 for what no server reads as a header."""
    if said.status_code == httpx.codes.REQUEST_HEADER_FIELDS_TOO_LARGE:
        return True
    return (
        said.status_code == httpx.codes.UNAUTHORIZED
        and said.headers["content-type"] == "application/problem+json"
        and said.headers["www-authenticate"].startswith("Bearer")
        and json.loads(said.content)["status"] == httpx.codes.UNAUTHORIZED
    )


def accepted_of(
    client: httpx.Client, url: str, corpus: list[tuple[str, str]]
) -> dict[str, str]:
    """What was not refused as it should be; nothing, when all is well."""
    said = {name: answer(client, url, token) for name, token in corpus}
    return {
        name: f"{each.status_code} {each.text[:200]}"
        for name, each in said.items()
        if not is_refused(each)
    }


def test_the_gateway_refuses_every_hostile_token(
    standing: Cluster, mint: Mint, http: httpx.Client
) -> None:
    url = standing.gateway_url + READS["registry"]
    corpus = hostile_tokens(mint.external_key, mint.external_claims().payload())

    accepted = accepted_of(http, url, corpus)

    assert answer(http, url, mint.external()).is_success
    assert len(corpus) > 150
    assert accepted == {}


@pytest.mark.parametrize("service", NAMES)
def test_a_service_asked_directly_refuses_every_hostile_token(
    standing: Cluster, mint: Mint, http: httpx.Client, service: str
) -> None:
    url = standing.urls[service] + READS[service]
    valid = mint.internal_claims(service, act="gateway-client").payload()
    corpus = hostile_tokens(mint.internal_key, valid)

    accepted = accepted_of(http, url, corpus)

    assert answer(http, url, mint.internal(service)).is_success
    assert accepted == {}


@pytest.mark.parametrize("service", NAMES)
def test_a_service_takes_no_token_of_a_caller_nor_of_another_service(
    standing: Cluster, mint: Mint, citizens: People, http: httpx.Client, service: str
) -> None:
    url = standing.urls[service] + READS[service]
    carried = citizens["administrator"].headers["authorization"]
    others = [name for name in NAMES if name != service]

    refused = [
        http.get(url),
        http.get(url, headers={"authorization": carried}),
        *(answer(http, url, mint.internal(other)) for other in others),
    ]

    assert all(is_refused(each) for each in refused)


@pytest.mark.parametrize("service", NAMES)
def test_the_gateway_takes_no_token_that_vouches_for_a_caller(
    standing: Cluster, mint: Mint, http: httpx.Client, service: str
) -> None:
    vouched = mint.internal(service)

    assert is_refused(answer(http, standing.gateway_url + READS[service], vouched))


def test_a_token_ends_thirty_seconds_after_it_expired(
    standing: Cluster, mint: Mint, http: httpx.Client
) -> None:
    now = mint.external_claims().iat
    late = {"iat": now - 600, "exp": now - EXPIRED_SECONDS}

    for url, token in (
        (standing.gateway_url + READS["plans"], mint.external(**late)),
        (standing.urls["plans"] + READS["plans"], mint.internal("plans", **late)),
    ):
        assert is_refused(answer(http, url, token))
