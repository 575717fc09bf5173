"""Who may decide about a plan, and who may not."""

from http import HTTPStatus

from tests.plans.desk import a_ready_plan, approve, file_of, load


async def test_who_drafted_does_not_decide(plans) -> None:
    both = {"scopes": frozenset({"plans:read", "plans:write", "plans:adopt"})}

    async with plans.as_("administrator", **both) as somebody:
        plan = await a_ready_plan(somebody)
        decided = await approve(somebody, plan)

    assert decided.status_code == HTTPStatus.FORBIDDEN
    assert decided.json()["title"] == "SeparationOfDuties"


async def test_who_loaded_interventions_does_not_decide(plans, planner) -> None:
    both = {"scopes": frozenset({"plans:read", "plans:write", "plans:adopt"})}
    plan = await a_ready_plan(planner)

    async with plans.as_("administrator", **both) as somebody:
        await load(somebody, plan, file_of({"intervention_id": "A9"}))
        decided = await approve(somebody, plan)

    assert decided.json()["title"] == "SeparationOfDuties"


async def test_another_name_of_the_same_client_does_not_decide(plans, planner) -> None:
    plan = await a_ready_plan(planner)

    async with plans.as_("approver", client_id="district_planner") as somebody:
        decided = await approve(somebody, plan)

    assert decided.json()["title"] == "SeparationOfDuties"


async def test_only_an_approver_decides(planner) -> None:
    plan = await a_ready_plan(planner)

    assert (await approve(planner, plan)).status_code == HTTPStatus.FORBIDDEN


async def test_an_approver_decides_only_in_their_spaces(plans, planner) -> None:
    plan = await a_ready_plan(planner)

    async with plans.as_("approver", spaces=frozenset({"ETH"})) as elsewhere:
        decided = await approve(elsewhere, plan)

    assert decided.status_code == HTTPStatus.NOT_FOUND
