"""A running plans service that knows the real places and organs."""

from collections.abc import AsyncGenerator
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from deploy.databases import application_role_of
from deploy.embedded.nats import nats
from tests import harness
from tests.harness import Running
from tests.plans.desk import the_registry_speaks
from tests.plans.improvers import Office, the_districts_of_uganda


@pytest.fixture
async def plans(start) -> Running:
    running: Running = await start("plans")
    await running.hears(*the_registry_speaks())
    return running


@pytest.fixture
async def planner(plans: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with plans.as_("district_planner") as client:
        yield client


@pytest.fixture
async def approver(plans: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with plans.as_("approver") as client:
        yield client


@pytest.fixture(scope="module")
async def standing(
    postgres_server, migrated_template, keys, tmp_path_factory
) -> AsyncGenerator[Running]:
    """One plans service for a whole module, whose tests keep to plans of their own."""
    template = await migrated_template("plans")
    name = f"{template}_{uuid4().hex[:12]}"
    engine = create_async_engine(
        postgres_server.admin_url, isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    async with engine.connect() as server:
        await server.execute(
            text(f'create database "{name}" template "{template}" owner "{template}"')
        )
    with (
        nats(tmp_path_factory.mktemp("nats")) as broker,
        pytest.MonkeyPatch.context() as environment,
    ):
        async with harness.running(
            "plans",
            database_url=postgres_server.url(
                name, application_role_of("plans"), "password"
            ),
            nats_url=broker.url("plans"),
            keys=keys,
            environment=environment,
        ) as running:
            await running.hears(*the_registry_speaks())
            yield running
    async with engine.connect() as server:
        await server.execute(text(f'drop database "{name}" with (force)'))
    await engine.dispose()


@pytest.fixture(scope="module")
async def office(standing: Running) -> AsyncGenerator[Office]:
    """Plans of Ugandan districts too; each test takes districts of its own."""
    await standing.hears(the_districts_of_uganda(1500))
    async with (
        standing.as_("administrator") as writer,
        standing.as_("approver") as clerk,
    ):
        yield Office(standing, writer, clerk)
