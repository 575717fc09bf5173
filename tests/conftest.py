"""A real PostgreSQL and NATS per test worker; a fresh migrated database per test."""

import os
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from deploy.embedded.nats import Nats, nats
from deploy.embedded.ports import free_port
from deploy.embedded.postgres import Postgres, postgres
from tests import harness
from tests.databases import Databases, databases_on
from tests.harness import Told

MEMORY = Path("/dev/shm")
ROOM_BYTES = 4 << 30
WHOLE_SYSTEM = {"deploy", "system"}

ServiceDatabase = Callable[..., Awaitable[str]]
Start = Callable[..., Awaitable[harness.Running]]
Stand = Callable[..., AbstractAsyncContextManager[harness.Running]]


def pytest_configure() -> None:
    """Examples may take long on a busy machine; temporary folders are in memory."""
    settings.register_profile(
        "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("unhurried")
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those who start the whole system first: no worker ends long after the other."""
    items.sort(key=lambda item: item.path.parent.name not in WHOLE_SYSTEM)


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
async def databases(postgres_server: Postgres) -> AsyncGenerator[Databases]:
    async with databases_on(postgres_server) as made:
        yield made


@pytest.fixture
async def service_database(databases: Databases) -> AsyncGenerator[ServiceDatabase]:
    """Makes a migrated, empty database that goes when the test ends.

    `await service_database("plans")` is its URL for the application role; a second
    argument names another template.
    """
    made: list[str] = []

    async def make(service: str, template: str | None = None) -> str:
        template = template or await databases.migrated(service)
        made.append(await databases.copy(template, service))
        return databases.url(made[-1], service)

    yield make
    for name in made:
        await databases.drop(name)


@pytest.fixture(scope="session")
def owner_of() -> Callable[[str], str]:
    """From the URL `service_database` gave to that of the same database's owner."""
    return lambda url: url.replace("_app:", ":", 1)


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
    databases: Databases,
    service_database: ServiceDatabase,
    fresh_nats: Nats,
    keys: harness.Issuer,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncGenerator[Start]:
    """A way to have a service running in this process until the test ends.

    `told` says what it has heard from others before.
    """
    async with AsyncExitStack() as stack:

        async def started(service: str, told: Told | None = None) -> harness.Running:
            template = await harness.template_of(service, databases, told)
            return await stack.enter_async_context(
                harness.running(
                    service,
                    database_url=await service_database(service, template),
                    nats_url=fresh_nats.url(service),
                    keys=keys,
                    environment=monkeypatch,
                )
            )

        yield started


@pytest.fixture(scope="session")
def stand(
    databases: Databases, keys: harness.Issuer, tmp_path_factory: pytest.TempPathFactory
) -> Stand:
    """A way to have a service for many tests, with all of its own."""

    @asynccontextmanager
    async def standing(
        service: str, told: Told | None = None, **settings: str
    ) -> AsyncGenerator[harness.Running]:
        with (
            nats(tmp_path_factory.mktemp("nats")) as broker,
            pytest.MonkeyPatch.context() as environment,
        ):
            for name, value in settings.items():
                environment.setenv(f"ONEDISTRICT_{name.upper()}", value)
            template = await harness.template_of(service, databases, told)
            name = await databases.copy(template, service)
            async with harness.running(
                service,
                database_url=databases.url(name, service),
                nats_url=broker.url(service),
                keys=keys,
                environment=environment,
            ) as running:
                yield running
            await databases.drop(name)

    return standing
