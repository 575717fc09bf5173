"""Working through an improvement plan's tasks, and comparing how districts do."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from pydantic import ValidationError

from chassis import clock
from services.plans.improvement.templates import ImprovementTemplate, newest, templates
from tests.plans.desk import told
from tests.plans.improvers import Office


async def test_tasks_are_due_so_long_after_those_before_them(office: Office) -> None:
    plan = await office.a_plan(starts_on="2026-07-01")

    schedule = await office.tasks(plan)

    due = {task["code"]: task["due_on"] for task in schedule["items"]}
    assert due["assessment"] == "2026-07-31"
    assert due["costing"] == "2026-09-25"
    assert due["funding"] == "2026-10-02"
    assert due["validation"] == "2026-10-16"
    assert due["approval"] == "2027-05-31"
    assert due["implementation"] == "2028-06-30"
    assert schedule["critical_path"][-1] == "review"
    assert "funding" in schedule["critical_path"]
    assert "costing" not in schedule["critical_path"]
    blocked = {task["code"]: task["blocked_by"] for task in schedule["items"]}
    assert blocked["assessment"] == []
    assert blocked["validation"] == ["costing", "funding"]


async def test_a_task_waits_for_those_before_it_and_is_done_once(
    office: Office,
) -> None:
    plan = await office.a_plan()
    blocked = await office.move(plan, "gaps", "start")
    idle = await office.move(plan, "assessment", "completion")
    begun = await office.move(plan, "assessment", "start", responsible="A planner")
    twice = await office.move(plan, "assessment", "start")
    open_list = await office.move(plan, "assessment", "completion")
    path = f"{plan}/tasks/assessment"
    match = {"if-match": begun.headers["etag"]}

    unknown = await office.writer.patch(path, json={"ticked": ["x"]}, headers=match)
    half = await office.writer.patch(
        path,
        json={"percent": 50, "ticked": begun.json()["checklist"]},
        headers=match,
    )
    stale = await office.writer.patch(path, json={"percent": 60}, headers=match)
    unread = await office.writer.patch(path, json={"percent": 60})
    done = await office.move(plan, "assessment", "completion")
    next_one = await office.move(plan, "gaps", "start")
    followed = await office.move(plan, "assessment", "reopening", reason="x")
    missing = await office.move(plan, "nothing", "start")

    assert blocked.json()["title"] == "TaskBlocked"
    assert "assessment" in blocked.json()["detail"]
    assert idle.json()["title"] == "TaskNotUnderWay"
    assert twice.json()["title"] == "TaskUnderWay"
    assert open_list.json()["title"] == "ChecklistOpen"
    assert unknown.json()["title"] == "ChecklistUnknown"
    assert (half.json()["percent"], half.json()["responsible"]) == (50, "A planner")
    assert stale.json()["title"] == "VersionStale"
    assert unread.json()["title"] == "IfMatchRequired"
    assert (done.json()["status"], done.json()["percent"]) == ("done", 100)
    assert next_one.status_code == HTTPStatus.OK
    assert followed.json()["title"] == "TaskFollowed"
    assert missing.json()["title"] == "ImprovementTaskNotFound"


async def test_a_task_is_reopened_with_a_reason_that_others_hear(
    office: Office,
) -> None:
    plan = await office.a_plan()
    early = await office.move(plan, "assessment", "reopening", reason="x")
    await office.finish(plan, "assessment")

    again = await office.move(plan, "assessment", "reopening", reason="Wrong year")

    assert early.json()["title"] == "TaskNotDone"
    assert (again.json()["status"], again.json()["percent"]) == ("in_progress", 99)
    name, event = (await told(office.plans, plan.rpartition("/")[2]))[-1]
    assert (name, event["reason"]) == ("improvement_task_moved", "Wrong year")


async def test_gates_open_with_the_meeting_and_with_the_last_body(
    office: Office,
) -> None:
    plan = await office.a_plan()
    steps = ["assessment", "gaps", "prioritisation", "actions", "costing", "funding"]
    for step in steps:
        await office.finish(plan, step)
    await office.move(plan, "validation", "start")
    early = await office.move(plan, "validation", "completion")
    await office.write_example(plan)
    await office.meet(plan)
    validated = await office.move(plan, "validation", "completion")
    await office.move(plan, "approval", "start")
    undecided = await office.move(plan, "approval", "completion")
    for body in ("dtpc", "dec", "council"):
        await office.decide(plan, body)

    approved = await office.move(plan, "approval", "completion")

    assert early.json()["title"] == undecided.json()["title"] == "GateClosed"
    assert validated.status_code == approved.status_code == HTTPStatus.OK


async def test_processes_are_compared_across_districts(office: Office) -> None:
    districts = [office.a_district() for _ in range(3)]
    started = await office.start(
        *districts, starts_on=str(clock.today() - timedelta(days=50))
    )
    plans = [f"/v1/improvement-plans/{p['id']}" for p in started.json()["plans"]]
    await office.finish(plans[0], "assessment")
    await office.finish(plans[1], "assessment")
    await office.finish(plans[1], "gaps")

    answer = await office.writer.get(
        "/v1/improvement-plans/process-comparison",
        params={"template": "dmip-ug", "batch": started.json()["id"]},
    )

    comparison = answer.json()
    steps = {step["step"]: step for step in comparison["steps"]}
    assert list(steps)[:3] == ["assessment", "gaps", "prioritisation"]
    assert (steps["assessment"]["done"], steps["assessment"]["late"]) == (2, 1)
    assert steps["assessment"]["median_days"] == 50.0
    [stall] = steps["assessment"]["waiting"]
    assert (stall["space_code"], stall["days"]) == (districts[2], 50)
    assert stall["days_late"] == 20
    assert comparison["slowest_step"] == "assessment"
    async with office.plans.as_anyone() as anyone:
        hidden = await anyone.get(
            "/v1/improvement-plans/process-comparison",
            params={"template": "dmip-ug", "batch": started.json()["id"]},
        )
    assert hidden.json()["steps"] == []


async def test_templates_are_listed_with_their_bodies(office: Office) -> None:
    async with office.plans.as_anyone() as anyone:
        found = (await anyone.get("/v1/improvement-templates")).json()["items"]

    bodies = {each["code"]: [b["code"] for b in each["bodies"]] for each in found}
    assert bodies["dmip-ug"] == ["dtpc", "dec", "council"]
    assert bodies["dmip"][-1] == "council"


def test_the_generic_template_has_the_nine_steps() -> None:
    generic = newest("dmip")

    assert generic is not None
    assert [task.step for task in generic.tasks] == [
        "assessment",
        "gaps",
        "prioritisation",
        "actions",
        "costing",
        "validation",
        "approval",
        "implementation",
        "review",
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t["tasks"][0].update(after=["review"]),
        lambda t: t["tasks"].append(t["tasks"][0]),
        lambda t: t["bodies"].reverse(),
        lambda t: t["bodies"].pop(),
    ],
    ids=["cycle", "repeated", "wrong order", "nobody approves"],
)
def test_a_template_that_does_not_hold_together_is_not_read(change) -> None:
    sent = templates()["dmip", 1].model_dump(mode="json")
    change(sent)

    with pytest.raises(ValidationError):
        ImprovementTemplate.model_validate(sent)
