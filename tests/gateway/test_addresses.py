"""Behind what ends TLS, each caller still has an address of their own."""

from collections.abc import Generator
from ipaddress import ip_network

import httpx
import pytest

from gateway.addresses import see_through
from tests.gateway.conftest import Running, from_address, gateway

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("10.0.0.1", ["192.0.2.7"], "192.0.2.7"),
        ("10.0.0.1", ["198.51.100.1, 192.0.2.7"], "192.0.2.7"),
        ("10.0.0.1", ["198.51.100.1", "192.0.2.7, 10.0.0.2"], "192.0.2.7"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["192.0.2.7, nonsense"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("fd00::1", ["2001:db8::7"], "2001:db8::7"),
        ("192.0.2.9", ["192.0.2.7"], "192.0.2.9"),
        ("::ffff:10.0.0.1", ["192.0.2.7"], "192.0.2.7"),
        ("::ffff:192.0.2.9", ["192.0.2.7"], "::ffff:192.0.2.9"),
    ],
)
def test_the_last_address_that_is_no_proxy_of_ours_counts(
    peer: str, forwarded: list[str], seen: str
) -> None:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    scope = {"type": "http", "client": (peer, 1), "headers": headers}

    see_through(scope, TRUSTED)

    assert scope["client"] == (seen, 1)


@pytest.fixture(scope="module")
def behind(echo: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """A gateway that trusts one proxy, and has a small quota."""
    options = {"trusted_proxies": '["127.0.0.40/32"]', "anonymous_rate": 2}
    with gateway(
        tmp_path_factory.mktemp("behind"),
        {"echo": echo},
        **options,
        rate_window_seconds=600,
    ) as od:
        yield od


def asked(od: Running, http: httpx.Client, caller: str) -> list[int]:
    fields = {"X-Forwarded-For": caller}
    return [
        http.get(f"{od.url}/v1/things", headers=fields).status_code for _ in range(3)
    ]


def test_quotas_are_of_callers_and_not_of_the_proxy(behind: Running) -> None:
    with from_address(40) as proxy:
        first = asked(behind, proxy, "192.0.2.1")
        second = asked(behind, proxy, "192.0.2.2")

    assert (first, second) == ([200, 200, 429], [200, 200, 429])


def test_nobody_else_says_where_they_come_from(behind: Running) -> None:
    with from_address(41) as stranger:
        first = asked(behind, stranger, "192.0.2.3")
        second = asked(behind, stranger, "192.0.2.4")

    assert (first, second) == ([200, 200, 429], [429, 429, 429])
