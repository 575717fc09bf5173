"""Each service owns a database, and its application is not the owner.

onedistrict_<service>       the database, and the role that owns it and migrates it
onedistrict_<service>_app   the role the service runs as: row-level security binds it
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from deploy.topology import application_role_of, database_of

APPLICATION = "login nosuperuser nobypassrls nocreatedb nocreaterole noreplication"
OWNER = f"{APPLICATION} inherit"


async def create_database(
    admin_url: str, service: str, password: str, *, owner_password: str | None = None
) -> None:
    """The database of `service` with its owner and its application role; repeatable.

    The application role gets `password`, and so does the owner unless told otherwise.
    PostgreSQL 15 to 18.
    """
    name = database_of(service)
    async with _autocommit(admin_url) as server:
        await _create_role(server, name, owner_password or password, OWNER)
        exists = await server.scalar(
            text("select true from pg_database where datname = :name"), {"name": name}
        )
        if not exists:
            await server.execute(text(f'create database "{name}" owner "{name}"'))
            await server.execute(
                text(f'revoke connect, temporary on database "{name}" from public')
            )
    await create_application_role(admin_url, service, password, database=name)


async def create_application_role(
    admin_url: str, service: str, password: str, *, database: str | None = None
) -> None:
    """The role `service` runs as, allowed into `database` (or the one in the URL).

    `admin_url` is a superuser's, or the database owner's if it may create roles.
    """
    role = application_role_of(service)
    target = database or make_url(admin_url).database
    async with _autocommit(admin_url) as server:
        await _create_role(server, role, password, APPLICATION)
        await server.execute(text(f'grant connect on database "{target}" to "{role}"'))


async def _create_role(
    server: AsyncConnection, role: str, password: str, attributes: str
) -> None:
    exists = await server.scalar(
        text("select true from pg_roles where rolname = :role"), {"role": role}
    )
    # Only a superuser may mention most attributes of a role that exists already.
    change = "alter role %I login" if exists else f"create role %I {attributes}"
    statement = await server.scalar(
        text("select format(cast(:f as text), cast(:r as text), cast(:p as text))"),
        {"f": f"{change} password %L", "r": role, "p": password},
    )
    await server.exec_driver_sql(str(statement))


@asynccontextmanager
async def _autocommit(url: str) -> AsyncGenerator[AsyncConnection]:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()
