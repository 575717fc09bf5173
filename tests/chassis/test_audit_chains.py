"""Entries are chained by space: tampering shows, and spaces never wait in line."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis import audit
from chassis.database import Sessions, transaction
from tests.chassis.asking import rows, write
from tests.chassis.auditing import entries, verification
from tests.chassis.conftest import Superuser
from tests.harness import Running


@pytest.mark.parametrize(
    "change",
    [
        "update audit_entry set sub = 'nobody'",
        "delete from audit_entry",
        "truncate audit_entry",
    ],
)
async def test_neither_application_nor_owner_changes_an_entry(
    own_notebook: Running,
    notebook_database: str,
    owner_of: Callable[[str], str],
    change: str,
) -> None:
    async with own_notebook.as_("budget_officer") as client:
        await write(client, "audited")

    for url in (notebook_database, owner_of(notebook_database)):
        engine = create_async_engine(url, poolclass=NullPool)
        with pytest.raises(DBAPIError) as refused:
            async with engine.begin() as connection:
                await connection.execute(text(change))
        await engine.dispose()
        assert getattr(refused.value.orig, "sqlstate", None) == "42501"

    assert len(await entries(own_notebook)) == 1


async def two_chains_of_three(notebook: Running) -> None:
    async with notebook.as_("administrator") as client:
        for number in range(3):
            for space in ("DC45", "DC8"):
                await write(client, f"{number}", space_code=space)


async def test_the_chains_of_an_honest_audit_agree(own_notebook: Running) -> None:
    await two_chains_of_three(own_notebook)

    assert await verification(own_notebook) == {"intact": True, "broken": []}


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        (["update audit_entry set sub = 'x' where {second}"], ["DC45:2"]),
        (["update audit_entry set records = '{{}}' where {second}"], ["DC45:2"]),
        (["update audit_entry set at = now() where {second}"], ["DC45:2"]),
        (
            [
                "update audit_entry set sub = 'x' where {second}",
                "update audit_entry set hash = audit_hash(audit_entry) where {second}",
            ],
            ["DC45:3"],
        ),
        (["delete from audit_entry where {second}"], ["DC45:3"]),
        (["delete from audit_entry where chain = 'DC45' and seq = 1"], None),
        (
            ["update audit_entry set chain = 'DC9', space_code = 'DC9' where {second}"],
            None,
        ),
        (
            [
                "update audit_entry set seq = 9 where {second}",
                "update audit_entry set seq = 2 where chain = 'DC45' and seq = 3",
                "update audit_entry set seq = 3 where chain = 'DC45' and seq = 9",
            ],
            None,
        ),
    ],
)
async def test_tampering_past_the_triggers_shows(
    own_notebook: Running,
    superuser: Superuser,
    tampering: list[str],
    broken: list[str] | None,
) -> None:
    await two_chains_of_three(own_notebook)

    second = "chain = 'DC45' and seq = 2"
    await superuser(
        "alter table audit_entry disable trigger user",
        *(step.replace("{second}", second) for step in tampering),
        "alter table audit_entry enable trigger user",
    )

    found = await verification(own_notebook)
    assert not found["intact"]
    assert found["broken"]
    assert "DC8" not in str(found["broken"])
    assert broken in (None, found["broken"])


def an_act(space: str) -> audit.Act:
    return audit.Act(
        operation="writeNote",
        path="/v1/notes",
        sub="thandi",
        client_id="treasury",
        role="budget_officer",
        organ=None,
        space_code=space,
        records=["1"],
        request_id=str(uuid4()),
        status=201,
        request_sha256="",
        response_sha256="",
    )


async def act_impatiently(sessions: Sessions, space: str) -> None:
    async with transaction(sessions) as session:
        await session.execute(text("set local lock_timeout = '100ms'"))
        await audit.record(session, an_act(space))


async def test_the_writers_of_two_spaces_do_not_wait_for_each_other(
    own_notebook: Running,
) -> None:
    async with transaction(own_notebook.sessions) as unfinished:
        await audit.record(unfinished, an_act("DC45"))

        await act_impatiently(own_notebook.sessions, "DC8")
        with pytest.raises(DBAPIError, match="lock timeout"):
            await act_impatiently(own_notebook.sessions, "DC45")

    await act_impatiently(own_notebook.sessions, "DC45")
    chains = "select chain, seq from audit_entry order by chain, seq"
    assert await rows(own_notebook, chains) == [("DC45", 1), ("DC45", 2), ("DC8", 1)]
    assert (await verification(own_notebook))["intact"]
