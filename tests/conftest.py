"""A real PostgreSQL and NATS per test worker; a fresh migrated database per test."""

import asyncio
import os
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis.migrations import migrate
from deploy.databases import create_database
from deploy.embedded.nats import Nats, nats
from deploy.embedded.ports import free_port
from deploy.embedded.postgres import Postgres, postgres
from deploy.topology import application_role_of, database_of
from tests import harness

PASSWORD = "password"
MEMORY = Path("/dev/shm")
ROOM_BYTES = 4 << 30

ServiceDatabase = Callable[[str], Awaitable[str]]


def pytest_configure() -> None:
    """Keep temporary folders in memory where there is room: tests commit a lot."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(scope="session", autouse=True)
def plain_tracebacks() -> None:
    """The usual ones, with every local variable, take seconds to write."""
    renderer = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(
        processors=[*structlog.get_config()["processors"][:-1], renderer]
    )


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Postgres]:
    with postgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture(scope="session")
def nats_broker(tmp_path_factory: pytest.TempPathFactory) -> Generator[Nats]:
    with nats(tmp_path_factory.mktemp("nats")) as broker:
        yield broker


@pytest.fixture
def unused_port() -> int:
    return free_port()


@pytest.fixture(scope="session")
def migrated_template(postgres_server: Postgres) -> ServiceDatabase:
    """Gives the name of a migrated database to copy, for a service's name."""
    migrated: dict[str, asyncio.Task[str]] = {}

    async def template(service: str) -> str:
        name = database_of(service)
        await create_database(postgres_server.admin_url, service, PASSWORD)
        owner_url = postgres_server.url(name, name, PASSWORD)
        await migrate(owner_url, service, app_role=application_role_of(service))
        return name

    async def once(service: str) -> str:
        if service not in migrated:
            migrated[service] = asyncio.ensure_future(template(service))
        return await migrated[service]

    return once


@pytest.fixture
async def service_database(
    postgres_server: Postgres, migrated_template: ServiceDatabase
) -> AsyncGenerator[ServiceDatabase]:
    """Makes a migrated, empty database that goes when the test ends.

    `await service_database("plans")` is its URL for the application role.
    """
    made: list[str] = []

    async def make(service: str) -> str:
        template = await migrated_template(service)
        name = f"{template}_{uuid4().hex[:12]}"
        await _run(
            postgres_server,
            f'create database "{name}" template "{template}" owner "{template}"',
        )
        made.append(name)
        return postgres_server.url(name, application_role_of(service), PASSWORD)

    yield make
    for name in made:
        await _run(postgres_server, f'drop database "{name}" with (force)')


@pytest.fixture(scope="session")
def owner_of() -> Callable[[str], str]:
    """From the URL `service_database` gave to that of the same database's owner."""
    return lambda url: url.replace("_app:", ":", 1)


async def _run(server: Postgres, statement: str) -> None:
    engine = create_async_engine(
        server.admin_url, isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture
def fresh_nats(tmp_path: Path) -> Generator[Nats]:
    """A broker that has seen nothing yet; it starts in a few milliseconds."""
    with nats(tmp_path / "nats") as broker:
        yield broker


@pytest.fixture(scope="session")
def keys() -> Generator[harness.Issuer]:
    with harness.issuer() as signing:
        yield signing


@pytest.fixture
async def start(
    service_database: ServiceDatabase,
    fresh_nats: Nats,
    keys: harness.Issuer,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncGenerator[Callable[[str], Awaitable[harness.Running]]]:
    """A way to have a service running in this process until the test ends."""
    async with AsyncExitStack() as stack:

        async def started(service: str) -> harness.Running:
            return await stack.enter_async_context(
                harness.running(
                    service,
                    database_url=await service_database(service),
                    nats_url=fresh_nats.url(service),
                    keys=keys,
                    environment=monkeypatch,
                )
            )

        yield started
