"""Nobody overwrites what they have not read, nor fetches what they already have."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from chassis.web.conditional import KnownVersion, VersionStale
from tests.chassis.asking import must_refuse, write


@pytest.fixture
async def note(writer: httpx.AsyncClient) -> dict[str, Any]:
    return await write(writer, f"conditional {uuid4()}")


async def change(
    client: httpx.AsyncClient, note: dict[str, Any], if_match: str | None
) -> httpx.Response:
    return await client.patch(
        f"/v1/notes/{note['id']}",
        json={"title": f"changed {uuid4()}"},
        headers={} if if_match is None else {"If-Match": if_match},
    )


@pytest.mark.parametrize(
    "known",
    [['"1"'], ['W/"1"'], ['"7", W/"1"'], ['"7","1"'], ["*"], ['"7"', '"1"']],
    ids=str,
)
async def test_what_the_caller_has_is_not_sent_again(
    writer: httpx.AsyncClient, note: dict[str, Any], known: list[str]
) -> None:
    headers = [("if-none-match", tags) for tags in known]

    answer = await writer.get(f"/v1/notes/{note['id']}", headers=headers)

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == '"1"'
    assert "content-type" not in answer.headers


@pytest.mark.parametrize("known", ['"2"', "1", '"11"', '"", "x"', "nonsense"])
async def test_what_the_caller_does_not_have_is_sent(
    writer: httpx.AsyncClient, note: dict[str, Any], known: str
) -> None:
    answer = await writer.get(
        f"/v1/notes/{note['id']}", headers={"If-None-Match": known}
    )

    assert answer.status_code == 200
    assert answer.json() == note


async def test_a_list_is_known_by_what_is_in_it(writer: httpx.AsyncClient) -> None:
    before = await writer.get("/v1/notes")
    known = {"If-None-Match": before.headers["etag"]}
    same = await writer.get("/v1/notes", headers=known)
    await write(writer, f"one more {uuid4()}")

    after = await writer.get("/v1/notes", headers=known)

    assert same.status_code == 304
    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]


async def test_a_refusal_is_nothing_to_have(writer: httpx.AsyncClient) -> None:
    answer = await writer.get(f"/v1/notes/{uuid4()}", headers={"If-None-Match": "*"})

    must_refuse(answer, 404, "NoteNotFound")
    assert "etag" not in answer.headers


@pytest.mark.parametrize("if_match", ['"1"', ' "1" ', "*"])
async def test_who_has_read_a_note_may_change_it(
    writer: httpx.AsyncClient, note: dict[str, Any], if_match: str
) -> None:
    answer = await change(writer, note, if_match)

    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')


async def test_who_has_not_read_a_note_is_told_to(
    writer: httpx.AsyncClient, note: dict[str, Any]
) -> None:
    must_refuse(await change(writer, note, None), 428, "IfMatchRequired")


@pytest.mark.parametrize(
    "if_match", ["1", '"x"', 'W/"1"', '"1", "2"', "", '"-1"', f'"{"1" * 5000}"']
)
async def test_a_precondition_is_an_etag_of_ours(
    writer: httpx.AsyncClient, note: dict[str, Any], if_match: str
) -> None:
    must_refuse(await change(writer, note, if_match), 400, "IfMatchMalformed")


async def test_of_two_who_read_the_same_note_only_one_changes_it(
    writer: httpx.AsyncClient, note: dict[str, Any]
) -> None:
    answers = await asyncio.gather(*(change(writer, note, '"1"') for _ in range(5)))

    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 4]
    for answer in answers:
        if answer.status_code == 412:
            must_refuse(answer, 412, "VersionStale")
    kept = await writer.get(f"/v1/notes/{note['id']}")
    assert kept.json()["version"] == 2


async def test_only_what_was_read_as_it_is_now_is_removed(
    writer: httpx.AsyncClient, note: dict[str, Any]
) -> None:
    address = f"/v1/notes/{note['id']}"
    await change(writer, note, '"1"')

    must_refuse(await writer.delete(address), 428, "IfMatchRequired")
    stale = await writer.delete(address, headers={"If-Match": '"1"'})
    must_refuse(stale, 412, "VersionStale")
    removed = await writer.delete(address, headers={"If-Match": '"2"'})
    assert removed.status_code == 204


def test_an_action_may_go_without_a_precondition_but_not_with_a_stale_one() -> None:
    KnownVersion(None, required=False).must_be(2)
    with pytest.raises(VersionStale):
        KnownVersion('"1"', required=False).must_be(2)
