"""Whatever is wrong with a request, its answer is a problem document, and no more."""

from collections.abc import AsyncGenerator, AsyncIterator
from http import HTTPStatus

import httpx
import pytest
from structlog.testing import capture_logs

from tests.chassis.asking import must_refuse, titled, write
from tests.chassis.notebook import REFUSALS, SECRET
from tests.harness import Running

MEBIBYTE = 1 << 20
JSON = "application/json"
DEEP = 100_000


async def mishap(client: httpx.AsyncClient, kind: str) -> httpx.Response:
    sent = {"kind": kind, "title": "mishap"}
    return await client.post("/v1/mishaps", json=sent)


@pytest.fixture
async def stranger(notebook: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with notebook.as_anyone() as client:
        yield client


@pytest.mark.parametrize("kind", REFUSALS)
async def test_a_rule_refuses_by_its_name_and_says_where(
    writer: httpx.AsyncClient, kind: str
) -> None:
    problem = must_refuse(await mishap(writer, kind), int(REFUSALS[kind].status), kind)

    fault = {"pointer": "/title", "code": "wrong", "detail": "not this one"}
    assert problem["errors"] == [fault]
    assert problem["detail"] == "no"


@pytest.mark.parametrize(
    ("state", "status", "title"),
    [
        ("22003", 422, "ValueNotStorable"),
        ("22021", 422, "ValueNotStorable"),
        ("23505", 409, "ChangedMeanwhile"),
        ("53100", 503, "TryAgainShortly"),
        ("53300", 503, "TryAgainShortly"),
        ("55P03", 503, "TryAgainShortly"),
        ("57014", 503, "TryAgainShortly"),
        ("57P01", 503, "TryAgainShortly"),
        ("08006", 503, "TryAgainShortly"),
        ("42P01", 500, "Bug"),
        ("42501", 500, "Bug"),
        ("P0001", 500, "Bug"),
        ("XX000", 500, "Bug"),
    ],
)
async def test_what_the_database_refuses_is_translated(
    writer: httpx.AsyncClient, state: str, status: int, title: str
) -> None:
    answer = await mishap(writer, state)

    must_refuse(answer, status, title)
    for internal in ("note", "column", "select", state, "asyncpg"):
        assert internal not in answer.text.replace("note/", "")
    assert ("retry-after" in answer.headers) == (status == 503)


async def test_a_bug_is_told_to_us_and_not_to_the_caller(
    writer: httpx.AsyncClient,
) -> None:
    with capture_logs() as lines:
        answer = await mishap(writer, "bug")

    must_refuse(answer, 500, "Bug")
    for internal in (SECRET, "RuntimeError", "Traceback", ".py"):
        assert internal not in answer.text
    (line,) = [line for line in lines if line["event"] == "bug"]
    assert str(line["exc_info"]) == SECRET


async def test_an_address_with_nothing_at_it(stranger: httpx.AsyncClient) -> None:
    for path in ("/", "/v1", "/v1/nothing", "/v1/notes/", "/openapi.json", "/docs"):
        must_refuse(await stranger.get(path), 404, "NoSuchResource")


async def test_a_method_that_a_resource_does_not_have(
    stranger: httpx.AsyncClient,
) -> None:
    for method in ("PUT", "DELETE", "TRACE", "BREW"):
        answer = await stranger.request(method, "/v1/notes")

        must_refuse(answer, 405, "MethodNotAllowed")
        assert answer.headers["allow"]


async def test_nobody_writes_without_signing_in(
    notebook: Running, stranger: httpx.AsyncClient
) -> None:
    async with notebook.as_("budget_officer") as client:
        for token in ("Basic eDp5", "Bearer", "Bearer nonsense", ""):
            answer = await client.post(
                "/v1/notes", json={}, headers={"authorization": token}
            )

            must_refuse(answer, 401, "NotSignedIn")
            assert answer.headers["www-authenticate"] == "Bearer"
    must_refuse(await stranger.post("/v1/notes", json={}), 401, "NotSignedIn")


async def test_what_a_caller_may_not_do_is_refused_before_what_they_sent(
    notebook: Running, writer: httpx.AsyncClient
) -> None:
    async with notebook.as_("auditor") as auditor:
        answer = await auditor.post("/v1/notes", json={"tittle": 1})
        must_refuse(answer, 403, "ScopeMissing")

    answer = await writer.post("/v1/notes", json={"title": "x", "space_code": "DC8"})
    must_refuse(answer, 403, "NotPermittedInSpace")


async def test_a_note_of_a_space_that_is_not_yours_is_not_there(
    notebook: Running, writer: httpx.AsyncClient
) -> None:
    async with notebook.as_("administrator") as other:
        note = await write(other, "of DC8", space_code="DC8")
    address = f"/v1/notes/{note['id']}"

    must_refuse(await writer.get(address), 404, "NoteNotFound")
    must_refuse(await writer.delete(address), 404, "NoteNotFound")
    answer = await writer.patch(
        address, json={"title": "x"}, headers={"If-Match": '"1"'}
    )
    must_refuse(answer, 404, "NoteNotFound")
    listed = await writer.get("/v1/notes")
    assert {item["space_code"] for item in listed.json()["items"]} <= {"DC45"}


async def test_row_security_stops_what_a_service_forgot_to_check(
    writer: httpx.AsyncClient,
) -> None:
    sent = {"title": "forgotten", "space_code": "DC8"}

    answer = await writer.post("/v1/other-notes", json=sent)

    must_refuse(answer, 500, "Bug")


NOT_A_DRAFT = {
    "nothing": b"",
    "null": b"null",
    "list": b'[{"title": "x"}]',
    "text": b'"title"',
    "cut off": b'{"title": "x"',
    "trailing": b'{"title": "x"} x',
    "single quotes": b"{'title': 'x'}",
    "comment": b'{"title": "x"} // note',
    "not a number": b'{"title": "x", "pages": NaN}',
    "infinity": b'{"title": "x", "pages": Infinity}',
    "minus infinity": b'{"title": "x", "pages": -Infinity}',
    "too large to be finite": b'{"title": "x", "pages": 1e999}',
    "member twice": b'{"title": "x", "title": "y"}',
    "deep": b'{"title": "x", "labels": ' + b"[" * 40 + b"]" * 40 + b"}",
    "very deep": b"[" * DEEP,
    "very deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "quotes without end": b'"\\"' + b'\\"' * DEEP,
    "not UTF-8": b'{"title": "\xff"}',
    "UTF-16": '{"title": "x"}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"title": "x"}',
    "lone surrogate": b'{"title": "\\ud800"}',
    "lone surrogate as a name": b'{"title": "x", "\\udfff": 1}',
    "NUL": b'{"title": "a\\u0000b"}',
    "NUL unescaped": b'{"title": "a\x00b"}',
    "bidirectional override": b'{"title": "a\\u202eb"}',
    "unknown member": b'{"title": "x", "version": 7}',
    "an id of one's own": b'{"title": "x", "id": "1"}',
    "5000 digits": b'{"title": "x", "pages": ' + b"9" * 5000 + b"}",
    "fraction": b'{"title": "x", "pages": 1.5}',
    "negative": b'{"title": "x", "pages": -1}',
    "wrong kind": b'{"title": ["x"]}',
    "empty": b'{"title": "   "}',
    "long": b'{"title": "' + b"x" * 201 + b'"}',
    "space": b'{"title": "x", "space_code": "DC45\\n"}',
}


@pytest.mark.parametrize("body", NOT_A_DRAFT.values(), ids=NOT_A_DRAFT)
async def test_what_is_no_draft_of_a_note(
    writer: httpx.AsyncClient, body: bytes
) -> None:
    answer = await writer.post(
        "/v1/notes", content=body, headers={"content-type": JSON}
    )

    problem = must_refuse(answer, 422, "InvalidRequest")
    assert problem["errors"]
    assert all(error["code"] for error in problem["errors"])


async def test_a_number_that_no_column_holds(writer: httpx.AsyncClient) -> None:
    answer = await writer.post("/v1/notes", json={"title": "x", "pages": 10**30})

    must_refuse(answer, 422, "ValueNotStorable")


async def test_a_refusal_names_the_field_and_repeats_no_value(
    writer: httpx.AsyncClient,
) -> None:
    sent = {"pages": "my password", "a/b~c": 1}

    problem = must_refuse(
        await writer.post("/v1/notes", json=sent), 422, "InvalidRequest"
    )

    found = {(error["pointer"], error["code"]) for error in problem["errors"]}
    assert found == {
        ("/title", "missing"),
        ("/pages", "int_parsing"),
        ("/a~1b~0c", "extra_forbidden"),
    }
    assert "my password" not in str(problem)


async def test_brackets_in_a_text_are_only_text(writer: httpx.AsyncClient) -> None:
    title = '[{"' * 40

    assert (await write(writer, title))["title"] == title


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "", "application/json-not"]
)
async def test_json_says_that_it_is_json(
    writer: httpx.AsyncClient, content_type: str
) -> None:
    answer = await writer.post(
        "/v1/notes",
        content=b'{"title": "wrong type"}',
        headers={"content-type": content_type},
    )

    must_refuse(answer, 422, "InvalidRequest")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"--b\r\nno header\r\n\r\nx\r\n--b--"),
        ("multipart/form-data; boundary=b", b"no boundary"),
        ("multipart/form-data; boundary=b", b""),
        ("application/json", b'{"title": "x"}'),
        ("application/x-www-form-urlencoded", b"title=x&file=y"),
    ],
)
async def test_what_is_no_upload(
    writer: httpx.AsyncClient, content_type: str, body: bytes
) -> None:
    answer = await writer.post(
        "/v1/uploads", content=body, headers={"content-type": content_type}
    )

    assert answer.status_code in {400, 422}
    must_refuse(answer, answer.status_code, answer.json()["title"])


async def test_an_upload_has_few_parts(writer: httpx.AsyncClient) -> None:
    files = [("file", ("note.txt", b"x"))] * 5
    fields = {f"field {number}": "x" for number in range(21)}

    for answer in (
        await writer.post("/v1/uploads", data={"title": "x"}, files=files),
        await writer.post("/v1/uploads", data=fields, files=files[:1]),
    ):
        must_refuse(answer, 400, "BodyNotReadable")


async def in_pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 65536):
        yield b" " * 65536


@pytest.mark.parametrize("path", ["/v1/notes", "/v1/nothing"])
async def test_a_body_that_says_it_is_huge_is_not_read(
    writer: httpx.AsyncClient, path: str
) -> None:
    answer = await writer.post(path, content=b" " * (MEBIBYTE + 1))

    must_refuse(answer, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "BodyTooLarge")


async def test_a_huge_body_that_does_not_say_so_is_not_read_to_its_end(
    notebook: Running, writer: httpx.AsyncClient
) -> None:
    read = 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal read
        async for piece in in_pieces(64 * MEBIBYTE):
            read += len(piece)
            yield piece

    # httpx' own ASGI transport asks for a piece at a time, as a server would.
    answer = await writer.post(
        "/v1/notes", content=counted(), headers={"content-type": JSON}
    )

    must_refuse(answer, 413, "BodyTooLarge")
    assert read <= 2 * MEBIBYTE


async def test_every_operation_has_its_own_largest_body(
    notebook: Running, writer: httpx.AsyncClient
) -> None:
    fits, does_not = b"x" * 60_000, b"x" * 70_000
    data = {"title": "its own limit"}

    small = await writer.post("/v1/uploads", data=data, files={"file": fits})
    large = await writer.post("/v1/uploads", data=data, files={"file": does_not})

    assert small.status_code == 201, small.text
    must_refuse(large, 413, "BodyTooLarge")
    assert await titled(notebook, "its own limit") == 1


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=-1", "limit=501", f"limit={'9' * 5000}", "limit=x", "limit="],
)
async def test_a_page_is_of_a_sensible_size(
    stranger: httpx.AsyncClient, query: str
) -> None:
    must_refuse(await stranger.get(f"/v1/notes?{query}"), 422, "InvalidRequest")


@pytest.mark.parametrize("identifier", ["1", "%00", "x" * 3000, "%ff", "0" * 33])
async def test_an_address_that_no_note_can_have(
    stranger: httpx.AsyncClient, identifier: str
) -> None:
    must_refuse(await stranger.get(f"/v1/notes/{identifier}"), 422, "InvalidRequest")
