"""Every accepted write leaves an entry that nobody changes unnoticed."""

from hashlib import sha256
from uuid import uuid4

import httpx

from chassis.principal import OfficeHeld
from tests.chassis.asking import must_refuse, write
from tests.chassis.auditing import AUDIT, entries, verification
from tests.harness import Running


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
        await client.delete(address, headers={"If-Match": '"2"'})

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
        address = f"/v1/notes/{note['id']}"
        await client.delete(address, headers={"If-Match": '"1"'})

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
