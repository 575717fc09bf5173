"""The servers in the wheels start, keep their data, and keep services apart."""

import asyncio
from collections.abc import Generator
from pathlib import Path

import nats as nats_client
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.databases import create_database
from deploy.embedded.nats import Nats, nats
from deploy.embedded.postgres import Postgres, postgres
from deploy.topology import application_role_of, database_of


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Postgres]:
    """Making a service's database gives its role a password: not on all's server."""
    with postgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server


async def ask(url: str, *questions: str) -> list[object]:
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            answers = [await connection.execute(text(each)) for each in questions]
            return [each.scalar() if each.returns_rows else None for each in answers]
    finally:
        await engine.dispose()


async def test_postgres_is_durable_checks_passwords_and_stays_on_this_machine(
    postgres_server: Postgres,
) -> None:
    names = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
    url = postgres_server.admin_url

    assert await ask(url, *(f"show {name}" for name in names)) == ["on"] * 4
    assert await ask(
        url,
        "show listen_addresses",
        "show server_encoding",
        "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'",
    ) == ["127.0.0.1", "UTF8", 0]


async def test_a_killed_postgres_starts_again_with_what_was_committed(
    tmp_path: Path,
) -> None:
    with postgres(tmp_path) as server:
        await ask(server.admin_url, "create table kept as select 7 as seven")
        server.child.kill()

        server.child.start()

        assert await ask(server.admin_url, "select seven from kept") == [7]
    with postgres(tmp_path) as server:
        assert await ask(server.admin_url, "select seven from kept") == [7]


async def test_a_service_role_owns_nothing_and_cannot_bypass_security(
    own_server: Postgres,
) -> None:
    for _again in range(2):
        await create_database(own_server.admin_url, "plans", "secret")
    name, role = database_of("plans"), application_role_of("plans")

    assert await ask(
        own_server.url(name, role, "secret"),
        "select rolsuper or rolbypassrls from pg_roles where rolname = current_user",
        "select pg_get_userbyid(datdba) = datname from pg_database"
        " where datname = current_database()",
        f"select pg_has_role('{name}', 'member')",
    ) == [False, True, False]


async def test_a_service_role_cannot_enter_another_services_database(
    own_server: Postgres,
) -> None:
    await create_database(own_server.admin_url, "plans", "secret")
    await create_database(own_server.admin_url, "budgets", "secret")
    elsewhere = own_server.url(
        database_of("budgets"), application_role_of("plans"), "secret"
    )

    with pytest.raises(DBAPIError, match="permission denied for database"):
        await ask(elsewhere, "select 1")


async def test_an_acknowledged_event_survives_a_killed_broker(tmp_path: Path) -> None:
    with nats(tmp_path) as broker:
        client = await nats_client.connect(broker.url("plans"))
        stream = client.jetstream()
        await stream.add_stream(
            name="ONEDISTRICT_PLANS", subjects=["onedistrict.plans.>"]
        )
        await stream.publish("onedistrict.plans.tried.v1", b"{}")
        await client.close()
        broker.child.kill()

        broker.child.start()

        client = await nats_client.connect(broker.url("plans"))
        found = await client.jetstream().stream_info("ONEDISTRICT_PLANS")
        await client.close()
        assert found.state.messages == 1


async def test_a_service_cannot_speak_for_another_nor_purge(nats_broker: Nats) -> None:
    refusals: asyncio.Queue[str] = asyncio.Queue()

    async def note(error: Exception) -> None:
        await refusals.put(str(error))

    budgets = await nats_client.connect(nats_broker.url("budgets"), error_cb=note)

    await budgets.publish("onedistrict.plans.plan_adopted.v1", b"{}")
    await budgets.publish("$JS.API.STREAM.PURGE.ONEDISTRICT_BUDGETS", b"")

    first, second = await refusals.get(), await refusals.get()
    await budgets.close()
    assert "permissions violation" in first
    assert "permissions violation" in second


async def test_a_service_reads_others_through_its_own_durable(
    nats_broker: Nats,
) -> None:
    admin = await nats_client.connect(nats_broker.url())
    await admin.jetstream().add_stream(
        name="ONEDISTRICT_REGISTRY", subjects=["onedistrict.registry.>"]
    )
    await admin.jetstream().publish("onedistrict.registry.tried.v1", b"{}")
    plans = await nats_client.connect(nats_broker.url("plans"))

    reader = await plans.jetstream().pull_subscribe(
        "onedistrict.registry.>",
        durable="plans-from-registry",
        stream="ONEDISTRICT_REGISTRY",
    )
    [message] = await reader.fetch(1)
    await message.ack_sync()

    info = await reader.consumer_info()
    await plans.close()
    await admin.close()
    assert info.num_ack_pending == 0
