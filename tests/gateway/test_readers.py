"""Callers who ask and do not read."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import uvicorn

from gateway.protocol import Guard

ENOUGH = b"x" * (8 << 20)


class Impatient(Guard):
    """The same connection, sooner tired."""

    stall_seconds = 0.2


async def say_much(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(4):
        await send({"type": "http.response.body", "body": ENOUGH, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
async def talkative() -> AsyncGenerator[uvicorn.Server, None]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        say_much,
        http=Impatient,
        lifespan="off",
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield server
    server.should_exit = True
    await serving


async def test_who_does_not_read_loses_the_connection(
    talkative: uvicorn.Server,
) -> None:
    port = talkative.servers[0].sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.write(b"GET / HTTP/1.1\r\nHost: od\r\n\r\n")
    await reader.readline()

    async with asyncio.timeout(30):
        while talkative.server_state.connections:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)

    writer.close()


async def test_who_reads_gets_everything(talkative: uvicorn.Server) -> None:
    port = talkative.servers[0].sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: od\r\nConnection: close\r\n\r\n")

    received = await reader.read()

    writer.close()
    assert received.count(b"x") == 4 * len(ENOUGH)
    assert received.endswith(b"0\r\n\r\n")
