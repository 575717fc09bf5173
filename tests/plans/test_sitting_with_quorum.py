"""Who may attend, what is enough, and what a sitting may do when."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from services.plans.sittings.service import days_in_order
from tests.harness import Running, eventually
from tests.plans.secretariat import (
    FIRST_DAY,
    FORUM,
    LAST_DAY,
    MANAGER,
    MAYORS,
    a_quorate_sitting,
    agreed,
    attempt,
    attend,
    does,
    items,
    plan,
    resolve,
    the_forums_stand,
)

CHAIR, *OTHERS = MAYORS
CLOSE = text("update sitting set status = 'closed' where id = :id")
WAITING = text(
    "select exists (select from pg_stat_activity where datname = current_database() "
    "and cardinality(pg_blocking_pids(pid)) > 0)"
)
HOLDER = {"day": FIRST_DAY, "office_code": CHAIR, "manner": "holder"}
REFUSED_ENTRIES = [
    ({"person": "Somebody else"}, "OfficeNotHeld", "person"),
    ({"person": MAYORS[OTHERS[0]]}, "OfficeNotHeld", "person"),
    ({"office_code": "NC999.mayor", "person": "A"}, "OfficeNotSeated", "office_code"),
    ({"manner": "delegate", "person": "A"}, "DelegationMissing", "delegation"),
    ({"person": None}, "DelegationMissing", "person"),
    ({"person": "A", "delegation": "x"}, "DelegationMissing", "delegation"),
    (
        {
            "office_code": MANAGER,
            "manner": "delegate",
            "person": "A",
            "delegation": "x",
        },
        "OfficeVacant",
        "office_code",
    ),
]


@pytest.fixture(autouse=True)
async def forums(plans) -> None:
    await plans.hears(*the_forums_stand())


async def test_who_does_not_hold_the_office_attends_only_with_a_delegation(
    planner,
) -> None:
    sitting = await plan(planner)
    await does(planner, sitting, "convening")

    for changes, rule, field in REFUSED_ENTRIES:
        entries = [HOLDER | {"person": MAYORS[CHAIR]} | {"day": LAST_DAY}]
        entries.append(HOLDER | changes)
        answer = await attempt(planner, sitting, "attendance", entries=entries)
        assert answer.json()["title"] == rule, changes
        assert answer.json()["errors"][0]["pointer"] == f"/entries/1/{field}"
    delegate = {"manner": "delegate", "person": "A", "delegation": "A letter"}
    book = await does(planner, sitting, "attendance", entries=[HOLDER | delegate])

    assert [each["person"] for each in book["items"]] == ["A"]
    assert book["quorum"][0]["present"] == 1


async def test_attendance_is_of_the_sittings_days_and_said_once(planner) -> None:
    sitting = await plan(planner)
    early = await attempt(planner, sitting, "attendance", entries=[HOLDER])
    await does(planner, sitting, "convening")
    present = HOLDER | {"person": MAYORS[CHAIR]}

    late = [present | {"day": "2018-02-10"}]
    other_day = await attempt(planner, sitting, "attendance", entries=late)
    twice = await attempt(planner, sitting, "attendance", entries=[present, present])

    assert early.json()["title"] == "SittingNotOpen"
    assert other_day.json()["title"] == "DayNotOfSitting"
    assert twice.json()["title"] == "AttendanceRepeated"


async def test_nothing_is_resolved_without_the_quorum_of_that_day(planner) -> None:
    sitting = await plan(planner)
    await does(planner, sitting, "convening")
    half = await attend(planner, sitting, FIRST_DAY, offices=list(MAYORS)[:2])
    await attend(planner, sitting, LAST_DAY)

    refused = await resolve(planner, sitting)
    elsewhen = await resolve(planner, sitting, on="2018-02-10")
    resolved = await resolve(planner, sitting, on=LAST_DAY)
    again = {**HOLDER, "manner": "apology"}
    await does(planner, sitting, "attendance", entries=[again | {"day": LAST_DAY}])
    three = await resolve(planner, sitting, on=LAST_DAY)

    assert (half["quorum"][0]["present"], half["quorum"][0]["is_met"]) == (2, False)
    assert refused.json()["title"] == "QuorumNotReached"
    assert elsewhen.json()["title"] == "DayNotOfSitting"
    assert resolved.json()["reference"] == f"{FORUM} 2018/1.1"
    assert three.json()["reference"] == f"{FORUM} 2018/1.2"


async def test_a_sitting_goes_its_way_and_no_other(planner) -> None:
    sitting = await plan(planner)
    early = await attempt(planner, sitting, "closing")
    future = await plan(planner, begins_on="2090-01-01", ends_on="2090-01-02")
    not_begun = await attempt(planner, future, "convening")
    cancelled = await does(planner, future, "cancellation", reason="Rain")
    dead = await attempt(planner, future, "convening")

    await does(planner, sitting, "convening")
    twice = await attempt(planner, sitting, "convening")
    await does(planner, sitting, "closing")
    raised = await attempt(planner, sitting, "challenges", content="Too late")

    assert early.json()["title"] == "SittingNotOpen"
    assert not_begun.json()["title"] == "SittingNotBegun"
    assert cancelled["number"] is None
    assert dead.json()["title"] == twice.json()["title"] == "SittingNotPlanned"
    assert raised.json()["title"] == "SittingNotOpen"


async def test_a_plan_is_changed_by_who_has_read_it(planner) -> None:
    sitting = await plan(planner)
    sent = {"title": "Other", "begins_on": "2018-03-01", "ends_on": "2018-03-01"}
    at = f"/v1/sittings/{sitting}"

    blind = await planner.patch(at, json=sent)
    changed = await planner.patch(at, json=sent, headers={"if-match": '"1"'})
    stale = await planner.patch(at, json=sent, headers={"if-match": '"1"'})
    backwards = sent | {"ends_on": "2018-02-01"}
    order = await planner.patch(at, json=backwards, headers={"if-match": '"2"'})
    before_all = sent | {"begins_on": "1990-01-01", "ends_on": "1990-01-01"}
    none = await planner.patch(at, json=before_all, headers={"if-match": '"2"'})

    assert (blind.status_code, stale.status_code) == (428, 412)
    assert agreed(changed)["begins_on"] == "2018-03-01"
    assert order.json()["title"] == "DaysOutOfOrder"
    assert none.json()["title"] == "StructureUnknown"
    assert agreed(await planner.get(at)) == changed.json()


async def test_sittings_of_a_year_are_numbered_without_gaps_whoever_convenes(
    planner,
) -> None:
    sittings = [await plan(planner) for _ in range(5)]

    opened = await asyncio.gather(
        *(does(planner, each, "convening") for each in sittings)
    )

    numbers = {each["number"] for each in opened}
    assert numbers == {f"{FORUM} 2018/{seq}" for seq in range(1, 6)}


async def test_resolutions_at_once_get_a_number_each(planner) -> None:
    sitting = await a_quorate_sitting(planner)

    passed = await asyncio.gather(*(resolve(planner, sitting) for _ in range(6)))

    numbers = {agreed(each)["reference"] for each in passed}
    assert numbers == {f"{FORUM} 2018/1.{seq}" for seq in range(1, 7)}


async def test_minutes_are_approved_at_a_later_sitting_with_quorum(
    plans, planner
) -> None:
    first = await a_quorate_sitting(planner)
    await does(planner, first, "closing")
    later = {"begins_on": "2018-05-02", "ends_on": "2018-05-02"}
    second = await plan(planner, **later)
    await does(planner, second, "convening")
    approval = {"version": 1, "approved_in": second, "on": "2018-05-02"}

    unwritten = await attempt(planner, first, "minutes/approval", **approval)
    await does(planner, first, "minutes", content="Draft")
    itself = approval | {"approved_in": first}
    by_itself = await attempt(planner, first, "minutes/approval", **itself)
    no_quorum = await attempt(planner, first, "minutes/approval", **approval)
    await attend(planner, second, "2018-05-02")
    await does(planner, first, "minutes", content="Corrected")
    older = await attempt(planner, first, "minutes/approval", **approval)
    async with plans.as_anyone() as anyone:
        hidden = await anyone.get(f"/v1/sittings/{first}/minutes")
        newest = approval | {"version": 2}
        await does(planner, first, "minutes/approval", **newest)
        shown = agreed(await anyone.get(f"/v1/sittings/{first}/minutes"))
        draft = await anyone.get(f"/v1/sittings/{first}/minutes?version=1")
    after = await attempt(planner, first, "minutes", content="Rewritten")

    assert unwritten.json()["title"] == older.json()["title"] == "MinutesNotNewest"
    assert by_itself.json()["title"] == "SittingNotOpen"
    assert no_quorum.json()["title"] == "QuorumNotReached"
    assert hidden.json()["title"] == draft.json()["title"] == "MinutesNotFound"
    assert shown["content"] == "Corrected"
    assert after.json()["title"] == "SittingNotClosed"


async def test_no_sitting_approves_minutes_that_is_being_closed(plans, planner) -> None:
    first = await a_quorate_sitting(planner)
    await does(planner, first, "closing")
    await does(planner, first, "minutes", content="Draft")
    day = "2018-05-02"
    second = await a_quorate_sitting(planner, begins_on=day, ends_on=day)
    approval = {"version": 1, "approved_in": second, "on": day}

    async with transaction(plans.sessions, EVERYWHERE) as closing:
        await closing.execute(CLOSE, {"id": second})
        approving = asyncio.create_task(
            attempt(planner, first, "minutes/approval", **approval)
        )
        await eventually(lambda: waits_or_is_done(plans, approving))
    answer = await approving

    assert answer.json()["title"] == "SittingNotOpen"


async def waits_or_is_done(plans: Running, request: asyncio.Task[Any]) -> bool:
    async with transaction(plans.sessions, EVERYWHERE) as session:
        return request.done() or bool(await session.scalar(WAITING))


async def test_what_may_follow_what(planner) -> None:
    sitting = await a_quorate_sitting(planner)
    challenge = (await does(planner, sitting, "challenges", content="Water"))["id"]
    deferred = agreed(await resolve(planner, sitting, outcome="deferred"))["id"]
    todo = {"content": "x", "owner_organ": "DWS", "due_on": "2018-06-30"}

    proposal = await attempt(
        planner, sitting, "proposals", content="x", follows=deferred
    )
    on_challenge = await attempt(planner, sitting, "actions", **todo, follows=challenge)
    on_deferred = await attempt(planner, sitting, "actions", **todo, follows=deferred)
    alone = await attempt(planner, sitting, "actions", **todo)
    unknown = await attempt(
        planner, sitting, "proposals", content="x", owner_organ="NOBODY"
    )
    adopted = [
        await resolve(planner, sitting, follows=deferred, content=str(number))
        for number in range(2)
    ]

    assert proposal.json()["title"] == on_challenge.json()["title"] == "OutOfOrder"
    assert alone.json()["title"] == "OutOfOrder"
    assert on_deferred.json()["title"] == "ResolutionNotAdopted"
    assert unknown.json()["title"] == "OwnerUnknown"
    assert [each.status_code for each in adopted] == [201, 409]
    assert adopted[1].json()["title"] == "MatterNotOpen"


async def test_an_action_ends_once(planner) -> None:
    sitting = await a_quorate_sitting(planner)
    resolution = agreed(await resolve(planner, sitting))["id"]
    todo = {"content": "x", "owner_organ": "DWS", "due_on": "2018-06-30"}
    action = (await does(planner, sitting, "actions", **todo, follows=resolution))["id"]
    at = f"/v1/actions/{action}"

    silent = await planner.post(f"{at}/completion", json={})
    stale = await planner.post(f"{at}/start", headers={"if-match": '"7"'})
    ends = await asyncio.gather(
        *(planner.post(f"{at}/completion", json={"evidence": "x"}) for _ in range(3)),
        *(planner.post(f"{at}/cancellation", json={"reason": "x"}) for _ in range(3)),
    )

    assert (silent.status_code, stale.status_code) == (422, 412)
    assert sorted(each.status_code for each in ends) == [200, *[409] * 5]
    over = await items(planner, "/v1/actions", overdue=True)
    assert over == []
    foreign = await planner.post(f"/v1/actions/{resolution}/start")
    assert foreign.json()["title"] == "MatterNotFound"


def test_a_sitting_may_be_on_the_last_day_of_the_calendar() -> None:
    assert days_in_order(date.max, date.max) == (date.max, date.max)
