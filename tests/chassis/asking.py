"""Opening a notebook, asking it things, and looking into its database."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from tests.chassis.notebook import SERVICE, build
from tests.harness import Issuer, Running

MEMBERS = {
    "type",
    "title",
    "status",
    "detail",
    "instance",
    "code",
    "request_id",
    "errors",
}


def environment(database_url: str, nats_url: str, keys: Issuer) -> dict[str, str]:
    return {
        "ONEDISTRICT_DATABASE_URL": database_url,
        "ONEDISTRICT_NATS_URL": nats_url,
        "ONEDISTRICT_JWKS_URL": keys.jwks_url,
    }


@asynccontextmanager
async def open_notebook(
    database_url: str, nats_url: str, keys: Issuer, **settings: str
) -> AsyncGenerator[Running]:
    """The notebook in this process, until the block ends."""
    app = build()
    variables = environment(database_url, nats_url, keys) | {
        f"ONEDISTRICT_{name.upper()}": value for name, value in settings.items()
    }
    async with AsyncExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in variables.items():
                patch.setenv(name, value)
            state = await stack.enter_async_context(app.router.lifespan_context(app))
        yield Running(SERVICE, app, dict(state or {}), keys)


async def write(client: httpx.AsyncClient, title: str, **more: Any) -> dict[str, Any]:
    written = await client.post("/v1/notes", json={"title": title} | more)
    assert written.status_code == 201, written.text
    note: dict[str, Any] = written.json()
    return note


async def rows(notebook: Running, query: str, **parameters: Any) -> list[Any]:
    """What the application sees with every space open to it."""
    async with transaction(notebook.sessions, EVERYWHERE) as session:
        return [tuple(row) for row in await session.execute(text(query), parameters)]


async def titled(notebook: Running, title: str) -> int:
    """How many notes of this title there are."""
    query = "select count(*) from note where title = :title"
    return int((await rows(notebook, query, title=title))[0][0])


def must_refuse(response: httpx.Response, status: int, title: str) -> dict[str, Any]:
    """The problem document of a refusal, which every refusal has in full."""
    assert (response.status_code, response.headers["content-type"]) == (
        status,
        "application/problem+json",
    ), response.text
    problem: dict[str, Any] = response.json()
    assert problem.keys() == MEMBERS
    assert (problem["status"], problem["title"]) == (status, title)
    assert problem["type"] == f"urn:onedistrict:problem:{problem['code']}"
    assert problem["instance"] == response.request.url.path
    assert problem["request_id"] == response.headers["x-request-id"]
    assert isinstance(problem["detail"], str)
    assert isinstance(problem["errors"], list)
    return problem
