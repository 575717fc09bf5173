"""The four legal stages, in their order."""

from http import HTTPStatus

from tests.plans.desk import (
    STAGES,
    a_draft,
    a_ready_plan,
    approve,
    complete,
    file_of,
    load,
    state_content,
    told,
)


async def test_stages_are_completed_in_legal_order(plans, planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of({}))
    await state_content(planner, plan)

    answers = [await complete(planner, plan, stage) for stage in STAGES]

    done = answers[-1].json()["stages"]
    assert [completion["stage"] for completion in done] == list(STAGES)
    assert {completion["completed_by"] for completion in done} == {"district_planner"}
    assert answers[-1].json() == (await planner.get(f"/v1/plans/{plan}")).json()
    completed = [
        event["stage"]
        for name, event in await told(plans, plan)
        if name == "stage_completed"
    ]
    assert completed == list(STAGES)


async def test_no_stage_is_left_out(planner) -> None:
    plan = await a_draft(planner)
    await state_content(planner, plan)
    await complete(planner, plan, "diagnostic")

    answer = await complete(planner, plan, "strategy_formulation")

    assert answer.status_code == HTTPStatus.CONFLICT
    assert answer.json()["title"] == "StageOutOfOrder"
    assert "vision_setting" in answer.json()["detail"]


async def test_a_stage_is_completed_once(planner) -> None:
    plan = await a_draft(planner)
    await state_content(planner, plan)
    await complete(planner, plan, "diagnostic")

    again = await complete(planner, plan, "diagnostic")

    assert again.status_code == HTTPStatus.CONFLICT
    assert again.json()["title"] == "StageAlreadyComplete"


async def test_strategies_need_interventions(planner) -> None:
    plan = await a_draft(planner)
    await state_content(planner, plan)
    for stage in STAGES[:2]:
        await complete(planner, plan, stage)

    empty = await complete(planner, plan, "strategy_formulation")
    await load(planner, plan, file_of({}))
    filled = await complete(planner, plan, "strategy_formulation")

    assert empty.status_code == HTTPStatus.CONFLICT
    assert empty.json()["title"] == "StageNeedsInterventions"
    assert filled.status_code == HTTPStatus.OK


async def test_an_adopted_plans_stages_stay(planner, approver) -> None:
    plan = await a_ready_plan(planner)
    await approve(approver, plan)

    again = await complete(planner, plan, "diagnostic")

    assert again.json()["title"] == "StageAlreadyComplete"


async def test_a_stage_the_law_does_not_know_is_refused(planner) -> None:
    plan = await a_draft(planner)

    answer = await complete(planner, plan, "adopted")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_a_completion_may_insist_on_what_was_read(planner) -> None:
    plan = await a_draft(planner)

    answer = await planner.post(
        f"/v1/plans/{plan}/stages/diagnostic/completion", headers={"if-match": '"9"'}
    )

    assert answer.status_code == HTTPStatus.PRECONDITION_FAILED
