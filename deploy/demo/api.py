"""The gateway as one role sees it."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from deploy.dev_clients import DevelopmentClient, token_of

Json = dict[str, Any]

PATIENCE_SECONDS = 60


class StepRefused(Exception):
    """The system refused a step of the story; the problem document says why."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(f"{answer.request.method} {answer.request.url}: {answer.text}")
        self.forbidden = answer.status_code == httpx.codes.FORBIDDEN


class Role:
    """One client's requests through the gateway."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def get(self, path: str, **query: str) -> Json:
        return _agreed(await self._http.get(path, params=query))

    async def find(self, path: str, **query: str) -> Json | None:
        """What is there, or nothing when there is nothing yet."""
        answer = await self._http.get(path, params=query)
        return None if answer.status_code == httpx.codes.NOT_FOUND else _agreed(answer)

    async def post(self, path: str, body: Json | None = None) -> Json:
        return _agreed(await self._http.post(path, json=body))

    async def change(self, method: str, path: str, body: Json) -> Json:
        """Change what is there, whatever version it has."""
        any_version = {"if-match": "*"}
        answer = await self._http.request(method, path, json=body, headers=any_version)
        return _agreed(answer)

    async def upload(self, path: str, file: Path, **fields: str) -> Json:
        content = await asyncio.to_thread(file.read_bytes)
        return await self.send(path, file.name, content, **fields)

    async def send(self, path: str, name: str, content: bytes, **fields: str) -> Json:
        """Upload bytes as a CSV file of this name."""
        parts = {"file": (name, content, "text/csv")}
        return _agreed(await self._http.post(path, data=fields, files=parts))


def _agreed(answer: httpx.Response) -> Json:
    if answer.is_success:
        found: Json = answer.json()
        return found
    raise StepRefused(answer)


Cast = Mapping[str, Role]
"""Everyone in the story, by role."""


@asynccontextmanager
async def cast(
    gateway_url: str, clients: Sequence[DevelopmentClient], *roles: str
) -> AsyncGenerator[Cast]:
    """Sign in one client per role; signed out when the block ends."""
    wanted = {client.role: client for client in clients if client.role in roles}
    opened = {
        role: httpx.AsyncClient(
            base_url=gateway_url,
            headers={"authorization": f"Bearer {token_of(gateway_url, client)}"},
            timeout=PATIENCE_SECONDS,
            trust_env=False,
        )
        for role, client in wanted.items()
    }
    try:
        yield {role: Role(http) for role, http in opened.items()}
    finally:
        for http in opened.values():
            await http.aclose()
