"""Bodies that are not what they should be, too large, or meant to hurt."""

from collections.abc import AsyncIterator
from http import HTTPStatus

import httpx
import pytest

from tests.chassis.asking import must_refuse, titled, write
from tests.harness import Running

MEBIBYTE = 1 << 20
JSON = "application/json"
DEEP = 100_000


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
    assert [error["detail"] for error in problem["errors"]] == [
        "this is required",
        "send a whole number",
        "there is no such field here",
    ]


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
