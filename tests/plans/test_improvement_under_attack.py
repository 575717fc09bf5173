"""What would break an improvement plan: refused by name, and nothing has changed."""

import asyncio
from datetime import date, timedelta
from http import HTTPStatus

import pytest
from pydantic import ValidationError

from services.plans.improvement.schedule import Link, due_dates
from services.plans.improvement.templates import ImprovementTemplate, templates
from tests.plans.improvers import BODIES, KAMWENGE, Office

MOST = 10**15
COST = KAMWENGE["actions"]["I2"]["costs"][0]
PLEDGE = KAMWENGE["actions"]["I2"]["pledges"][0]


def faults(answer) -> list[tuple[str, str]]:
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


async def a_plan_to_decide_about(office: Office) -> str:
    plan = await office.a_plan()
    await office.write_example(plan)
    await office.meet(plan)
    return plan


async def test_five_hundred_districts_start_together_and_not_one_more(
    office: Office,
) -> None:
    districts = [office.a_district() for _ in range(501)]

    too_many = await office.start(*districts)
    started = await office.start(*districts[:500])
    again = await office.start(*districts[:500])

    assert too_many.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert started.status_code == HTTPStatus.CREATED
    assert len(started.json()["plans"]) == 500
    assert len(again.json()["errors"]) == 500


async def test_of_two_batches_for_a_district_one_starts(office: Office) -> None:
    shared, one, other = (office.a_district() for _ in range(3))

    answers = await asyncio.gather(
        office.start(one, shared), office.start(shared, other)
    )

    assert sorted(answer.status_code for answer in answers) == [201, 422]


async def test_a_plan_that_binds_is_followed_by_its_next_version_only(
    office: Office,
) -> None:
    district = office.a_district()
    plan = await office.an_approved_plan(district)

    refused = await office.start(district)

    assert faults(refused) == [("/space_codes/0", "plan-approved")]
    assert (await office.read(plan))["status"] == "approved"


@pytest.mark.parametrize("by_day", ["02-29", "13-01", "06-31"])
def test_no_task_is_due_by_a_day_that_some_year_lacks(by_day: str) -> None:
    sent = templates()["dmip", 1].model_dump(mode="json")
    sent["tasks"][0]["by_day"] = by_day

    with pytest.raises(ValidationError):
        ImprovementTemplate.model_validate(sent)


def test_a_leap_day_counts_as_a_day() -> None:
    tasks = [Link("a", (), 1), Link("b", ("a",), 365), Link("c", ("b",), 0, "02-28")]

    due = due_dates(tasks, date(2028, 2, 28))

    assert due["a"] == date(2028, 2, 29)
    assert due["b"] == date(2028, 2, 29) + timedelta(days=365)
    assert due["c"] == date(2029, 2, 28)


@pytest.mark.parametrize("starts_on", ["1999-12-31", "2200-01-01", "2026-02-29", 0])
async def test_a_plan_starts_on_a_day_of_our_time(office: Office, starts_on) -> None:
    refused = await office.start(office.a_district(), starts_on=starts_on)

    assert [pointer for pointer, _ in faults(refused)] == ["/starts_on"]


async def test_nobody_is_more_than_done(office: Office) -> None:
    plan = await office.a_plan()
    begun = await office.move(plan, "assessment", "start", responsible="A planner")
    match = {"if-match": begun.headers["etag"]}
    path = f"{plan}/tasks/assessment"

    for percent in (100, 101, -1, 1.5, "50", True):
        refused = await office.writer.patch(
            path, json={"percent": percent}, headers=match
        )
        assert [pointer for pointer, _ in faults(refused)] == ["/percent"]


async def test_what_an_action_costs_stays_within_what_can_be_summed(
    office: Office,
) -> None:
    plan = await office.a_plan()
    await office.write_example(plan)
    whole = KAMWENGE["actions"]["I2"]
    dear = COST | {"quantity": str(MOST // 10000), "unit_cost": str(MOST // 10000)}
    large = COST | {"quantity": "1", "unit_cost": str(MOST // 10000) + ".99"}

    dearest = await office.put(plan, "actions", "I2", **whole | {"costs": [dear]})
    long = await office.put(
        plan, "actions", "I2", **whole | {"costs": [COST | {"quantity": str(MOST)}]}
    )
    kept = await office.read(plan)
    many = await office.put(plan, "actions", "I2", **whole | {"costs": [large] * 200})
    generous = await office.put(
        plan,
        "actions",
        "I2",
        **whole | {"pledges": [PLEDGE | {"amount": str(MOST // 10000)}]},
    )

    assert faults(dearest) == [("/costs", "amounts-too-large")]
    assert long.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert [each["code"] for each in kept["actions"]] == ["I1", "I2"]
    assert many.status_code == HTTPStatus.OK
    assert generous.status_code == HTTPStatus.OK
    [first, _] = (await office.read(plan))["funding"]
    assert first["gap"].startswith("-")


@pytest.mark.parametrize(
    "year",
    ["2027/29", "2027/27", "27/28", "0000/01", "\u0662\u0660\u0662\u0667/\u0662\u0668"],
)
async def test_a_financial_year_is_one_of_our_time_and_its_next(
    office: Office, year: str
) -> None:
    plan = await office.a_plan()
    await office.write_example(plan)
    whole = KAMWENGE["actions"]["I2"]

    for items, one in (("costs", COST), ("pledges", PLEDGE)):
        odd = whole | {items: [one | {"financial_year": year}]}
        refused = await office.put(plan, "actions", "I2", **odd)
        assert [p for p, _ in faults(refused)] == [f"/{items}/0/financial_year"]


async def test_amounts_are_written_with_plain_digits(office: Office) -> None:
    plan = await office.a_plan()
    await office.write_example(plan)
    odd = COST | {"quantity": "\u0662"}

    refused = await office.put(
        plan, "actions", "I2", **KAMWENGE["actions"]["I2"] | {"costs": [odd]}
    )

    assert [pointer for pointer, _ in faults(refused)] == ["/costs/0/quantity"]


async def test_a_gap_is_named_once_by_an_action(office: Office) -> None:
    plan = await office.a_plan()
    await office.write_example(plan)
    twice = KAMWENGE["actions"]["I2"] | {"gaps": ["G2", "G2"]}

    refused = await office.put(plan, "actions", "I2", **twice)

    assert [pointer for pointer, _ in faults(refused)] == ["/gaps"]


async def test_of_two_decisions_at_once_the_turn_takes_one(office: Office) -> None:
    plan = await a_plan_to_decide_about(office)

    answers = await asyncio.gather(*(office.decide(plan, "dtpc") for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    whole = await office.read(plan)
    assert (whole["decided"], len(whole["decisions"])) == (1, 1)


async def test_a_plan_is_approved_once_by_two_councils_at_once(office: Office) -> None:
    plan = await a_plan_to_decide_about(office)
    for body in BODIES[:2]:
        await office.decide(plan, body)

    answers = await asyncio.gather(
        office.decide(plan, "council"),
        office.decide(plan, "council", verdict="returns", reason="Too dear"),
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len((await office.read(plan))["decisions"]) == 3


async def test_bodies_decide_on_days_in_their_order(office: Office) -> None:
    plan = await a_plan_to_decide_about(office)
    before_meeting = await office.decide(plan, "dtpc", decided_on="2026-10-31")
    await office.decide(plan, "dtpc", decided_on="2026-11-05")

    earlier = await office.decide(plan, "dec", decided_on="2026-11-04")
    same_day = await office.decide(plan, "dec", decided_on="2026-11-05")

    assert faults(before_meeting) == [("/decided_on", "decided-too-early")]
    assert faults(earlier) == [("/decided_on", "decided-too-early")]
    assert same_day.status_code == HTTPStatus.CREATED


async def test_whoever_wrote_what_was_taken_over_does_not_decide(
    office: Office,
) -> None:
    plan = await office.an_approved_plan()
    async with office.plans.as_("administrator", sub="somebody else") as another:
        begun = await another.post(
            f"{plan}/versions", json={"kind": "amendment", "starts_on": "2026-11-10"}
        )
    later = f"/v1/improvement-plans/{begun.json()['id']}"
    await office.meet(later)

    async with office.plans.as_("approver", sub="administrator") as author:
        refused = await author.post(
            f"{later}/decisions",
            json={"body": "dtpc", "verdict": "agrees", "decided_on": "2026-11-02"},
        )

    assert refused.json()["title"] == "DraftersDoNotDecide"


async def test_a_task_and_the_next_are_not_done_at_once(office: Office) -> None:
    plan = await office.a_plan()
    await office.move(plan, "assessment", "start", responsible="A planner")
    begun = (await office.tasks(plan))["items"][0]
    await office.writer.patch(
        f"{plan}/tasks/assessment",
        json={"ticked": begun["checklist"]},
        headers={"if-match": "*"},
    )

    once, again, completed, _, started = await asyncio.gather(
        office.move(plan, "assessment", "completion"),
        office.move(plan, "assessment", "completion"),
        office.move(plan, "gaps", "completion"),
        office.move(plan, "assessment", "reopening", reason="x"),
        office.move(plan, "gaps", "start"),
    )

    tasks = {each["code"]: each for each in (await office.tasks(plan))["items"]}
    assert once.is_success or again.is_success
    assert started.is_success or completed.json()["title"] == "TaskNotUnderWay"
    assert not (
        tasks["gaps"]["status"] != "pending" and tasks["assessment"]["status"] != "done"
    )


async def test_measures_far_apart_can_still_be_read(office: Office) -> None:
    plan = await office.a_plan()
    measure = KAMWENGE["assessments"]["A1"]
    far = {"standard": "9" * 17, "actual": "-" + "9" * 17}
    farthest = {"standard": "1" + "0" * 15, "actual": "-1" + "0" * 15}

    refused = await office.put(plan, "assessments", "A1", **measure | far)
    kept = await office.put(plan, "assessments", "A1", **measure | farthest)

    assert [p for p, _ in faults(refused)] == ["/standard", "/actual"]
    assert kept.status_code == HTTPStatus.OK
    [read] = (await office.read(plan))["assessments"]
    assert read["shortfall"] == "2" + "0" * 15 + ".00"


async def test_an_action_is_reported_once_in_a_review(office: Office) -> None:
    plan = await office.an_approved_plan()
    progress = [{"action": "I1", "percent": each} for each in (100, 20)]
    sent = {"kind": "annual", "period": "2026", "held_on": "2026-11-10"}

    refused = await office.writer.post(
        f"{plan}/reviews", json=sent | {"summary": "x", "progress": progress}
    )

    assert [pointer for pointer, _ in faults(refused)] == ["/progress"]
