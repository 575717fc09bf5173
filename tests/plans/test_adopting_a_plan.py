"""Deciding about a plan, and what a decision causes."""

import asyncio
import json
from hashlib import sha256
from http import HTTPStatus

from tests.plans.desk import (
    a_draft,
    a_new_organ,
    a_ready_plan,
    all_interventions,
    an_adopted_plan,
    approve,
    complete,
    file_of,
    load,
    told,
)


async def test_an_approval_adopts_the_plan_and_is_kept(planner, approver) -> None:
    plan = await a_ready_plan(planner)
    version = (await planner.get(f"/v1/plans/{plan}")).json()["version"]

    decided = await approve(approver, plan)

    assert decided.status_code == HTTPStatus.OK
    assert decided.json()["status"] == "adopted"
    assert decided.json()["plan_version"] == version
    kept = (await planner.get(f"/v1/plans/{plan}/decisions")).json()["items"]
    assert [decided.json()] == [decision | {"status": "adopted"} for decision in kept]
    adopted = (await planner.get(f"/v1/plans/{plan}")).json()
    assert adopted["status"] == "adopted"
    assert adopted["version"] == version
    assert adopted["adopted_at"] == decided.json()["decided_at"]


async def test_an_adopted_plan_is_everybodys_to_read(plans) -> None:
    plan = await an_adopted_plan(plans)

    async with plans.as_anyone() as anyone:
        read = await anyone.get(f"/v1/plans/{plan}")
        interventions = await all_interventions(anyone, plan)
        decisions = await anyone.get(f"/v1/plans/{plan}/decisions")
        listed = await anyone.get("/v1/plans", params={"space": "DC45"})

    assert read.status_code == HTTPStatus.OK
    assert len(read.json()["stages"]) == 4
    assert len(interventions) == 18
    assert interventions[1]["planned"] == {
        "2026/27": "0.00",
        "2027/28": "8000000.00",
        "2028/29": "10000000.00",
    }
    assert len(decisions.json()["items"]) == 1
    assert [item["id"] for item in listed.json()["items"]] == [plan]


async def test_the_seal_can_be_recomputed_from_published_answers(plans) -> None:
    plan = await an_adopted_plan(plans)

    async with plans.as_anyone() as anyone:
        document = (await anyone.get(f"/v1/plans/{plan}/document")).json()
        interventions = await all_interventions(anyone, plan)
        decisions = (await anyone.get(f"/v1/plans/{plan}/decisions")).json()["items"]

    assert document["interventions"] == interventions
    written = json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert decisions[0]["content_sha256"] == sha256(written.encode()).hexdigest()


async def test_content_travels_before_the_adoption_is_told(plans) -> None:
    plan = await an_adopted_plan(plans)

    events = await told(plans, plan)

    assert [name for name, _ in events] == [
        "plan_drafted",
        "plan_content_changed",
        "interventions_drafted",
        *["plan_content_changed"] * 5,
        *["stage_completed"] * 4,
        "plan_sealed",
        "interventions_adopted",
        "plan_adopted",
    ]
    content, adopted = events[-2][1], events[-1][1]
    assert content["plan_version"] == adopted["plan_version"]
    assert (content["part"], content["parts"], adopted["parts"]) == (1, 1, 1)
    assert len(content["interventions"]) == adopted["intervention_count"] == 18
    assert content["interventions"][1]["depends_on"] == [{"code": "I01", "kind": "SS"}]


async def test_a_plan_is_adopted_only_once(planner, approver) -> None:
    plan = await a_ready_plan(planner)
    await approve(approver, plan)

    again = await approve(approver, plan)

    assert again.status_code == HTTPStatus.CONFLICT
    assert again.json()["title"] == "PlanNotAdoptable"


async def test_of_concurrent_approvals_one_adopts(plans, planner) -> None:
    plan = await a_ready_plan(planner)

    async with plans.as_("approver") as one, plans.as_("approver") as other:
        answers = await asyncio.gather(
            *(approve(client, plan) for client in (one, other, one, other))
        )

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    names = [name for name, _ in await told(plans, plan)]
    assert names.count("plan_adopted") == 1


async def test_plans_of_one_space_adopted_at_once_leave_one_adopted(
    plans, planner, approver
) -> None:
    drafts = [await a_ready_plan(planner, file_of({})) for _ in range(3)]

    answers = await asyncio.gather(*(approve(approver, plan) for plan in drafts))

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    listed = (await planner.get("/v1/plans")).json()["items"]
    assert sorted(item["status"] for item in listed) == [
        "adopted",
        "superseded",
        "superseded",
    ]


async def test_adopting_another_plan_supersedes_the_first(plans) -> None:
    first = await an_adopted_plan(plans)

    second = await an_adopted_plan(plans)

    async with plans.as_anyone() as anyone:
        read = (await anyone.get(f"/v1/plans/{first}")).json()
        adopted = await anyone.get("/v1/plans?space=DC45&status=adopted")
    assert read["status"] == "superseded"
    assert read["superseded_by"] == second
    [in_force] = adopted.json()["items"]
    assert (in_force["id"], in_force["supersedes"]) == (second, first)
    name, superseded = (await told(plans, first))[-1]
    assert name == "plan_superseded"
    assert superseded["superseded_by"] == second
    assert superseded["plan_version"] == read["version"]


async def test_a_plan_of_another_space_stays_adopted(plans) -> None:
    ours = await an_adopted_plan(plans)
    elsewhere = file_of({"location_code": "ETH"})

    await an_adopted_plan(plans, space_code="ETH", content=elsewhere)

    async with plans.as_anyone() as anyone:
        assert (await anyone.get(f"/v1/plans/{ours}")).json()["status"] == "adopted"


async def test_adoption_comes_after_all_stages(planner, approver) -> None:
    plan = await a_draft(planner)
    await complete(planner, plan, "diagnostic")

    decided = await approve(approver, plan)

    assert decided.status_code == HTTPStatus.CONFLICT
    assert decided.json()["title"] == "StagesIncomplete"
    assert (await planner.get(f"/v1/plans/{plan}/decisions")).json()["items"] == []


async def test_a_rejection_is_kept_and_leaves_a_draft(planner, approver) -> None:
    plan = await a_ready_plan(planner)
    sent = {"decision": "reject", "reason": "Costs of I03 are not confirmed."}

    rejected = await approver.post(f"/v1/plans/{plan}/adoption", json=sent)

    assert rejected.status_code == HTTPStatus.OK
    assert rejected.json()["status"] == "draft"
    assert rejected.json()["reason"] == sent["reason"]
    assert (await approve(approver, plan)).json()["status"] == "adopted"


async def test_a_rejection_says_why(planner, approver) -> None:
    plan = await a_ready_plan(planner)

    rejected = await approver.post(
        f"/v1/plans/{plan}/adoption", json={"decision": "reject"}
    )

    assert rejected.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert rejected.json()["title"] == "RejectionNeedsReason"
    assert rejected.json()["errors"][0]["pointer"] == "/reason"


async def test_a_decision_may_insist_on_what_was_read(planner, approver) -> None:
    plan = await a_ready_plan(planner)
    read = (await approver.get(f"/v1/plans/{plan}")).headers["etag"]
    await load(planner, plan, file_of({"intervention_id": "LATE"}))

    decided = await approver.post(
        f"/v1/plans/{plan}/adoption",
        json={"decision": "approve"},
        headers={"if-match": read},
    )

    assert decided.status_code == HTTPStatus.PRECONDITION_FAILED


async def test_a_retried_approval_gets_the_first_answer(planner, approver) -> None:
    plan = await a_ready_plan(planner)
    request = {
        "url": f"/v1/plans/{plan}/adoption",
        "json": {"decision": "approve"},
        "headers": {"idempotency-key": "adopting"},
    }

    first = await approver.post(**request)
    again = await approver.post(**request)

    assert again.json() == first.json()
    assert again.status_code == HTTPStatus.OK


async def test_a_file_that_arrives_too_late_does_not_touch_the_adopted_plan(
    plans, planner, approver
) -> None:
    plan = await a_ready_plan(planner)

    async def approved_while_the_file_waits_for_its_organ() -> None:
        await asyncio.sleep(0.3)
        await approve(approver, plan)
        await plans.hears(a_new_organ("NEW"))

    late, _ = await asyncio.gather(
        load(planner, plan, file_of({"lead_organ": "NEW"})),
        approved_while_the_file_waits_for_its_organ(),
    )

    assert late.status_code == HTTPStatus.CONFLICT
    assert late.json()["title"] == "PlanNotDraft"
    assert len(await all_interventions(planner, plan)) == 18


async def test_what_is_sealed_is_what_stands_when_loading_and_deciding_race(
    planner, approver
) -> None:
    plan = await a_ready_plan(planner)

    late, decided = await asyncio.gather(
        load(planner, plan, file_of({"intervention_id": "LATE"})),
        approve(approver, plan),
    )

    read = (await planner.get(f"/v1/plans/{plan}")).json()
    codes = {item["code"] for item in await all_interventions(planner, plan)}
    assert decided.json()["plan_version"] == read["version"]
    assert ("LATE" in codes) == (late.status_code == HTTPStatus.CREATED)
    assert late.status_code in {HTTPStatus.CREATED, HTTPStatus.CONFLICT}
