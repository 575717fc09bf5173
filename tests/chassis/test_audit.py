"""Every accepted write leaves an entry that nobody changes unnoticed."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis import audit
from chassis.database import Sessions, transaction
from chassis.principal import OfficeHeld
from tests.chassis.asking import must_refuse, rows, write
from tests.chassis.conftest import Superuser
from tests.harness import Running

AUDIT = "/v1/audit/budgets"


async def entries(notebook: Running, **claims: Any) -> list[dict[str, Any]]:
    async with notebook.as_("auditor", **claims) as auditor:
        answer = await auditor.get(AUDIT)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def verification(notebook: Running) -> dict[str, Any]:
    async with notebook.as_("auditor") as auditor:
        found: dict[str, Any] = (await auditor.get(f"{AUDIT}/verification")).json()
    return found


async def test_an_entry_says_who_did_what_for_whom(own_notebook: Running) -> None:
    request_id, body = str(uuid4()), b'{"title": "audited"}'
    async with own_notebook.as_(
        "budget_officer", sub="thandi", client_id="treasury", organ="DC45"
    ) as client:
        written = await client.post(
            "/v1/notes",
            content=body,
            headers={"content-type": "application/json", "X-Request-Id": request_id},
        )

    (entry,) = await entries(own_notebook)
    assert entry.pop("at")
    assert len(entry.pop("hash")) == 64
    assert entry == {
        "position": 1,
        "chain": "DC45",
        "seq": 1,
        "operation": "writeNote",
        "path": "/v1/notes",
        "sub": "thandi",
        "client_id": "treasury",
        "role": "budget_officer",
        "organ": "DC45",
        "space_code": "DC45",
        "records": [written.json()["id"]],
        "request_id": request_id,
        "status": 201,
        "on_behalf": [],
        "request_sha256": sha256(body).hexdigest(),
        "response_sha256": sha256(written.content).hexdigest(),
    }


async def test_an_entry_names_the_office_and_that_its_holder_was_acting(
    own_notebook: Running,
) -> None:
    appointment = str(uuid4())
    gives = frozenset({"budgets:write"})
    offices = tuple(
        OfficeHeld(
            f"{space}-MM", "acting", appointment, space, gives, frozenset({space})
        )
        for space in ("DC45", "DC21")
    )
    async with own_notebook.as_("office_bearer", sub="thandi", offices=offices) as her:
        written = await her.post("/v1/notes", json={"title": "acted for"})
        elsewhere = await her.post(
            "/v1/notes", json={"title": "not hers", "space_code": "ETH"}
        )

    (entry,) = await entries(own_notebook)
    assert written.is_success
    assert elsewhere.status_code == httpx.codes.FORBIDDEN
    assert entry["on_behalf"] == [
        {"office": "DC45-MM", "capacity": "acting", "appointment_id": appointment}
    ]
    assert (await verification(own_notebook))["intact"]


async def test_every_kind_of_write_leaves_one_entry(own_notebook: Running) -> None:
    async with own_notebook.as_("budget_officer") as client:
        note = (await write(client, "audited"))["id"]
        address, read = f"/v1/notes/{note}", {"If-Match": '"1"'}
        await client.patch(address, json={"title": "again"}, headers=read)
        await client.post(
            "/v1/uploads", data={"title": "file"}, files={"file": b"content"}
        )
        await client.delete(address)

    found = await entries(own_notebook)
    operations = [(entry["operation"], entry["status"]) for entry in found]
    assert operations == [
        ("writeNote", 201),
        ("changeNote", 200),
        ("uploadNote", 201),
        ("removeNote", 204),
    ]
    assert [note in entry["records"] for entry in found] == [True, True, False, True]


async def test_what_was_refused_read_or_answered_again_leaves_none(
    own_notebook: Running,
) -> None:
    key = {"Idempotency-Key": "once"}
    async with own_notebook.as_("budget_officer") as client:
        for _ in range(3):
            await client.post("/v1/notes", json={"title": "once"}, headers=key)
        for kind in ("Conflict", "NotFound", "Unprocessable", "bug", "53100"):
            sent = {"kind": kind, "title": "refused"}
            await client.post("/v1/mishaps", json=sent)
            await client.post(
                "/v1/mishaps", json=sent, headers={"Idempotency-Key": kind}
            )
        await client.post("/v1/notes", json={"title": "x", "space_code": "DC8"})
        await client.post("/v1/notes", json={})
        await client.get("/v1/notes")
    async with own_notebook.as_anyone() as stranger:
        await stranger.post("/v1/notes", json={"title": "x"})

    assert len(await entries(own_notebook)) == 1


async def test_entries_of_one_record_are_found_by_it(own_notebook: Running) -> None:
    async with own_notebook.as_("administrator") as client:
        note = await write(client, "wanted")
        await write(client, "unwanted")
        await client.delete(f"/v1/notes/{note['id']}")

        found = await client.get(AUDIT, params={"record": note["id"]})

    operations = [entry["operation"] for entry in found.json()["items"]]
    assert operations == ["writeNote", "removeNote"]


async def test_the_audit_is_read_page_by_page(own_notebook: Running) -> None:
    async with own_notebook.as_("administrator") as client:
        for title in "abcde":
            await write(client, title)
        positions, query = [], {"limit": "2"}
        while True:
            page = (await client.get(AUDIT, params=query)).json()
            positions += [entry["position"] for entry in page["items"]]
            if page["next_cursor"] is None:
                break
            query |= {"cursor": page["next_cursor"]}

    assert positions == [1, 2, 3, 4, 5]


async def test_an_auditor_of_one_space_reads_that_space(own_notebook: Running) -> None:
    async with own_notebook.as_("administrator") as client:
        await write(client, "one", space_code="DC45")
        await write(client, "other", space_code="DC8")

    theirs = await entries(own_notebook, spaces=frozenset({"DC8"}))
    none = await entries(own_notebook, spaces=frozenset({"DC9"}))
    every = await entries(own_notebook)

    assert [entry["space_code"] for entry in theirs] == ["DC8"]
    assert none == []
    assert [entry["space_code"] for entry in every] == ["DC45", "DC8"]


async def test_only_auditors_read_the_audit(
    notebook: Running, writer: httpx.AsyncClient
) -> None:
    for path in (AUDIT, f"{AUDIT}/verification"):
        must_refuse(await writer.get(path), 403, "ScopeMissing")
        async with notebook.as_anyone() as stranger:
            must_refuse(await stranger.get(path), 401, "NotSignedIn")


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
