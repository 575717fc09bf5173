"""A cursor is what an earlier page gave; any other is refused, and breaks nothing."""

import base64
from collections.abc import AsyncGenerator

import httpx
import pytest

from chassis.web.paging import LONGEST_CURSOR, decode, encode
from tests.chassis.asking import must_refuse, write
from tests.harness import Running

NOT_OURS = {
    "empty": "",
    "one character": "a",
    "not base64": "!!!!",
    "not ASCII": "é" * 8,
    "not JSON": base64.urlsafe_b64encode(b"note").decode(),
    "not UTF-8": base64.urlsafe_b64encode(b'"\xff"').decode(),
    "a number": base64.urlsafe_b64encode(b"7").decode(),
    "an object": base64.urlsafe_b64encode(b'{"a": 1}').decode(),
    "deep": base64.urlsafe_b64encode(b"[" * 380).decode(),
    "many digits": base64.urlsafe_b64encode(b"1" * 380).decode(),
    "NUL": encode("\x00"),
    "lone surrogate": base64.urlsafe_b64encode(rb'"\ud800"').decode(),
    "injection": encode("' or 1=1 --"),
    "of another kind of list": encode("A1"),
    "negative": encode("-1"),
    "larger than any position": encode("9" * 300),
    "digits of another script": encode("²"),
}


@pytest.fixture
async def administrator(notebook: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with notebook.as_("administrator") as client:
        yield client


@pytest.mark.parametrize("cursor", NOT_OURS.values(), ids=NOT_OURS)
@pytest.mark.parametrize("path", ["/v1/notes", "/v1/audit/budgets"])
async def test_a_cursor_that_no_page_gave(
    administrator: httpx.AsyncClient, path: str, cursor: str
) -> None:
    answer = await administrator.get(path, params={"cursor": cursor})

    must_refuse(answer, 400, "CursorMalformed")


async def test_a_cursor_that_was_tampered_with(
    administrator: httpx.AsyncClient,
) -> None:
    for title in ("first", "second"):
        await write(administrator, title)
    page = await administrator.get("/v1/notes?limit=1")
    cursor = page.json()["next_cursor"]

    for tampered in (cursor[:-4], cursor[4:], cursor + "AAAA", cursor[::-1]):
        answer = await administrator.get("/v1/notes", params={"cursor": tampered})
        must_refuse(answer, 400, "CursorMalformed")


@pytest.mark.parametrize("path", ["/v1/notes", "/v1/dead-letters/budgets"])
async def test_a_huge_cursor(administrator: httpx.AsyncClient, path: str) -> None:
    answer = await administrator.get(path, params={"cursor": "A" * 60_000})

    must_refuse(answer, 422, "InvalidRequest")


async def test_a_cursor_opens_nothing_that_was_closed(
    notebook: Running, administrator: httpx.AsyncClient
) -> None:
    await write(administrator, "closed", space_code="DC8")
    before_all = encode("00000000-0000-0000-0000-000000000000")

    async with notebook.as_("budget_officer") as other:
        answer = await other.get("/v1/notes", params={"cursor": before_all})

    assert answer.status_code == 200
    assert {note["space_code"] for note in answer.json()["items"]} <= {"DC45"}


async def test_pages_put_together_are_the_whole_list(
    own_notebook: Running,
) -> None:
    async with own_notebook.as_("administrator") as client:
        written = [(await write(client, f"{n}"))["id"] for n in range(7)]
        found, cursor = [], None
        while True:
            query = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
            page = (await client.get("/v1/notes", params=query)).json()
            found += [note["id"] for note in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break

    assert found == written


def test_the_cursor_of_a_long_name_with_accents_is_one_that_is_taken() -> None:
    name = "Vhembe šḓ" * 22

    assert len(encode(name)) <= LONGEST_CURSOR
    assert decode(encode(name)) == name
