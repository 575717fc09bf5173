"""A PostgreSQL and a NATS that are already there are used instead of our own."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.embedded.cluster import cluster
from deploy.embedded.nats import Nats
from deploy.embedded.postgres import Postgres, postgres
from deploy.topology import (
    SERVICES,
    application_role_of,
    owner_variable,
    password_variable,
)


def run(url: str, *statements: str) -> None:
    async def execute() -> None:
        engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            for statement in statements:
                await connection.execute(text(statement))
        await engine.dispose()

    with asyncio.Runner() as runner:
        runner.run(execute())


def a_database_with_an_owner(server: Postgres) -> str:
    """The owner's URL; it may create roles, and is no superuser."""
    name = f"others_{uuid4().hex[:8]}"
    run(
        server.admin_url,
        f"create role {name} login createrole password 'theirs'",
        f"create database {name} owner {name}",
    )
    return f"postgresql://{name}:theirs@127.0.0.1:{server.port}/{name}"


# A server of its own for each test: roles are shared by all databases of a server.


def test_an_owner_who_is_no_superuser_can_migrate(tmp_path: Path) -> None:
    with postgres(tmp_path) as server:
        owner_url = a_database_with_an_owner(server)
        environment = {
            owner_variable("registry"): owner_url,
            password_variable("registry"): "ours",
        }

        for _again in range(2):
            subprocess.run(
                [sys.executable, "-m", "deploy.cli", "migrate", "registry"],
                env=os.environ | environment,
                check=True,
            )

        name, role = owner_url.rpartition("/")[2], application_role_of("registry")
        run(server.url(name, role, "ours"), "select count(*) from outbox")


def test_everything_runs_on_servers_of_others(
    tmp_path: Path, fresh_nats: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgres(tmp_path / "theirs") as server:
        for service in SERVICES:
            owner_url = a_database_with_an_owner(server)
            monkeypatch.setenv(owner_variable(service.name), owner_url)
        monkeypatch.setenv("ONEDISTRICT_NATS_URL", fresh_nats.url())

        with cluster(tmp_path / "ours", port=0) as running:
            assert running.children.keys().isdisjoint({"postgres", "nats"})
            assert httpx.get(f"{running.gateway_url}/health/ready").is_success
