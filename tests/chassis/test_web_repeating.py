"""The same request with the same key is carried out once and answered every time."""

import asyncio
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Connection, event

from chassis import idempotency
from chassis.database import transaction
from deploy.embedded.nats import Nats
from tests.chassis.asking import must_refuse, open_notebook, rows, titled, write
from tests.chassis.notebook import SERVICE
from tests.harness import Issuer, Running, eventually

REPLAYED = "Idempotency-Replayed"


def a_key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def is_replay(response: httpx.Response) -> bool:
    return response.headers.get(REPLAYED) == "true"


async def test_of_sixty_parallel_requests_with_one_key_one_is_carried_out(
    notebook: Running, writer: httpx.AsyncClient
) -> None:
    key = a_key()
    same = [{"title": "sixty"}] * 50
    others = [{"title": f"another {number}"} for number in range(10)]

    answers = await asyncio.gather(
        *(writer.post("/v1/notes", json=body, headers=key) for body in same + others)
    )

    carried_out = [answer for answer in answers[:50] if not is_replay(answer)]
    assert [answer.status_code for answer in answers[:50]] == [201] * 50
    assert len(carried_out) == 1
    for answer in answers[:50]:
        assert answer.content == carried_out[0].content
        for header in ("etag", "location", "content-type", "idempotency-key"):
            assert answer.headers[header] == carried_out[0].headers[header]
    for answer in answers[50:]:
        must_refuse(answer, 422, "IdempotencyKeyReused")
    assert await titled(notebook, "sixty") == 1
    assert await rows(notebook, "select 1 from note where title like 'another%'") == []


async def test_every_client_has_keys_of_its_own(notebook: Running) -> None:
    key = a_key()
    async with (
        notebook.as_("budget_officer") as one,
        notebook.as_("administrator") as other,
    ):
        first = await one.post("/v1/notes", json={"title": "mine"}, headers=key)
        second = await other.post("/v1/notes", json={"title": "theirs"}, headers=key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert not is_replay(second)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/other-notes", {"title": "elsewhere"}),
        ("/v1/notes?dry=1", {"title": "elsewhere"}),
        ("/v1/notes", {"title": "elsewhere", "pages": 2}),
    ],
)
async def test_a_key_belongs_to_route_query_and_body(
    writer: httpx.AsyncClient, path: str, body: dict[str, object]
) -> None:
    key = a_key()
    await writer.post("/v1/notes", json={"title": "elsewhere"}, headers=key)

    again = await writer.post(path, json=body, headers=key)

    must_refuse(again, 422, "IdempotencyKeyReused")


async def upload(
    client: httpx.AsyncClient, key: dict[str, str], boundary: str, content: bytes
) -> httpx.Response:
    return await client.post(
        "/v1/uploads",
        data={"title": f"uploaded {key['Idempotency-Key']}"},
        files={"file": ("note.txt", content)},
        headers=key | {"content-type": f"multipart/form-data; boundary={boundary}"},
    )


async def test_an_upload_is_the_same_whatever_its_boundary(
    writer: httpx.AsyncClient,
) -> None:
    key = a_key()
    first = await upload(writer, key, "one", b"content")

    again = await upload(writer, key, "two", b"content")
    other = await upload(writer, key, "one", b"other")

    assert first.status_code == 201, first.text
    assert first.json()["pages"] == len("content")
    assert is_replay(again)
    assert again.content == first.content
    must_refuse(other, 422, "IdempotencyKeyReused")


async def test_one_field_cannot_pass_for_two(writer: httpx.AsyncClient) -> None:
    key = a_key()
    file = {"file": ("note.txt", b"x")}
    two = {"title": "field", "note": "more"}
    await writer.post("/v1/uploads", data=two, files=file, headers=key)

    one = {"title": "field", "x": "\nnote=more"}
    again = await writer.post("/v1/uploads", data=one, files=file, headers=key)

    must_refuse(again, 422, "IdempotencyKeyReused")


async def test_the_precondition_is_part_of_the_request(
    writer: httpx.AsyncClient,
) -> None:
    note = await write(writer, f"precondition {uuid4()}")
    address, key = f"/v1/notes/{note['id']}", a_key()
    change = {"title": f"changed {uuid4()}"}

    async def attempt(version: int) -> httpx.Response:
        headers = key | {"If-Match": f'"{version}"'}
        return await writer.patch(address, json=change, headers=headers)

    first, again, other = await attempt(1), await attempt(1), await attempt(2)

    assert first.status_code == 200
    assert is_replay(again)
    assert (again.content, again.headers["etag"]) == (first.content, '"2"')
    must_refuse(other, 422, "IdempotencyKeyReused")


async def test_an_answer_without_a_body_is_kept(writer: httpx.AsyncClient) -> None:
    address = f"/v1/notes/{(await write(writer, f'removed {uuid4()}'))['id']}"
    key = a_key() | {"If-Match": '"1"'}

    first, again = [await writer.delete(address, headers=key) for _ in range(2)]

    assert (first.status_code, again.status_code) == (204, 204)
    assert (is_replay(first), is_replay(again)) == (False, True)
    assert again.content == b""


async def mishap(
    client: httpx.AsyncClient, kind: str, key: dict[str, str]
) -> httpx.Response:
    """Go wrong on the first attempt only."""
    sent = {"kind": kind, "title": f"{kind} {key['Idempotency-Key']}", "times": 1}
    return await client.post("/v1/mishaps", json=sent, headers=key)


@pytest.mark.parametrize("kind", ["NotFound", "Conflict", "Stale"])
async def test_what_a_rule_refused_stays_refused_and_undone(
    notebook: Running, writer: httpx.AsyncClient, kind: str
) -> None:
    key = a_key()

    first, again = await mishap(writer, kind, key), await mishap(writer, kind, key)

    must_refuse(first, first.status_code, kind)
    assert is_replay(again)
    assert again.content == first.content
    assert again.headers["content-type"] == "application/problem+json"
    assert await titled(notebook, f"{kind} {key['Idempotency-Key']}") == 0


@pytest.mark.parametrize(
    "kind",
    [
        "Malformed",
        "NotSignedIn",
        "NotPermitted",
        "TooLarge",
        "Unprocessable",
        "PreconditionRequired",
        "TooMany",
        "Unavailable",
        "53100",
        "killed",
    ],
)
async def test_what_may_pass_or_be_put_right_is_tried_again(
    notebook: Running, writer: httpx.AsyncClient, kind: str
) -> None:
    key = a_key()

    first, again = await mishap(writer, kind, key), await mishap(writer, kind, key)

    assert first.status_code >= 400
    assert again.status_code == 201, again.text
    assert not is_replay(again)
    assert await titled(notebook, f"{kind} {key['Idempotency-Key']}") == 1


async def test_a_request_that_was_not_valid_may_be_corrected_under_its_key(
    writer: httpx.AsyncClient,
) -> None:
    key = a_key()
    first = await writer.post("/v1/notes", json={"tittle": "corrected"}, headers=key)

    again = await writer.post("/v1/notes", json={"title": "corrected"}, headers=key)

    must_refuse(first, 422, "InvalidRequest")
    assert again.status_code == 201


async def test_without_a_key_every_request_is_a_new_one(
    writer: httpx.AsyncClient,
) -> None:
    first = await writer.post("/v1/notes", json={"title": "keyless"})
    again = await writer.post("/v1/notes", json={"title": "keyless"})

    assert first.status_code == 201
    must_refuse(again, 409, "TitleTaken")


@pytest.mark.parametrize("key", ["", "k" * 256, "caf\u00e9", "a\tb", "\x7f"])
async def test_a_key_is_short_visible_text(writer: httpx.AsyncClient, key: str) -> None:
    answer = await writer.post(
        "/v1/notes",
        json={"title": "key"},
        headers=[(b"idempotency-key", key.encode("latin-1"))],
    )

    must_refuse(answer, 400, "IdempotencyKeyMalformed")


async def test_who_waits_too_long_for_a_key_is_told_that_it_is_in_use(
    notebook: Running, writer: httpx.AsyncClient
) -> None:
    def hurry(connection: Connection) -> None:
        connection.exec_driver_sql("set local lock_timeout = '100ms'")

    key, engine = a_key(), notebook.state["engine"].sync_engine
    async with transaction(notebook.sessions) as session:
        await idempotency.claim(
            session,
            client_id="budget_officer",
            key=key["Idempotency-Key"],
            fingerprint=b"another's",
        )
        event.listen(engine, "begin", hurry)
        try:
            answer = await writer.post(
                "/v1/notes", json={"title": "in use"}, headers=key
            )
        finally:
            event.remove(engine, "begin", hurry)

    must_refuse(answer, 409, "IdempotencyKeyInUse")
    assert answer.headers["retry-after"] == "1"
    assert await titled(notebook, "in use") == 0


async def test_an_answer_is_forgotten_after_a_week(
    notebook_database: str, fresh_nats: Nats, keys: Issuer
) -> None:
    broker = fresh_nats.url(SERVICE)
    async with (
        open_notebook(notebook_database, broker, keys) as running,
        running.as_("budget_officer") as client,
    ):
        for title in ("old", "recent"):
            sent, key = {"title": title}, {"Idempotency-Key": title}
            await client.post("/v1/notes", json=sent, headers=key)
        await rows(running, AGE, key="old", days=8)
        await rows(running, AGE, key="recent", days=6)

    async with (
        open_notebook(notebook_database, broker, keys) as running,
        running.as_("budget_officer") as client,
    ):
        await eventually(lambda: is_forgotten(running, "old"))
        assert not await is_forgotten(running, "recent")
        another = await client.post(
            "/v1/notes", json={"title": "new"}, headers={"Idempotency-Key": "old"}
        )

    assert another.status_code == 201


async def is_forgotten(notebook: Running, key: str) -> bool:
    return not await rows(
        notebook, "select 1 from idempotency where key = :key", key=key
    )


AGE = """
update idempotency set created_at = created_at - make_interval(days => :days)
where key = :key returning key
"""
