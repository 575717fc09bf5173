"""How often one may ask, and how one is told."""

import re
import threading
from collections.abc import Generator

import httpx
import pytest

from gateway.limits import Limits, network_of
from gateway.windows import MAX_WINDOWS
from tests.gateway.conftest import Running, from_address, gateway


def remaining(answer: httpx.Response) -> int:
    match = re.fullmatch(
        r'"(client|anonymous)";r=(\d+);t=\d+', answer.headers["ratelimit"]
    )
    assert match is not None
    return int(match[2])


@pytest.fixture(scope="module")
def small(echo: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """A gateway with small quotas; each test asks from an address of its own."""
    quotas = {"client_rate": 5, "anonymous_rate": 8, "rate_window_seconds": 600}
    with gateway(tmp_path_factory.mktemp("small"), {"echo": echo}, **quotas) as od:
        yield od


def test_quotas_are_told_counted_and_kept_apart(small: Running) -> None:
    planner, auditor = small.bearer("planner"), small.bearer("auditor")
    url = f"{small.url}/v1/things"

    with from_address(30) as http:
        answers = [http.get(url, headers=planner) for _ in range(6)]
        of_another = http.get(url, headers=auditor)
        anonymous = [http.get(url) for _ in range(9)]

    assert [a.status_code for a in answers] == [200] * 5 + [429]
    assert [remaining(a) for a in answers] == [4, 3, 2, 1, 0, 0]
    assert answers[0].headers["ratelimit-policy"] == '"client";q=5;w=600'
    assert answers[-1].json()["code"] == "rate-exceeded"
    assert 0 < int(answers[-1].headers["retry-after"]) <= 600
    assert of_another.status_code == 200
    assert [a.status_code for a in anonymous] == [200] * 8 + [429]
    assert anonymous[0].headers["ratelimit-policy"] == '"anonymous";q=8;w=600'


def test_an_operation_may_have_a_quota_of_its_own_for_strangers(od: Running) -> None:
    planner, url = od.bearer("planner"), f"{od.url}/v1/remarks"

    with from_address(32) as http:
        answers = [http.post(url) for _ in range(4)]
        elsewhere = http.get(f"{od.url}/v1/things")
        with_token = [http.post(url, headers=planner) for _ in range(4)]
    with from_address(33) as http:
        neighbour = http.post(url)

    assert [a.status_code for a in answers] == [200] * 3 + [429]
    assert answers[0].headers["ratelimit-policy"] == '"sendRemark";q=3;w=600'
    assert elsewhere.status_code == neighbour.status_code == 200
    assert [a.status_code for a in with_token] == [200] * 4


def test_refused_requests_count_against_their_address(small: Running) -> None:
    wrong = {"Authorization": "Bearer wrong"}
    with from_address(31) as http:
        answers = [http.get(f"{small.url}/v1/x{n}", headers=wrong) for n in range(5)]
        answers += [http.get(f"{small.url}/v1/things", headers=wrong) for _ in range(4)]
        live = http.get(f"{small.url}/health/live")

    assert [a.status_code for a in answers] == [404] * 5 + [401] * 3 + [429]
    assert live.status_code == 200


def test_what_has_not_changed_is_not_charged(small: Running) -> None:
    with from_address(32) as http:
        url = f"{small.url}/v1/notes/unchanged"
        again = {"If-None-Match": http.get(url).headers["etag"]}
        answers = [http.get(url, headers=again) for _ in range(20)]
        charged = http.get(f"{small.url}/v1/counts")

    assert {a.status_code for a in answers} == {304}
    assert remaining(charged) == 6


def test_many_at_once_get_no_more_than_the_quota(small: Running) -> None:
    granted: list[int] = []

    def ask() -> None:
        with from_address(33) as http:
            answers = [http.get(f"{small.url}/v1/things") for _ in range(10)]
        granted.extend(answer.status_code for answer in answers)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert granted.count(200) == 8
    assert granted.count(429) == 32


def test_a_holder_of_many_ipv6_addresses_is_one() -> None:
    assert network_of("2001:db8:1:2::a") == network_of("2001:db8:1:2:ffff::b")
    assert network_of("2001:db8:1:2::a") != network_of("2001:db8:1:3::a")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")


def test_an_ipv4_address_is_one_whichever_socket_took_it() -> None:
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1")
    assert network_of("::ffff:192.0.2.1") != network_of("::ffff:192.0.2.2")


def test_strangers_cannot_fill_the_memory() -> None:
    limits = Limits(client=5, anonymous=5, window_seconds=60)
    first = limits.charge(None, "first")

    for number in range(MAX_WINDOWS * 2):
        limits.charge(None, f"address-{number}")

    assert first.remaining == 4
    assert limits.charge(None, "address-39999").remaining == 3
