"""A service does not start on a database that would let it see too much."""

from collections.abc import AsyncGenerator, Callable

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis.guard import UnsafeDatabaseRole, refuse_unsafe_role
from deploy.embedded.nats import Nats
from deploy.embedded.postgres import Postgres
from tests.chassis.asking import open_notebook
from tests.chassis.conftest import Superuser
from tests.chassis.notebook import SERVICE
from tests.harness import Issuer

SCHEMING = "schemer"


async def guard(url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        await refuse_unsafe_role(engine)
    finally:
        await engine.dispose()


@pytest.fixture
async def schemer(superuser: Superuser, notebook_database: str) -> AsyncGenerator[str]:
    """A role that may log in and read, to be given a little more."""
    await superuser(
        f"create role {SCHEMING} login password 'password'",
        f"grant select on note to {SCHEMING}",
    )
    url = make_url(notebook_database).set(username=SCHEMING)
    yield url.render_as_string(hide_password=False)
    await superuser(f"drop owned by {SCHEMING}", f"drop role {SCHEMING}")


async def test_the_application_role_is_safe(notebook_database: str) -> None:
    await guard(notebook_database)


async def test_the_owner_is_not_safe(
    notebook_database: str, owner_of: Callable[[str], str]
) -> None:
    with pytest.raises(UnsafeDatabaseRole, match="owns"):
        await guard(owner_of(notebook_database))


async def test_a_superuser_is_not_safe(
    notebook_database: str, postgres_server: Postgres
) -> None:
    database = str(make_url(notebook_database).database)
    url = postgres_server.url(database, "postgres", postgres_server.password)

    with pytest.raises(UnsafeDatabaseRole, match="superuser"):
        await guard(url)


async def test_a_role_with_nothing_special_is_safe(schemer: str) -> None:
    await guard(schemer)


@pytest.mark.parametrize(
    ("privilege", "reason"),
    [
        ("alter role schemer bypassrls", "bypass"),
        ("alter role schemer superuser", "bypass"),
        ("grant postgres to schemer", "bypass"),
        ("grant onedistrict_notebook to schemer", "owns"),
        ("grant onedistrict_notebook to schemer with inherit false", "owns"),
        ("alter table note owner to schemer", "owns"),
    ],
)
async def test_a_role_that_could_step_past_row_security_is_not_safe(
    superuser: Superuser, schemer: str, privilege: str, reason: str
) -> None:
    await superuser(privilege)

    with pytest.raises(UnsafeDatabaseRole, match=reason):
        await guard(schemer)


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("alter table note disable row level security", "note"),
        ("alter table note no force row level security", "note"),
        ("create table diary (space_code text)", "diary"),
        (
            "create table ledger (space_code text) partition by list (space_code)",
            "ledger",
        ),
    ],
)
async def test_a_table_of_a_space_without_row_security_is_named(
    superuser: Superuser, notebook_database: str, change: str, table: str
) -> None:
    await superuser(change)

    with pytest.raises(UnsafeDatabaseRole, match=table):
        await guard(notebook_database)


async def test_a_table_that_belongs_to_no_space_needs_none(
    superuser: Superuser, notebook_database: str
) -> None:
    await superuser(
        "create table colour (name text)",
        "create table shade (space_code text, name text)",
        "alter table shade drop column space_code",
    )

    await guard(notebook_database)


async def test_a_service_does_not_start_where_it_is_not_safe(
    notebook_database: str,
    owner_of: Callable[[str], str],
    fresh_nats: Nats,
    keys: Issuer,
) -> None:
    broker = fresh_nats.url(SERVICE)

    with pytest.raises(UnsafeDatabaseRole):
        async with open_notebook(owner_of(notebook_database), broker, keys):
            pytest.fail("it started")


async def test_row_security_holds_back_its_owner_too(
    notebook_database: str, owner_of: Callable[[str], str]
) -> None:
    owner = create_async_engine(owner_of(notebook_database), poolclass=NullPool)
    insert = text(
        "insert into note values (gen_random_uuid(), 'DC45', 'mine', 1) returning id"
    )
    try:
        async with owner.begin() as connection:
            await connection.execute(
                text("select set_config('onedistrict.spaces', 'DC45', true)")
            )
            await connection.execute(insert)
        async with owner.begin() as connection:
            assert (await connection.execute(text("select 1 from note"))).all() == []
    finally:
        await owner.dispose()
