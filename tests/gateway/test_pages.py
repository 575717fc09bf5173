"""Pages for people and probes, complete without the internet."""

import asyncio
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from gateway.app import build
from gateway.settings import GatewaySettings
from tests.gateway.conftest import Running


class Links(HTMLParser):
    """Every address a page loads or links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline = 0
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        fields = dict(attrs)
        self.found += [fields[n] for n in ("src", "href", "spec-url") if n in fields]
        self.inline += tag == "script" and "src" not in fields


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc"])
def test_a_page_loads_everything_from_here(od: Running, path: str) -> None:
    page = httpx.get(od.url + path)

    links = Links(page.text)
    assert page.status_code == 200
    assert links.found
    assert not links.inline
    assert all(link.startswith("/") for link in links.found)
    for link in links.found:
        assert httpx.get(od.url + link).status_code == 200, link
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "http" not in policy


def test_contracts_are_published_and_nothing_beside_them(od: Running) -> None:
    document = httpx.get(f"{od.url}/openapi.json")
    same = httpx.get(f"{od.url}/contracts/openapi/onedistrict.json")

    assert document.json() == same.json()
    assert document.headers["content-type"] == "application/json"
    for path in ("/contracts/event.py", "/contracts/", "/contracts/openapi/x.json"):
        answer = httpx.get(od.url + path)
        assert answer.status_code == 404
        assert answer.json()["code"] == "not-in-contract"


def test_our_pages_refuse_as_everything_else_does(od: Running) -> None:
    missing = httpx.get(f"{od.url}/docs/nothing")
    method = httpx.post(f"{od.url}/docs", content=b"x")
    too_long = httpx.post(f"{od.url}/oauth/token", content=b"x" * 10_000)

    assert missing.json()["code"] == "not-in-contract"
    assert method.json()["code"] == "method-not-in-contract"
    assert "GET" in method.headers["allow"]
    assert too_long.json()["code"] == "body-over-limit"
    for answer in (missing, method, too_long):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["x-request-id"] == answer.json()["request_id"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_probes_see_life_readiness_and_measurements(od: Running) -> None:
    httpx.get(f"{od.url}/v1/things")

    assert httpx.get(f"{od.url}/health/live").json() == {"status": "live"}
    ready = httpx.get(f"{od.url}/health/ready").json()
    assert ready == {"ready": True, "services": {"echo": True}}
    measured = httpx.get(f"{od.url}/metrics").text
    assert 'operation="listThings",service="gateway",status="200"' in measured


async def test_many_probes_cost_a_service_few_questions(od: Running) -> None:
    async with httpx.AsyncClient(base_url=od.url, timeout=20) as http:

        async def asked() -> int:
            counted: int = (await http.get("/v1/counts")).json()["ready"]
            return counted

        before = await asked()
        probes = await asyncio.gather(*(http.get("/health/ready") for _ in range(60)))
        after = await asked()

    assert {probe.status_code for probe in probes} == {200}
    assert after - before < 30


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_who_came_encrypted_is_told_to_stay_so(
    scheme: str, tmp_path: Path
) -> None:
    settings = GatewaySettings(
        upstreams={}, state_dir=tmp_path, public_url=f"{scheme}://od.example"
    )
    transport = httpx.ASGITransport(build(settings))

    async with httpx.AsyncClient(transport=transport, base_url="http://od") as http:
        answer = await http.get("/health/live")

    told = answer.headers.get("strict-transport-security", "")
    assert told.startswith("max-age=") is (scheme == "https")
