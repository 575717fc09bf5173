"""A body decides in a sitting of its own, that day, with those who are there."""

import asyncio
from datetime import timedelta
from http import HTTPStatus

import httpx
import pytest

from chassis import clock
from contracts.events.registry_offices import AppointmentsStated
from tests.harness import Running
from tests.plans.chain_of_bodies import (
    LOCALS,
    MANAGER,
    MAYORS,
    Step,
    a_council_sitting,
    a_sitting,
    a_submitted_plan,
    an_appointment,
    approve_all,
    before_the_forum,
    in_person,
    note,
    of_council,
    say,
    steps_of,
    with_the_full_chain,
)
from tests.plans.desk import told

FORUM = "DC45-IGF"


@pytest.fixture
async def plans(start) -> Running:
    return await with_the_full_chain(start)


@pytest.fixture
async def at_the_forum(plans, planner) -> tuple[str, Step]:
    return await before_the_forum(plans, planner)


@pytest.fixture
async def before_a_council(plans, planner) -> tuple[str, Step]:
    plan = await a_submitted_plan(planner)
    *earlier, council = (await steps_of(planner, plan))[:5]
    await approve_all(plans, plan, earlier)
    return plan, council


def title(answer: httpx.Response) -> str:
    return str(answer.json()["title"])


async def test_a_forum_decides_with_those_its_sitting_noted(
    plans, at_the_forum
) -> None:
    plan, forum = at_the_forum
    sitting = await a_sitting(plans, FORUM)

    nobody = await say(plans, plan, forum, sitting_id=sitting)
    await note(plans, sitting, MAYORS[:2])
    half = await say(plans, plan, forum, sitting_id=sitting)
    await note(plans, sitting, [LOCALS[2]])
    enough = await say(plans, plan, forum, sitting_id=sitting)

    assert title(nobody) == title(half) == "QuorumNotReached"
    assert enough.status_code == HTTPStatus.OK, enough.text
    counted = enough.json()
    assert counted["sitting_id"] == sitting
    assert counted["present"] == sorted([*MAYORS[:2], LOCALS[2]])
    assert (counted["members_present"], counted["voting_members"]) == (3, 4)
    facts = [fact for name, fact in await told(plans, plan) if name == "quorum_counted"]
    assert [(fact["sitting_id"], fact["present"]) for fact in facts][-1] == (sitting, 3)


async def test_what_is_noted_later_changes_no_decision(
    plans, planner, at_the_forum
) -> None:
    plan, forum = at_the_forum
    sitting = await a_sitting(plans, FORUM)
    await note(plans, sitting, MAYORS[:3])
    decided = (await say(plans, plan, forum, sitting_id=sitting)).json()

    apologies = [
        {"day": str(clock.today()), "office_code": code, "manner": "apology"}
        for code in MAYORS
    ]
    changed = await planner.post(
        f"/v1/sittings/{sitting}/attendance", json={"entries": apologies}
    )

    assert changed.json()["quorum"][0]["is_met"] is False
    listed = (await planner.get(f"/v1/plans/{plan}/decisions")).json()["items"]
    [kept] = [each for each in listed if each["id"] == decided["id"]]
    assert kept["present"] == sorted(MAYORS[:3])
    assert kept["members_present"] == 3


async def test_without_a_sitting_neither_forum_nor_council_decides(
    plans, at_the_forum, before_a_council
) -> None:
    refused = [
        await say(plans, plan, step, sitting_id=None)
        for plan, step in (at_the_forum, before_a_council)
    ]

    for answer in refused:
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert title(answer) == "SittingNotNamed"
        assert answer.json()["errors"][0]["pointer"] == "/sitting_id"


async def test_a_sitting_of_another_body_or_of_nobody_decides_nothing(
    plans, at_the_forum, before_a_council
) -> None:
    plan, forum = at_the_forum
    technical = await a_sitting(plans, "DC45-TF")
    await note(plans, technical, [MANAGER])
    forums = await a_sitting(plans, FORUM)
    await note(plans, forums, MAYORS)
    today = str(clock.today())
    async with plans.as_("district_planner") as secretary:
        reported = await secretary.post(
            "/v1/sittings",
            json={
                "kind": "forum",
                "basis": "reported",
                "title": "As the paper says",
                "structure_code": FORUM,
                "source": "A paper",
                "number": "IGF-1",
                "begins_on": today,
                "ends_on": today,
            },
        )
    others = await a_council_sitting(plans, "NC452")

    answers = [
        await say(plans, plan, forum, sitting_id=technical),
        await say(plans, plan, forum, sitting_id=others),
        await say(plans, plan, forum, sitting_id=plan),
        await say(plans, plan, forum, sitting_id=reported.json()["id"]),
    ]
    plan, council = before_a_council
    answers += [
        await say(plans, plan, council, sitting_id=others),
        await say(plans, plan, council, sitting_id=forums),
    ]

    assert {title(answer) for answer in answers} == {"SittingNotOfBody"}


async def test_a_decision_is_taken_while_the_sitting_sits_that_day(
    plans, planner, at_the_forum, before_a_council
) -> None:
    plan, forum = at_the_forum
    tomorrow = str(clock.today() + timedelta(days=1))
    yesterday = str(clock.today() - timedelta(days=1))
    coming = await planner.post(
        "/v1/sittings",
        json={
            "kind": "forum",
            "title": "Next",
            "structure_code": FORUM,
            "begins_on": tomorrow,
            "ends_on": tomorrow,
        },
    )
    past = {"begins_on": yesterday, "ends_on": yesterday}
    former = await a_sitting(plans, FORUM, **past)
    adjourned = await a_sitting(plans, FORUM, begins_on=yesterday)
    closed = await a_sitting(plans, FORUM)
    await note(plans, closed, MAYORS)
    await planner.post(f"/v1/sittings/{closed}/closing")
    later = {"begins_on": tomorrow, "ends_on": tomorrow}
    entries = [each | {"day": yesterday} for each in in_person(MAYORS)]
    for sitting in (former, adjourned):
        there = await planner.post(
            f"/v1/sittings/{sitting}/attendance", json={"entries": entries}
        )
        assert there.is_success, there.text

    named = (coming.json()["id"], closed, former, adjourned)
    answers = [await say(plans, plan, forum, sitting_id=each) for each in named]
    plan, council = before_a_council
    ahead = await a_council_sitting(plans, council[1], **later)
    answers.append(await say(plans, plan, council, sitting_id=ahead))

    assert [title(answer) for answer in answers] == [
        "SittingNotOpen",
        "SittingNotOpen",
        "DayNotOfSitting",
        "QuorumNotReached",
        "DayNotOfSitting",
    ]


async def test_a_council_decides_with_more_than_half_of_its_members(
    plans, before_a_council
) -> None:
    plan, council = before_a_council
    half = await a_council_sitting(plans, council[1], members_present=10)
    most = await a_council_sitting(plans, council[1])

    refused = await say(plans, plan, council, sitting_id=half)
    agreed = await say(plans, plan, council, sitting_id=most)

    assert title(refused) == "QuorumNotReached"
    assert agreed.status_code == HTTPStatus.OK, agreed.text
    counted = agreed.json()
    assert (counted["members_present"], counted["voting_members"]) == (11, 20)
    assert counted["present"] == []


async def test_who_lost_the_office_or_has_no_seat_is_not_counted(
    plans, at_the_forum
) -> None:
    plan, forum = at_the_forum
    sitting = await a_sitting(plans, FORUM)
    await note(plans, sitting, MAYORS[:3])

    unseated = await note(plans, sitting, [MANAGER])
    twice = await note(plans, sitting, [LOCALS[2], LOCALS[2]])
    ended = an_appointment(LOCALS[0], valid_to="2026-01-01", version=2)
    await plans.hears(AppointmentsStated(batch="x", appointments=(ended,)))
    vacant = await note(plans, sitting, [LOCALS[0]])
    too_few = await say(plans, plan, forum, sitting_id=sitting)

    assert title(unseated) == "OfficeNotSeated"
    assert title(twice) == "AttendanceRepeated"
    assert title(vacant) == "OfficeVacant"
    assert title(too_few) == "QuorumNotReached"


async def test_attendance_and_decision_at_once_count_what_was_there(
    plans, planner, at_the_forum
) -> None:
    plan, forum = at_the_forum
    sitting = await a_sitting(plans, FORUM)
    await note(plans, sitting, MAYORS[:2])

    noted, decided = await asyncio.gather(
        note(plans, sitting, MAYORS), say(plans, plan, forum, sitting_id=sitting)
    )

    assert noted.is_success
    if decided.is_success:
        assert decided.json()["present"] == sorted(MAYORS)
    else:
        assert title(decided) == "QuorumNotReached"
        assert (await say(plans, plan, forum, sitting_id=sitting)).is_success


UNFIT = [
    ({"organ_code": "DC9"}, "CouncilUnknown"),
    ({"organ_code": None}, "CouncilNotWhole"),
    ({"members": None}, "CouncilNotWhole"),
    ({"members_present": 21}, "CouncilNotWhole"),
    ({"space_code": None}, "CouncilNotWhole"),
    ({"begins_on": None, "ends_on": None}, "CouncilNotWhole"),
    ({"kind": "forum"}, "CouncilNotWhole"),
    ({"structure_code": FORUM}, "CouncilNotWhole"),
    ({"basis": "held"}, "ReportNeedsSource"),
]


async def test_a_council_sitting_is_whole(planner) -> None:
    for changes, rule in UNFIT:
        sent = of_council("NC451", **changes)
        refused = await planner.post("/v1/sittings", json=sent)
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, changes
        assert title(refused) == rule, changes
