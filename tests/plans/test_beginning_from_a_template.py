"""A draft begins with questions to answer, never with another's evidence or money."""

from http import HTTPStatus

import pytest

from tests.plans.desk import AREAS, a_draft, an_adopted_plan, complete

pytestmark = pytest.mark.standing


async def begin(client, space="DC45", **of):
    sent = {"space_code": space, "title": "Begun"} | of
    return await client.post("/v1/plans/from-template", json=sent)


async def document(client, plan):
    return (await client.get(f"/v1/plans/{plan}/document")).json()


async def test_a_named_template_asks_in_all_six_focus_areas(plans, planner) -> None:
    async with plans.as_anyone() as anyone:
        (listed,) = (await anyone.get("/v1/plan-templates")).json()["items"]

    begun = await begin(planner, template=listed["code"])

    assert begun.status_code == HTTPStatus.CREATED, begun.text
    plan = begun.json()["id"]
    said = await document(planner, plan)
    assert [issue["focus_area"] for issue in said["issues"]] == list(AREAS)
    assert [outcome["focus_area"] for outcome in said["outcomes"]] == list(AREAS)
    assert said["interventions"] == []
    unanswered = await complete(planner, plan, "diagnostic")
    assert unanswered.json()["title"] == "StageNotReady"


async def test_what_a_space_adopted_begins_a_draft_elsewhere(plans) -> None:
    source = await an_adopted_plan(plans)

    async with plans.as_("administrator") as writer:
        begun = await begin(writer, "ETH", plan_id=source)
        said = await document(writer, begun.json()["id"])

    assert begun.status_code == HTTPStatus.CREATED, begun.text
    assert begun.json()["based_on"] == source
    assert (said["plan"]["space_code"], said["plan"]["vision"]) == ("ETH", None)
    assert [issue["sources"] for issue in said["issues"]] == [[]] * 6
    (outcome,) = said["outcomes"]
    assert (outcome["indicator"], outcome["baseline"]) == ("jobs", None)
    assert (outcome["target"], outcome["target_year"]) == (None, None)
    assert said["strategies"][0]["answers"] == ["D1"]
    assert said["interventions"] == []


async def test_nobody_begins_from_a_draft_or_for_another_space(plans, planner) -> None:
    adopted = await an_adopted_plan(plans)
    draft = await a_draft(planner)
    async with plans.as_("administrator") as writer:
        theirs = await a_draft(writer, space_code="ETH")

    answers = [
        await begin(planner, plan_id=draft),
        await begin(planner, plan_id=theirs),
        await begin(planner, "ETH", plan_id=adopted),
        await begin(planner, "ETH", template="one-plan"),
        await begin(planner, template="none"),
        await begin(planner),
        await begin(planner, template="one-plan", plan_id=adopted),
    ]

    assert [answer.json()["title"] for answer in answers[:5]] == [
        "PlanNotATemplate",
        "PlanNotFound",
        "NotPermittedInSpace",
        "NotPermittedInSpace",
        "TemplateNotFound",
    ]
    assert [answer.status_code for answer in answers[5:]] == [422, 422]
