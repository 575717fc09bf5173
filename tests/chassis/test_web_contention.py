"""A request that loses to another is tried again; one that cannot commit says so."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from tests.chassis.asking import must_refuse, rows, titled, write
from tests.harness import Running


class Crossing:
    """Two requests that each hold a lock before either asks for its second one."""

    def __init__(self) -> None:
        self.attempts = 0
        self._both_here = asyncio.Barrier(2)

    async def __call__(self) -> None:
        self.attempts += 1
        if self.attempts <= 2:
            await self._both_here.wait()


@pytest.mark.parametrize("keyed", [True, False])
async def test_of_two_requests_in_a_deadlock_both_succeed(
    own_notebook: Running, *, keyed: bool
) -> None:
    own_notebook.app.state.meet = crossing = Crossing()
    async with own_notebook.as_("administrator") as client:
        one = (await write(client, "one", pages=10))["id"]
        other = (await write(client, "other", pages=20))["id"]

        async def move(source: str, target: str) -> httpx.Response:
            return await client.post(
                "/v1/transfers",
                json={"source": source, "target": target},
                headers={"Idempotency-Key": str(uuid4())} if keyed else {},
            )

        answers = await asyncio.gather(move(one, other), move(other, one))

    assert [answer.status_code for answer in answers] == [200, 200]
    assert crossing.attempts == 3
    pages = await rows(own_notebook, "select pages from note order by title")
    assert pages == [(10,), (20,)]


@pytest.mark.parametrize("state", ["40001", "40P01"])
@pytest.mark.parametrize("keyed", [True, False])
async def test_a_request_is_tried_again_after_losing_twice(
    notebook: Running, writer: httpx.AsyncClient, state: str, *, keyed: bool
) -> None:
    title = f"loses twice {uuid4()}"

    answer = await writer.post(
        "/v1/mishaps",
        json={"kind": state, "title": title, "times": 2},
        headers={"Idempotency-Key": title} if keyed else {},
    )

    assert answer.status_code == 201, answer.text
    assert notebook.app.state.attempts[title] == 3
    assert await titled(notebook, title) == 1


async def test_a_request_that_always_loses_is_asked_to_come_back(
    notebook: Running, writer: httpx.AsyncClient
) -> None:
    title = f"always loses {uuid4()}"

    answer = await writer.post("/v1/mishaps", json={"kind": "40001", "title": title})

    must_refuse(answer, 503, "TryAgainShortly")
    assert answer.headers["retry-after"] == "1"
    assert notebook.app.state.attempts[title] == 4
    assert await titled(notebook, title) == 0


async def test_an_upload_is_read_again_when_it_is_tried_again(
    notebook: Running, writer: httpx.AsyncClient
) -> None:
    file = {"file": ("note.txt", b"seven..")}

    answer = await writer.post("/v1/uploads", data={"title": "stumbles"}, files=file)

    assert answer.status_code == 201, answer.text
    assert answer.json()["pages"] == 7
    assert notebook.app.state.attempts["stumbles"] == 2


async def test_what_could_not_commit_was_not_done(own_notebook: Running) -> None:
    draft, key = {"title": "uncommittable"}, {"Idempotency-Key": "kept by nobody"}
    async with own_notebook.as_("budget_officer") as client:
        for _ in range(2):
            answer = await client.post("/v1/notes", json=draft, headers=key)

            must_refuse(answer, 500, "Bug")
            assert "append-only" not in answer.text

    for table in ("note", "outbox", "audit_entry", "idempotency"):
        assert await rows(own_notebook, f"select 1 from {table}") == []


async def test_what_a_request_wrote_before_it_failed_is_gone(
    own_notebook: Running,
) -> None:
    kinds = ["bug", "killed", "Conflict", "Unprocessable", "23505", "53100"]
    async with own_notebook.as_("budget_officer") as client:
        for kind in kinds:
            sent = {"kind": kind, "title": "half done"}
            answer = await client.post("/v1/mishaps", json=sent)
            assert answer.status_code >= 400

    for table in ("note", "outbox", "audit_entry", "idempotency"):
        assert await rows(own_notebook, f"select 1 from {table}") == []
