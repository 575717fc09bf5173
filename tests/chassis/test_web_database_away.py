"""While the database is away requests are told so, and nothing needs a restart."""

from collections.abc import AsyncGenerator

import httpx
import pytest

from chassis import database
from deploy.embedded.nats import Nats
from deploy.embedded.postgres import Postgres
from tests.chassis.asking import must_refuse, open_notebook, rows, write
from tests.chassis.conftest import Superuser
from tests.chassis.notebook import SERVICE
from tests.chassis.wire import Wire, wire_to
from tests.harness import Issuer, Running

EVERYONE_OUT = (
    "select pg_terminate_backend(pid) from pg_stat_activity "
    "where datname = '{database}' and pid <> pg_backend_pid()"
)


@pytest.fixture
async def wire(postgres_server: Postgres, unused_port: int) -> AsyncGenerator[Wire]:
    async with wire_to(postgres_server.port, unused_port) as laid:
        yield laid


@pytest.fixture
async def wired_notebook(
    notebook_database: str,
    postgres_server: Postgres,
    wire: Wire,
    fresh_nats: Nats,
    keys: Issuer,
) -> AsyncGenerator[Running]:
    url = notebook_database.replace(f":{postgres_server.port}/", f":{wire.port}/")
    async with open_notebook(url, fresh_nats.url(SERVICE), keys) as running:
        yield running


async def draft(client: httpx.AsyncClient, title: str) -> httpx.Response:
    return await client.post("/v1/notes", json={"title": title})


async def test_without_its_database_a_service_lives_but_is_not_ready(
    wired_notebook: Running, wire: Wire
) -> None:
    async with wired_notebook.as_("budget_officer") as client:
        note = await write(client, "before")
        await wire.cut()

        for answer in (
            await draft(client, "meanwhile"),
            await client.get("/v1/notes"),
            await client.patch(f"/v1/notes/{note['id']}", json={"title": "x"}),
        ):
            must_refuse(answer, 503, "TryAgainShortly")
            assert answer.headers["retry-after"] == "1"
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/metrics")).status_code == 200
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["ready"]) == (503, False)

        await wire.mend()
        assert (await draft(client, "after")).status_code == 201
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["ready"]) == (200, True)

    titles = await rows(wired_notebook, "select title from note order by title")
    assert titles == [("after",), ("before",)]


async def test_a_database_that_lets_nobody_in_is_away(
    own_notebook: Running, superuser: Superuser
) -> None:
    full = "alter database {database} connection limit"
    async with own_notebook.as_("budget_officer") as client:
        await superuser(f"{full} 0", EVERYONE_OUT)

        must_refuse(await draft(client, "full"), 503, "TryAgainShortly")
        assert (await client.get("/health/ready")).status_code == 503
        assert (await client.get("/metrics")).status_code == 200

        await superuser(f"{full} -1")
        assert (await draft(client, "room again")).status_code == 201


async def test_connections_that_were_killed_are_replaced_unnoticed(
    own_notebook: Running, superuser: Superuser
) -> None:
    async with own_notebook.as_("budget_officer") as client:
        for title in ("one", "two", "three"):
            await superuser(EVERYONE_OUT)

            assert (await draft(client, title)).status_code == 201


async def test_a_request_whose_connection_breaks_is_asked_to_come_back(
    notebook: Running, writer: httpx.AsyncClient
) -> None:
    for headers in ({}, {"Idempotency-Key": "its connection breaks"}):
        sent = {"kind": "killed", "title": "broken"}
        answer = await writer.post("/v1/mishaps", json=sent, headers=headers)

        must_refuse(answer, 503, "TryAgainShortly")

    assert (await writer.get("/v1/notes")).status_code == 200


async def test_who_finds_every_connection_taken_is_asked_to_come_back(
    notebook_database: str,
    fresh_nats: Nats,
    keys: Issuer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database, "POOL_WAIT_SECONDS", 0.5)
    broker = fresh_nats.url(SERVICE)
    async with (
        open_notebook(notebook_database, broker, keys, pool_size="2") as running,
        running.as_("budget_officer") as client,
    ):
        engine = running.state["engine"]
        async with engine.connect(), engine.connect():
            must_refuse(await draft(client, "none left"), 503, "TryAgainShortly")
            must_refuse(await client.get("/v1/notes"), 503, "TryAgainShortly")
            assert (await client.get("/health/ready")).status_code == 503

        assert (await draft(client, "some left")).status_code == 201
