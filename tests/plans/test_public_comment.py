"""A draft is opened to the public, anybody comments, everybody reads the answers."""

import asyncio
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from chassis import clock
from chassis.database import EVERYWHERE, transaction
from tests.plans.desk import a_draft, an_adopted_plan, file_of, load, told

pytestmark = pytest.mark.standing

COMMENT = {"comment": "Hotazel has waited for water since 2019", "intervention": "A1"}
TO_THE_LAST_DAY = (date.max - clock.today()).days
RESPONSE = {"outcome": "accepted", "response": "Brought forward", "changes": ["A1"]}


def notice(*, opens: int = 0, days: int = 21) -> dict[str, str]:
    first = clock.today() + timedelta(days=opens)
    last = first + timedelta(days=days - 1)
    return {
        "opens_on": str(first),
        "closes_on": str(last),
        "notice": "Comment",
    }


async def an_open_window(planner, **dates: int) -> tuple[str, str]:
    plan = await a_draft(planner)
    assert (await load(planner, plan, file_of({}))).status_code == 201
    opened = await planner.post(
        f"/v1/plans/{plan}/comment-windows", json=notice(**dates)
    )
    assert opened.status_code == 201, opened.text
    return plan, opened.json()["id"]


async def comment(client, window: str, **sent):
    return await client.post(
        f"/v1/comment-windows/{window}/submissions", json=COMMENT | sent
    )


async def register(client, window: str) -> list[dict]:
    found = await client.get(f"/v1/comment-windows/{window}/submissions")
    assert found.status_code == 200, found.text
    return found.json()["items"]


LATER = (
    """
    update comment_window set opens_on = opens_on + cast(:days as int),
      closes_on = closes_on + cast(:days as int) where id = :window
    """,
    """
    update plan set comment_from = comment_from + cast(:days as int),
      comment_to = comment_to + cast(:days as int)
    where id = (select plan_id from comment_window where id = :window)
    """,
)


async def moved(plans, window: str, days: int) -> None:
    """The window, so many days later."""
    async with transaction(plans.sessions, EVERYWHERE) as session:
        for statement in LATER:
            await session.execute(text(statement), {"days": days, "window": window})


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


@pytest.mark.parametrize(
    "sent",
    [
        {"comment": ""},
        {"comment": "x" * 100_000},
        {"comment": "a\u202eb"},
        {"state": "published"},
        {"name": 5},
    ],
    ids=["empty", "huge", "reversed", "published-at-once", "number"],
)
async def test_a_comment_that_breaks_a_rule_is_refused_and_not_kept(
    plans, planner, sent
) -> None:
    _, window = await an_open_window(planner)

    async with plans.as_anyone() as anyone:
        refused = await comment(anyone, window, **sent)

    assert refused.status_code == 422
    assert await register(planner, window) == []


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"comment": "Write to k.mokoena@example.org"}, "/comment"),
        ({"name": "K. Mokoena 082 555 0134"}, "/name"),
        ({"organisation": "Call +27 53 555 0134"}, "/organisation"),
        ({"comment": "I am 8001015009087"}, "/comment"),
    ],
    ids=["e-mail", "telephone", "international", "identity number"],
)
async def test_how_to_reach_somebody_is_not_taken_in(
    plans, planner, sent, pointer
) -> None:
    _, window = await an_open_window(planner)

    async with plans.as_anyone() as anyone:
        refused = await comment(anyone, window, **sent)

    assert (refused.status_code, refused.json()["title"]) == (422, "PersonalDataSent")
    assert [each["pointer"] for each in refused.json()["errors"]] == [pointer]
    assert await register(planner, window) == []


@pytest.mark.parametrize(
    "said",
    ["R 1 250 000 000 in 2026/27, 0.53 of it", "Ward 3, erf 1234, 21 days"],
    ids=["amounts", "places"],
)
async def test_figures_are_not_taken_for_persons(plans, planner, said) -> None:
    _, window = await an_open_window(planner)

    async with plans.as_anyone() as anyone:
        taken = await comment(anyone, window, comment=said)

    assert taken.status_code == 201, taken.text


async def test_the_same_comment_is_kept_once(plans, planner) -> None:
    _, window = await an_open_window(planner)

    async with plans.as_anyone() as anyone:
        answers = await asyncio.gather(*(comment(anyone, window) for _ in range(4)))
        spaced = await comment(anyone, window, comment=f" {COMMENT['comment']}  ")
        named = await comment(anyone, window, name="Hotazel residents")

    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    assert spaced.json()["title"] == "SubmissionRepeated"
    assert named.status_code == 201
    assert len(await register(planner, window)) == 2


async def test_comments_and_answers_name_interventions_that_the_plan_has_or_had(
    plans, planner
) -> None:
    plan, window = await an_open_window(planner)
    async with plans.as_anyone() as anyone:
        stray = await comment(anyone, window, intervention="NONE")
        sent = (await comment(anyone, window)).json()
    address = f"/v1/submissions/{sent['id']}"
    await planner.post(f"{address}/moderation", json={"publish": True})
    await planner.delete(
        f"/v1/plans/{plan}/interventions/A1", headers={"if-match": "*"}
    )

    unknown = await planner.post(
        f"{address}/response", json=RESPONSE | {"changes": ["A1", "NONE"]}
    )
    removed = await planner.post(f"{address}/response", json=RESPONSE)

    for refused, pointer in ((stray, "/intervention"), (unknown, "/changes")):
        assert refused.json()["title"] == "InterventionOfCommentUnknown"
        assert refused.json()["errors"][0]["pointer"] == pointer
    assert removed.json()["changes"] == ["A1"]


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
