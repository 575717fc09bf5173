"""Operators see over HTTP what failed, have it tried again, or pass it over."""

from collections.abc import AsyncGenerator
from uuid import UUID, uuid4

import httpx
import pytest

from chassis import clock
from chassis.database import EVERYWHERE, transaction
from chassis.identifiers import new_id
from chassis.messaging import inbox
from chassis.messaging.envelope import Envelope, source_of
from chassis.messaging.inbox import InboxState
from contracts.events.plans import StageCompleted
from contracts.ids import PlanId
from tests.chassis.asking import must_refuse, rows, titled
from tests.harness import Running, eventually

DURABLE = "budgets-from-plans"
LETTERS = "/v1/dead-letters/budgets"


@pytest.fixture
async def operator(own_notebook: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with own_notebook.as_("administrator") as client:
        yield client


async def a_stage_that_failed(
    notebook: Running, plan: UUID, seq: int, stage: str, state: InboxState
) -> UUID:
    """What the inbox keeps of an event that could not be applied."""
    fact = StageCompleted(
        plan_id=PlanId(plan), space_code="DC45", stage=stage, completed_by="somebody"
    )
    envelope = Envelope(
        id=new_id(),
        source=source_of("plans"),
        type=StageCompleted.subject,
        subject=str(plan),
        time=clock.now(),
        dataschema="urn:onedistrict:schema:test",
        aggregateseq=seq,
        data=fact.model_dump(mode="json"),
    )
    async with transaction(notebook.sessions, EVERYWHERE) as session:
        await inbox.lock(session, DURABLE, str(plan))
        await inbox.keep(
            session, DURABLE, envelope, state=state, reason="NotToday", attempts=4
        )
    return envelope.id


async def failed_and_behind(notebook: Running) -> tuple[UUID, UUID]:
    plan = uuid4()
    return (
        await a_stage_that_failed(notebook, plan, 1, "failed", InboxState.FAILED),
        await a_stage_that_failed(notebook, plan, 2, "behind", InboxState.WAITING),
    )


async def test_what_failed_and_what_waits_behind_it_is_listed(
    own_notebook: Running, operator: httpx.AsyncClient
) -> None:
    failed, behind = await failed_and_behind(own_notebook)

    page = (await operator.get(LETTERS)).json()

    shown = {
        UUID(letter["event_id"]): (letter["state"], letter["reason"], letter["durable"])
        for letter in page["items"]
    }
    assert shown == {
        failed: ("failed", "NotToday", DURABLE),
        behind: ("waiting", "NotToday", DURABLE),
    }
    assert page["next_cursor"] is None


async def test_dead_letters_are_listed_page_by_page(
    own_notebook: Running, operator: httpx.AsyncClient
) -> None:
    letters = await failed_and_behind(own_notebook)

    first = (await operator.get(LETTERS, params={"limit": 1})).json()
    query = {"limit": 1, "cursor": first["next_cursor"]}
    second = (await operator.get(LETTERS, params=query)).json()

    found = [UUID(page["items"][0]["event_id"]) for page in (first, second)]
    assert tuple(found) == letters
    assert second["next_cursor"] is None


async def test_a_replayed_event_is_applied_and_those_behind_it(
    own_notebook: Running, operator: httpx.AsyncClient
) -> None:
    failed, _ = await failed_and_behind(own_notebook)

    replayed = await operator.post(f"{LETTERS}/{failed}/replay")

    assert replayed.status_code == 200, replayed.text
    assert replayed.json()["state"] == "waiting"
    await eventually(lambda: titled(own_notebook, "behind"))
    assert await titled(own_notebook, "failed") == 1
    assert (await operator.get(LETTERS)).json()["items"] == []


async def test_a_discarded_event_is_passed_over(
    own_notebook: Running, operator: httpx.AsyncClient
) -> None:
    failed, _ = await failed_and_behind(own_notebook)

    discarded = await operator.post(
        f"{LETTERS}/{failed}/discard", json={"reason": "sent by mistake"}
    )

    assert discarded.status_code == 200, discarded.text
    assert discarded.json()["state"] == "discarded"
    assert discarded.json()["reason"] == "NotToday; discarded: sent by mistake"
    await eventually(lambda: titled(own_notebook, "behind"))
    assert await titled(own_notebook, "failed") == 0


async def test_what_operators_do_is_audited(
    own_notebook: Running, operator: httpx.AsyncClient
) -> None:
    failed, _ = await failed_and_behind(own_notebook)
    other, _ = await failed_and_behind(own_notebook)
    await operator.post(f"{LETTERS}/{failed}/replay")
    await operator.post(f"{LETTERS}/{other}/discard", json={"reason": "audited"})

    audited = await rows(
        own_notebook, "select operation, records from audit_entry order by position"
    )

    assert audited == [
        ("replayBudgetsDeadLetter", [str(failed)]),
        ("discardBudgetsDeadLetter", [str(other)]),
    ]


@pytest.mark.parametrize("action", ["replay", "discard"])
async def test_only_what_failed_and_is_not_settled_can_be_settled(
    own_notebook: Running, operator: httpx.AsyncClient, action: str
) -> None:
    failed, behind = await failed_and_behind(own_notebook)

    async def settle(event: UUID) -> httpx.Response:
        return await operator.post(
            f"{LETTERS}/{event}/{action}", json={"reason": "a test"}
        )

    must_refuse(await settle(behind), 409, "DeadLetterNotReplayable")
    assert (await settle(failed)).status_code == 200
    must_refuse(await settle(failed), 409, "DeadLetterNotReplayable")
    must_refuse(await settle(uuid4()), 404, "DeadLetterNotFound")


async def test_a_reason_is_given_for_passing_over_an_event(
    own_notebook: Running, operator: httpx.AsyncClient
) -> None:
    failed, _ = await failed_and_behind(own_notebook)

    for sent in ({}, {"reason": " "}, {"reason": "x", "event_id": "y"}):
        answer = await operator.post(f"{LETTERS}/{failed}/discard", json=sent)
        must_refuse(answer, 422, "InvalidRequest")


async def test_only_operators_see_and_settle_dead_letters(notebook: Running) -> None:
    replay, discard = f"{LETTERS}/{uuid4()}/replay", f"{LETTERS}/{uuid4()}/discard"
    async with notebook.as_("auditor") as auditor, notebook.as_anyone() as stranger:
        for client, status, title in (
            (auditor, 403, "ScopeMissing"),
            (stranger, 401, "NotSignedIn"),
        ):
            must_refuse(await client.get(LETTERS), status, title)
            must_refuse(await client.post(replay), status, title)
            must_refuse(await client.post(discard, json={"reason": "x"}), status, title)
