"""Answers given again: only where allowed, never to somebody else, never stale."""

import asyncio
from collections.abc import Generator
from uuid import uuid4

import httpx
import pytest
from nats import connect

from deploy.embedded.nats import Nats
from tests.gateway.conftest import Running, gateway
from tests.system.people import eventually


def asked(od: Running, name: str) -> int:
    """How often the service was asked."""
    count: int = httpx.get(f"{od.url}/v1/counts").json().get(name, 0)
    return count


@pytest.fixture(scope="module")
def settled(echo: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """A gateway that keeps answers for long, and through which nobody writes."""
    options = {"cache_fresh_seconds": 600, "anonymous_rate": 10_000}
    with gateway(tmp_path_factory.mktemp("settled"), {"echo": echo}, **options) as od:
        yield od


def test_a_fresh_answer_is_given_without_asking(settled: Running) -> None:
    name = f"note-{uuid4()}"
    answers = [httpx.get(f"{settled.url}/v1/notes/{name}") for _ in range(5)]

    assert asked(settled, name) == 1
    assert len({answer.content for answer in answers}) == 1
    assert len({answer.headers["x-request-id"] for answer in answers}) == 5
    assert answers[-1].headers["cache-control"] == "public, no-cache"


def test_no_cache_asks_the_service(settled: Running) -> None:
    name = f"note-{uuid4()}"
    for _ in range(3):
        url = f"{settled.url}/v1/notes/{name}"
        httpx.get(url, headers={"Cache-Control": "no-cache"})

    assert asked(settled, name) == 3


def test_the_same_question_asked_differently_is_another(settled: Running) -> None:
    name = f"note-{uuid4()}"
    url = f"{settled.url}/v1/notes/{name}"
    httpx.get(url)
    httpx.get(url, params={"as_of": "2026-01-01"})
    httpx.get(url, headers={"Accept": "text/csv"})
    httpx.get(url, headers={"Accept-Language": "af"})

    assert asked(settled, name) == 4


def test_a_caller_who_has_the_answer_is_told_so(settled: Running) -> None:
    url = f"{settled.url}/v1/notes/{uuid4()}"
    tag = httpx.get(url).headers["etag"]

    again = httpx.get(url, headers={"If-None-Match": f'"other", {tag}'})
    other = httpx.get(url, headers={"If-None-Match": '"other"'})

    assert again.status_code == 304
    assert again.headers["etag"] == tag
    assert again.content == b""
    assert other.status_code == 200


def test_nobody_is_given_the_answer_of_another(settled: Running) -> None:
    callers = {
        name: settled.bearer(name) for name in ("planner", "auditor", "approver")
    }
    callers["anonymous"] = {}
    narrowed = settled.bearer("planner", scope="plans:read")

    def mine(headers: dict[str, str]) -> dict:
        answer: dict = httpx.get(f"{settled.url}/v1/mine", headers=headers).json()
        return answer

    for _ in range(3):
        for name, headers in callers.items():
            assert mine(headers)["sub"] == name
        assert mine(narrowed)["scope"] == "plans:read"
        assert mine(callers["planner"])["scope"] != "plans:read"
    assert asked(settled, "mine") >= 5


def test_a_write_is_seen_by_the_next_read(od: Running) -> None:
    name = f"note-{uuid4()}"
    url, headers = f"{od.url}/v1/notes/{name}", od.bearer()
    for version in range(2, 12):
        httpx.get(url)
        httpx.put(url, headers=headers)

        assert httpx.get(url).json()["note"].endswith(f" {version}")


def test_after_a_write_every_answer_is_asked_for_again(od: Running) -> None:
    note, other = f"note-{uuid4()}", f"other-{uuid4()}"
    httpx.get(f"{od.url}/v1/notes/{note}")
    httpx.put(f"{od.url}/v1/notes/{other}", headers=od.bearer())

    answers = [httpx.get(f"{od.url}/v1/notes/{note}") for _ in range(3)]

    # Asked each time whether it still holds, and answered from what was kept.
    assert asked(od, note) == 4
    assert {answer.status_code for answer in answers} == {200}


def test_keeping_can_be_switched_off(another_gateway) -> None:
    name = f"note-{uuid4()}"
    with another_gateway(cache_bytes=0) as od:
        for _ in range(3):
            httpx.get(f"{od.url}/v1/notes/{name}")

        assert asked(od, name) == 3


def test_an_event_drops_what_its_publisher_said(
    another_gateway, nats_broker: Nats
) -> None:
    """Somebody wrote through another gateway; nobody waits for the answer to age."""
    url = nats_broker.url("gateway")
    with another_gateway(nats_url=url, cache_fresh_seconds=600) as od:
        note = f"{od.url}/v1/notes/{uuid4()}"
        httpx.get(note)

        httpx.put(f"{od.upstream}{note.removeprefix(od.url)}")
        assert httpx.get(note).json()["note"].endswith(" 1")

        def is_seen() -> bool:
            asyncio.run(publish(nats_broker, "onedistrict.echo.note_changed.v1"))
            said: str = httpx.get(note).json()["note"]
            return said.endswith(" 2")

        eventually(is_seen)


async def publish(broker: Nats, subject: str) -> None:
    client = await connect(broker.url())
    await client.publish(subject, b"{}")
    await client.drain()


async def test_the_gateway_may_say_nothing_on_the_broker(nats_broker: Nats) -> None:
    refusals: asyncio.Queue[Exception] = asyncio.Queue()
    client = await connect(nats_broker.url("gateway"), error_cb=refusals.put)
    for subject in ("onedistrict.plans.plan_adopted.v1", "$JS.API.STREAM.NAMES"):
        await client.publish(subject, b"{}")

        refusal = await asyncio.wait_for(refusals.get(), timeout=20)
        assert (
            f'permissions violation for publish to "{subject.lower()}'
            in str(refusal).lower()
        )
    await client.close()
