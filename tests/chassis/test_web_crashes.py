"""A process that dies in the middle of a write has done all of it, or nothing."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from chassis.faults import EXIT_CODE, VARIABLE
from deploy.embedded.nats import Nats
from tests.chassis.asking import environment, open_notebook, rows, titled
from tests.chassis.notebook import SERVICE
from tests.harness import Issuer, eventually

KEY = {"Idempotency-Key": "sent until answered"}
DRAFT = {"title": "in the middle"}


@asynccontextmanager
async def process(
    port: int, variables: dict[str, str]
) -> AsyncGenerator[asyncio.subprocess.Process]:
    """The notebook in a process of its own."""
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.chassis.notebook",
        str(port),
        cwd=Path(__file__).parents[2],
        env={**os.environ, **variables},
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


async def is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/health/ready")).status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.parametrize(
    ("step", "done"),
    [("after_effect_before_commit", 0), ("after_commit_before_reply", 1)],
)
async def test_a_write_is_done_once_however_often_it_is_sent(
    notebook_database: str,
    fresh_nats: Nats,
    keys: Issuer,
    unused_port: int,
    step: str,
    done: int,
) -> None:
    broker = fresh_nats.url(SERVICE)
    variables = environment(notebook_database, broker, keys) | {VARIABLE: step}
    async with (
        process(unused_port, variables) as dying,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{unused_port}") as client,
    ):
        token = keys.token(SERVICE, "budget_officer")
        client.headers["authorization"] = f"Bearer {token}"
        await eventually(lambda: is_ready(client), seconds=60)

        with pytest.raises(httpx.TransportError):
            await client.post("/v1/notes", json=DRAFT, headers=KEY)
        assert await dying.wait() == EXIT_CODE

    async with (
        open_notebook(notebook_database, broker, keys) as running,
        running.as_("budget_officer") as client,
    ):
        assert await titled(running, DRAFT["title"]) == done
        again = await client.post("/v1/notes", json=DRAFT, headers=KEY)

        assert again.status_code == 201, again.text
        assert ("Idempotency-Replayed" in again.headers) == bool(done)
        assert await titled(running, DRAFT["title"]) == 1
        assert len(await rows(running, "select 1 from audit_entry")) == 1
        assert len(await rows(running, "select 1 from outbox")) == 1
