"""Events that travel between two services, and a notebook to ask things of."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from deploy.embedded.nats import Nats, nats
from deploy.embedded.postgres import Postgres
from tests.chassis import notebook as book
from tests.chassis.asking import open_notebook
from tests.chassis.notes import create_tables
from tests.databases import PASSWORD, Databases
from tests.harness import Issuer, Running
from tests.messaging_lab import Lab, a_lab

ServiceDatabase = Callable[[str], Awaitable[str]]
Superuser = Callable[..., Awaitable[None]]

PREPARED = """
grant select, insert, update, delete on note to onedistrict_notebook_app
"""


@pytest.fixture
def own_broker(tmp_path: Path) -> Generator[Nats]:
    with nats(tmp_path / "nats") as broker:
        yield broker


@pytest.fixture
async def lab(
    own_broker: Nats,
    service_database: Callable[[str], Awaitable[str]],
    owner_of: Callable[[str], str],
) -> AsyncGenerator[Lab]:
    speaker_url = await service_database("speaker")
    listener_url = await service_database("listener")
    owner_url = owner_of(listener_url)
    async with a_lab(own_broker, speaker_url, listener_url, owner_url) as made:
        yield made


@pytest.fixture(scope="session")
async def notebook_template(databases: Databases) -> str:
    """The name of a database with the notebook's table, to be copied."""
    template = await databases.migrated("notebook")
    owner = create_async_engine(
        databases.server.url(template, template, PASSWORD), poolclass=NullPool
    )
    async with owner.begin() as connection:
        await connection.run_sync(create_tables)
        await connection.execute(text(PREPARED))
    await owner.dispose()
    return template


@pytest.fixture
async def notebook_database(
    notebook_template: str, service_database: ServiceDatabase
) -> str:
    """The URL, for the application role, of a database of this test's own."""
    return await service_database("notebook")


@pytest.fixture
async def superuser(
    postgres_server: Postgres, notebook_database: str
) -> AsyncGenerator[Superuser]:
    """Does what no service may, in this test's own database."""
    database = notebook_database.rpartition("/")[2]
    engine = create_async_engine(
        postgres_server.admin_url.rpartition("/")[0] + f"/{database}",
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
    )

    async def do(*statements: str) -> None:
        async with engine.connect() as connection:
            for statement in statements:
                await connection.execute(text(statement.format(database=database)))

    yield do
    await engine.dispose()


@pytest.fixture
async def own_notebook(
    notebook_database: str, fresh_nats: Nats, keys: Issuer
) -> AsyncGenerator[Running]:
    """A running notebook that nothing else writes in."""
    broker = fresh_nats.url(book.SERVICE)
    async with open_notebook(notebook_database, broker, keys) as running:
        yield running


@pytest.fixture(scope="session")
async def notebook(
    databases: Databases,
    notebook_template: str,
    tmp_path_factory: pytest.TempPathFactory,
    keys: Issuer,
) -> AsyncGenerator[Running]:
    """A running notebook for tests that do not mind what else is written in it."""
    url = databases.url(await databases.copy(notebook_template, "notebook"), "notebook")
    with nats(tmp_path_factory.mktemp("notebook")) as broker:
        async with open_notebook(url, broker.url(book.SERVICE), keys) as running:
            yield running


@pytest.fixture
async def writer(notebook: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with notebook.as_("budget_officer") as client:
        yield client
