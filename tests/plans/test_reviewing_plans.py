"""The law's clocks run with the life of a plan, and everybody sees how they stand."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from chassis import clock
from chassis.database import EVERYWHERE, transaction
from services.plans.clocks.rules import later
from tests.plans.desk import a_draft, a_ready_plan, an_adopted_plan, approve, told

REASON = {"outcome": "confirmed", "reason": "It still says what we mean to do"}


async def clocks(plans, **query) -> list[dict]:
    async with plans.as_anyone() as anyone:
        found = await anyone.get("/v1/clocks", params=query)
    assert found.status_code == 200, found.text
    return found.json()["items"]


def brief(items: list[dict]) -> list[tuple]:
    return [(item["rule"], item["state"], item["plan_id"]) for item in items]


async def aged(plans, days: int) -> None:
    """All clocks started so many days earlier."""
    async with transaction(plans.sessions, EVERYWHERE) as session:
        await session.execute(
            text(
                "update clock set started_on = started_on - cast(:days as int), "
                "warns_on = warns_on - cast(:days as int), "
                "due_on = due_on - cast(:days as int)"
            ),
            {"days": days},
        )


async def review(planner, plan: str):
    opened = await planner.post(f"/v1/plans/{plan}/reviews")
    assert opened.status_code == 201, opened.text
    return opened.json()


async def test_a_draft_has_twelve_months_and_is_not_named(plans, planner) -> None:
    await a_draft(planner)

    (running,) = await clocks(plans, space="DC45")

    assert brief([running]) == [("preparation", "running", None)]
    assert running["started_on"] == str(clock.today())
    assert running["due_on"] == str(later(clock.today(), months=12))
    assert running["citation"] == "DDM Regulations 2024, reg 10(2)"


async def test_adoption_keeps_one_clock_and_starts_the_next(plans) -> None:
    plan = await an_adopted_plan(plans)

    found = await clocks(plans, space="DC45")

    assert sorted(brief(found)) == [
        ("annual_review", "running", plan),
        ("preparation", "kept", plan),
    ]


@pytest.mark.parametrize(
    ("days", "state"), [(270, "running"), (280, "warning"), (366, "breached")]
)
async def test_clocks_warn_and_then_are_breached(plans, planner, days, state) -> None:
    await a_draft(planner)
    await aged(plans, days)

    (found,) = await clocks(plans, state=state)

    due = later(clock.today(), months=12) - timedelta(days=days)
    assert found["days_left"] == (due - clock.today()).days


async def test_a_breach_is_listed_for_its_province_only(plans, planner) -> None:
    await a_draft(planner)
    await aged(plans, 400)

    assert len(await clocks(plans, state="breached", province="NC")) == 1
    assert await clocks(plans, state="breached", province="KZN") == []


async def test_all_spaces_are_listed_with_or_without_a_plan(plans) -> None:
    await an_adopted_plan(plans)

    async with plans.as_anyone() as anyone:
        spaces = (await anyone.get("/v1/clocks/spaces")).json()["items"]

    by_code = {space["space_code"]: space for space in spaces}
    assert len(by_code) == 52
    assert by_code["DC45"]["state"] == "running"
    assert [each["rule"] for each in by_code["DC45"]["clocks"]] == ["annual_review"]
    assert (by_code["ETH"]["state"], by_code["ETH"]["clocks"]) == (None, [])


async def test_a_review_runs_six_months_and_the_next_year_begins_with_its_end(
    plans, planner
) -> None:
    plan = await an_adopted_plan(plans)

    opened = await review(planner, plan)
    during = brief(await clocks(plans, space="DC45"))
    concluded = await planner.post(
        f"/v1/reviews/{opened['id']}/conclusion", json=REASON
    )
    after = brief(await clocks(plans, space="DC45"))

    assert ("review_length", "running", plan) in during
    assert ("annual_review", "kept", plan) in during
    assert concluded.json()["outcome"] == "confirmed"
    assert ("review_length", "kept", plan) in after
    assert ("annual_review", "running", plan) in after
    names = [name for name, _ in await told(plans, plan)]
    assert names[-2:] == ["plan_review_opened", "plan_review_concluded"]


async def test_a_review_that_took_too_long_stays_on_record(plans, planner) -> None:
    plan = await an_adopted_plan(plans)
    opened = await review(planner, plan)
    await aged(plans, 200)

    (breach,) = await clocks(plans, state="breached")
    await planner.post(f"/v1/reviews/{opened['id']}/conclusion", json=REASON)

    assert breach["rule"] == "review_length"
    assert await clocks(plans, state="breached") == []
    (late,) = await clocks(plans, state="kept_late")
    assert late["id"] == breach["id"]


async def test_only_an_adopted_plan_is_reviewed_and_only_once_at_a_time(
    plans, planner
) -> None:
    draft = await a_draft(planner)
    plan = await an_adopted_plan(plans)

    refused = await planner.post(f"/v1/plans/{draft}/reviews")
    answers = await asyncio.gather(
        *(planner.post(f"/v1/plans/{plan}/reviews") for _ in range(3))
    )

    assert (refused.status_code, refused.json()["title"]) == (409, "PlanNotInForce")
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    late = [each.json() for each in answers if each.status_code == 409]
    assert {problem["title"] for problem in late} == {"ReviewOpenAlready"}


async def test_a_review_is_concluded_once_and_on_what_was_read(plans, planner) -> None:
    plan = await an_adopted_plan(plans)
    address = f"/v1/reviews/{(await review(planner, plan))['id']}/conclusion"

    stale = await planner.post(address, json=REASON, headers={"if-match": '"7"'})
    answers = await asyncio.gather(
        *(planner.post(address, json=REASON) for _ in range(2))
    )

    assert (stale.status_code, stale.json()["title"]) == (412, "VersionStale")
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_review_ends_when_its_plan_gives_way(plans, planner, approver) -> None:
    plan = await an_adopted_plan(plans)
    await review(planner, plan)
    successor = await a_ready_plan(planner)

    decided = await approve(approver, successor)

    assert decided.status_code == 200, decided.text
    reviews = (await planner.get(f"/v1/plans/{plan}/reviews")).json()["items"]
    assert [each["outcome"] for each in reviews] == ["superseded"]
    running = [
        item for item in await clocks(plans, space="DC45") if not item["stopped_on"]
    ]
    assert brief(running) == [("annual_review", "running", successor)]


async def test_a_plan_found_published_has_no_clocks(plans, planner) -> None:
    await a_draft(planner, provenance="published")

    assert await clocks(plans) == []


async def test_others_neither_open_nor_conclude_a_review(plans, planner) -> None:
    plan = await an_adopted_plan(plans)
    opened = await review(planner, plan)
    conclusion = f"/v1/reviews/{opened['id']}/conclusion"

    async with (
        plans.as_("district_planner", spaces={"DC21"}) as neighbour,
        plans.as_("auditor") as auditor,
    ):
        answers = [
            await neighbour.post(f"/v1/plans/{plan}/reviews"),
            await neighbour.post(conclusion, json=REASON),
            await auditor.post(conclusion, json=REASON),
        ]

    assert [answer.status_code for answer in answers] == [404, 404, 403]


async def test_clocks_come_in_pages_the_earliest_due_first(plans, planner) -> None:
    for _ in range(3):
        await a_draft(planner)
    await an_adopted_plan(plans)
    seen, cursor = [], {}

    async with plans.as_anyone() as anyone:
        while True:
            page = (await anyone.get("/v1/clocks?limit=2", params=cursor)).json()
            seen += [(date.fromisoformat(c["due_on"]), c["id"]) for c in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        odd = await anyone.get("/v1/clocks", params={"cursor": "Im5vIg"})

    assert (len(seen), seen) == (len(set(seen)), sorted(seen))
    assert len(seen) == 5
    assert (odd.status_code, odd.json()["title"]) == (400, "CursorMalformed")
