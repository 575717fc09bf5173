"""Whatever is wrong with a request, its answer is a problem document, and no more."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from structlog.testing import capture_logs

from tests.chassis.asking import must_refuse, write
from tests.chassis.notebook import REFUSALS, SECRET
from tests.harness import Running


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
