"""A draft is opened to the public, anybody comments, everybody reads the answers."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text

from chassis import clock
from chassis.database import transaction
from tests.plans.desk import a_draft, an_adopted_plan, told
from tests.plans.public import (
    COMMENT,
    RESPONSE,
    an_open_window,
    comment,
    moved,
    notice,
    register,
)

pytestmark = pytest.mark.standing

TO_THE_LAST_DAY = (date.max - clock.today()).days


async def test_a_draft_is_read_by_everyone_while_its_window_is_open(
    plans, planner
) -> None:
    plan, window = await an_open_window(planner)
    addresses = [f"/v1/plans/{plan}", f"/v1/plans/{plan}/interventions"]

    async with plans.as_anyone() as anyone:
        during = [(await anyone.get(address)).status_code for address in addresses]
        shown = (await anyone.get(addresses[1])).json()["items"]
        windows = await anyone.get("/v1/comment-windows?open_today=true&space=DC45")
        await moved(plans, window, -30)
        after = [(await anyone.get(address)).status_code for address in addresses]

    assert during == [200, 200]
    assert [row["code"] for row in shown] == ["A1"]
    assert [each["id"] for each in windows.json()["items"]] == [window]
    assert after == [404, 404]


async def test_a_name_is_read_by_who_moderates_and_by_nobody_else(
    plans, planner
) -> None:
    _, window = await an_open_window(planner)
    async with (
        plans.as_anyone() as anyone,
        plans.as_("budget_officer") as officer,
        plans.as_("auditor") as auditor,
        plans.as_("administrator") as administrator,
    ):
        await comment(anyone, window, name="K. Mokoena")
        read = [
            [(row["state"], row["name"]) for row in await register(reader, window)]
            for reader in (anyone, officer, auditor, planner, administrator)
        ]

    hidden, shown = [("received", None)], [("received", "K. Mokoena")]
    assert read == [[], hidden, hidden, shown, shown]


async def test_a_comment_without_a_token_is_moderated_answered_and_registered(
    plans, planner
) -> None:
    plan, window = await an_open_window(planner)
    async with plans.as_anyone() as anyone:
        sent = await comment(anyone, window, name="K. Mokoena")
        address = f"/v1/submissions/{sent.json()['id']}"
        before = await register(anyone, window)
        waiting = await register(planner, window)
        published = await planner.post(f"{address}/moderation", json={"publish": True})
        answered = await planner.post(f"{address}/response", json=RESPONSE)
        (row,) = await register(anyone, window)

    assert (sent.status_code, sent.json()["state"]) == (201, "received")
    assert before == []
    assert [(each["state"], each["name"]) for each in waiting] == [
        ("received", "K. Mokoena")
    ]
    assert (published.status_code, answered.status_code) == (200, 200)
    assert (row["name"], row["comment"]) == (None, COMMENT["comment"])
    assert (row["outcome"], row["changes"]) == ("accepted", ["A1"])
    assert [name for name, _ in await told(plans, plan)][-4:] == [
        "comment_window_opened",
        "submission_received",
        "submission_moderated",
        "submission_answered",
    ]


async def test_what_is_withheld_stays_so_with_its_reason(plans, planner) -> None:
    _, window = await an_open_window(planner)
    async with plans.as_anyone() as anyone:
        sent = (await comment(anyone, window)).json()
        address = f"/v1/submissions/{sent['id']}"
        silent = await planner.post(f"{address}/moderation", json={"publish": False})
        withheld = await planner.post(
            f"{address}/moderation",
            json={"publish": False, "withheld_because": "names a private person"},
        )
        again = await planner.post(f"{address}/moderation", json={"publish": True})
        answered = await planner.post(f"{address}/response", json=RESPONSE)
        public = await register(anyone, window)

    assert (silent.status_code, silent.json()["title"]) == (
        422,
        "WithholdingNeedsReason",
    )
    assert silent.json()["errors"][0]["pointer"] == "/withheld_because"
    assert withheld.json()["state"] == "withheld"
    assert again.json()["title"] == "SubmissionModeratedAlready"
    assert answered.json()["title"] == "SubmissionNotPublished"
    assert public == []


@pytest.mark.parametrize("days", [40, -40], ids=["early", "late"])
async def test_comments_are_taken_only_while_the_window_is_open(
    plans, planner, days
) -> None:
    _, window = await an_open_window(planner)
    await moved(plans, window, days)

    async with plans.as_anyone() as anyone:
        refused = await comment(anyone, window)

    assert (refused.status_code, refused.json()["title"]) == (409, "CommentWindowShut")
    assert await register(planner, window) == []


@pytest.mark.parametrize(
    ("dates", "title", "pointer"),
    [
        ({"days": 20}, "CommentWindowTooShort", "/closes_on"),
        ({"opens": -1}, "CommentWindowBegins", "/opens_on"),
        ({"opens": TO_THE_LAST_DAY, "days": 1}, "CommentWindowTooShort", "/closes_on"),
    ],
    ids=["too short", "in the past", "at the end of time"],
)
async def test_a_window_gives_the_public_its_time(
    planner, dates, title, pointer
) -> None:
    plan = await a_draft(planner)

    refused = await planner.post(
        f"/v1/plans/{plan}/comment-windows", json=notice(**dates)
    )

    assert (refused.status_code, refused.json()["title"]) == (422, title)
    assert refused.json()["errors"][0]["pointer"] == pointer


async def test_a_draft_has_one_window_at_a_time_and_an_adopted_plan_none(
    plans, planner
) -> None:
    plan = await a_draft(planner)
    adopted = await an_adopted_plan(plans)

    answers = await asyncio.gather(
        *(
            planner.post(f"/v1/plans/{plan}/comment-windows", json=notice())
            for _ in range(3)
        )
    )
    late = await planner.post(f"/v1/plans/{adopted}/comment-windows", json=notice())

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert (late.status_code, late.json()["title"]) == (409, "PlanNotDraft")


async def test_a_second_window_waits_for_the_end_of_the_first(plans, planner) -> None:
    plan, window = await an_open_window(planner)
    address = f"/v1/plans/{plan}/comment-windows"

    refused = await planner.post(address, json=notice(opens=21))
    async with plans.as_anyone() as anyone:
        taken = await comment(anyone, window)
    await moved(plans, window, -30)
    later = await planner.post(address, json=notice(opens=21))

    assert (refused.status_code, refused.json()["title"]) == (
        409,
        "CommentWindowOpenAlready",
    )
    assert (taken.status_code, later.status_code) == (201, 201)


@pytest.mark.parametrize("day", [1893456000, "1893456000", "2030-01-01T00:00:00"])
async def test_a_window_opens_on_a_day_and_not_at_a_second(planner, day) -> None:
    plan = await a_draft(planner)

    refused = await planner.post(
        f"/v1/plans/{plan}/comment-windows", json=notice() | {"opens_on": day}
    )

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/opens_on"


async def test_strangers_neither_moderate_nor_answer_nor_read_what_waits(
    plans, planner
) -> None:
    _, window = await an_open_window(planner)
    async with (
        plans.as_("district_planner", spaces={"DC21"}) as neighbour,
        plans.as_anyone() as anyone,
    ):
        sent = (await comment(neighbour, window)).json()
        address = f"/v1/submissions/{sent['id']}"
        answers = [
            await neighbour.post(f"{address}/moderation", json={"publish": True}),
            await neighbour.post(f"{address}/response", json=RESPONSE),
            await anyone.post(f"{address}/moderation", json={"publish": True}),
            await comment(anyone, str(uuid4())),
        ]
        unseen = await register(neighbour, window)

    assert [answer.status_code for answer in answers] == [404, 404, 401, 404]
    assert unseen == []
    assert len(await register(planner, window)) == 1


async def test_row_level_security_lets_nobody_publish_their_own_comment(
    plans, planner
) -> None:
    _, window = await an_open_window(planner)
    async with plans.as_anyone() as anyone:
        await comment(anyone, window)

    async with transaction(plans.sessions) as session:
        changed = await session.execute(
            text("update comment_submission set state = 'published'")
        )

    assert changed.rowcount == 0
