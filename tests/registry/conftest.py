"""One running registry for the tests of a module that only look, or are refused."""

from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from deploy.databases import application_role_of
from deploy.embedded.nats import nats
from tests import harness


@pytest.fixture(scope="module")
async def registry(
    request, postgres_server, migrated_template, keys, tmp_path_factory
) -> AsyncGenerator[harness.Running]:
    """A registry as it starts; whoever changes it asks `start` for one of their own.

    A module's `COUNTRY` says whose it is.
    """
    template = await migrated_template("registry")
    name = f"{template}_{uuid4().hex[:12]}"
    engine = create_async_engine(
        postgres_server.admin_url, isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    async with engine.connect() as server:
        await server.execute(
            text(f'create database "{name}" template "{template}" owner "{template}"')
        )
    url = postgres_server.url(name, application_role_of("registry"), "password")
    with (
        nats(tmp_path_factory.mktemp("nats")) as broker,
        pytest.MonkeyPatch.context() as to,
    ):
        to.setenv("ONEDISTRICT_COUNTRY", getattr(request.module, "COUNTRY", "za"))
        async with harness.running(
            "registry",
            database_url=url,
            nats_url=broker.url("registry"),
            keys=keys,
            environment=to,
        ) as running:
            yield running
    async with engine.connect() as server:
        await server.execute(text(f'drop database "{name}" with (force)'))
    await engine.dispose()
