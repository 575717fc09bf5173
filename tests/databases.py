"""Databases of services: made once per test worker, then copied for whoever asks."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from chassis.database import Sessions, connect, sessions_of
from chassis.migrations import migrate
from deploy.databases import create_database
from deploy.embedded.postgres import Postgres
from deploy.topology import application_role_of, database_of

PASSWORD = "password"

Prepare = Callable[[Sessions], Awaitable[None]]


class Databases:
    """Templates by what was done to them; nobody writes in one that was copied."""

    def __init__(self, server: Postgres, admin: AsyncEngine) -> None:
        self.server = server
        self._admin = admin
        self._templates: dict[Hashable, asyncio.Task[str]] = {}

    async def migrated(self, service: str) -> str:
        """The name of a database of this service with nothing in its tables."""
        return await self._once(service, lambda: self._migrate(service))

    async def prepared(self, service: str, key: Hashable, prepare: Prepare) -> str:
        """The name of one in which `prepare` has written, once for each key."""
        return await self._once((service, key), lambda: self._prepare(service, prepare))

    async def copy(self, template: str, service: str) -> str:
        """The name of a database of the service that is its caller's alone."""
        owner = database_of(service)
        name = f"{owner}_{uuid4().hex[:12]}"
        await self._run(
            f'create database "{name}" template "{template}" owner "{owner}"'
        )
        return name

    async def drop(self, name: str) -> None:
        await self._run(f'drop database "{name}" with (force)')

    def url(self, name: str, service: str) -> str:
        """Where the service itself connects to: never as the owner."""
        return self.server.url(name, application_role_of(service), PASSWORD)

    async def _once(self, key: Hashable, make: Callable[[], Awaitable[str]]) -> str:
        if key not in self._templates:
            self._templates[key] = asyncio.ensure_future(make())
        return await self._templates[key]

    async def _migrate(self, service: str) -> str:
        name = database_of(service)
        await create_database(self.server.admin_url, service, PASSWORD)
        owner_url = self.server.url(name, name, PASSWORD)
        await migrate(owner_url, service, app_role=application_role_of(service))
        return name

    async def _prepare(self, service: str, prepare: Prepare) -> str:
        name = await self.copy(await self.migrated(service), service)
        engine = connect(self.url(name, service))
        await prepare(sessions_of(engine))
        await engine.dispose()
        return name

    async def _run(self, statement: str) -> None:
        async with self._admin.connect() as connection:
            await connection.execute(text(statement))


@asynccontextmanager
async def databases_on(server: Postgres) -> AsyncGenerator[Databases]:
    admin = create_async_engine(server.admin_url, isolation_level="AUTOCOMMIT")
    yield Databases(server, admin)
    await admin.dispose()
