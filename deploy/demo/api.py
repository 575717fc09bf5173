"""The gateway as one of the cast sees it."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from deploy.dev_clients import DevelopmentClient

Json = dict[str, Any]

PROBLEM = "application/problem+json"
PATIENCE_SECONDS = 60
ASK_AGAIN_SECONDS = 0.2
UNHEARD = frozenset(
    {
        "ScopeNotHeld",
        "NotPermittedInSpace",
        "NotInOffice",
        "OfficeVacant",
        "QuorumNotReached",
    }
)
"""How a step is refused while an appointment is not known everywhere."""


class StepRefused(Exception):
    """The system refused a step of the story; the problem document says why."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(f"{answer.request.method} {answer.request.url}: {answer.text}")
        is_problem = answer.headers.get("content-type") == PROBLEM
        self.rule = answer.json()["title"] if is_problem else None


def bearing(token: str) -> Callable[[httpx.Request], httpx.Request]:
    """Shows a token with each request, so that all share one pool of connections."""

    def show(request: httpx.Request) -> httpx.Request:
        request.headers["authorization"] = f"Bearer {token}"
        return request

    return show


class Role:
    """One client's requests through the gateway."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self._http = http
        self._auth = bearing(token)

    async def get(self, path: str, **query: str) -> Json:
        return _agreed(await self._http.get(path, params=query, auth=self._auth))

    async def find(self, path: str, **query: str) -> Json | None:
        """What is there, or nothing when there is nothing yet."""
        answer = await self._http.get(path, params=query, auth=self._auth)
        return None if answer.status_code == httpx.codes.NOT_FOUND else _agreed(answer)

    async def post(self, path: str, body: Json | None = None) -> Json:
        return _agreed(await self._http.post(path, json=body, auth=self._auth))

    async def post_in_office(self, path: str, body: Json) -> Json:
        """Ask as soon as everybody has heard of the appointments that it needs."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return await self.post(path, body)
            except StepRefused as refused:
                if refused.rule not in UNHEARD or time.monotonic() > until:
                    raise
            await asyncio.sleep(ASK_AGAIN_SECONDS)

    async def change(self, method: str, path: str, body: Json) -> Json:
        """Change what is there, whatever version it has."""
        any_version = {"if-match": "*"}
        answer = await self._http.request(
            method, path, json=body, headers=any_version, auth=self._auth
        )
        return _agreed(answer)

    async def upload(self, path: str, file: Path, **fields: str) -> Json:
        content = await asyncio.to_thread(file.read_bytes)
        return await self.send(path, file.name, content, **fields)

    async def send(self, path: str, name: str, content: bytes, **fields: str) -> Json:
        """Upload bytes as a CSV file of this name."""
        parts = {"file": (name, content, "text/csv")}
        answer = await self._http.post(path, data=fields, files=parts, auth=self._auth)
        return _agreed(answer)


def _agreed(answer: httpx.Response) -> Json:
    if answer.is_success:
        found: Json = answer.json()
        return found
    raise StepRefused(answer)


Cast = Mapping[str, Role]
"""Everyone in the story, by role or by name."""


@asynccontextmanager
async def cast(
    gateway_url: str, clients: Sequence[DevelopmentClient], *roles: str
) -> AsyncGenerator[Cast]:
    """Sign in one client per role; signed out when the block ends."""
    wanted = {client.role: client for client in clients if client.role in roles}
    async with signed_in(gateway_url, wanted) as people:
        yield people


@asynccontextmanager
async def signed_in(
    gateway_url: str, wanted: Mapping[str, DevelopmentClient]
) -> AsyncGenerator[Cast]:
    """Sign in these clients; signed out when the block ends."""
    async with httpx.AsyncClient(
        base_url=gateway_url, timeout=PATIENCE_SECONDS, trust_env=False
    ) as http:
        yield {
            name: Role(http, await _signed_in(http, client))
            for name, client in wanted.items()
        }


async def _signed_in(http: httpx.AsyncClient, client: DevelopmentClient) -> str:
    answer = await http.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(client.client_id, client.client_secret),
    )
    return str(_agreed(answer)["access_token"])
