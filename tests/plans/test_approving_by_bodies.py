"""A plan is adopted when the bodies of its chain have approved, and only then."""

import asyncio
from http import HTTPStatus

import pytest

from contracts.events.registry_offices import AppointmentsStated
from tests.harness import Running
from tests.plans.chain_of_bodies import (
    MANAGER,
    MAYOR,
    a_submitted_plan,
    an_appointment,
    approval_of,
    approve_all,
    holding,
    say,
    steps_of,
    with_the_full_chain,
)
from tests.plans.desk import (
    a_draft,
    a_ready_plan,
    approve,
    complete,
    file_of,
    load,
    told,
)


@pytest.fixture
async def plans(start) -> Running:
    return await with_the_full_chain(start)


async def status(client, plan: str) -> str:
    return str((await client.get(f"/v1/plans/{plan}")).json()["status"])


async def test_the_last_approval_that_is_needed_adopts(plans, planner) -> None:
    plan = await a_submitted_plan(planner)
    steps = await steps_of(planner, plan)
    assert [body for _, body, _ in steps] == [
        *("DC45-TF", "DC45-TF", "DC45-IGF"),
        *("DC45", "NC451", "NC452", "NC453"),
    ]

    *earlier, last = steps
    before = await approve_all(plans, plan, earlier)
    assert {answer.json()["status"] for answer in before} == {"draft"}
    adopting = await say(plans, plan, last)

    assert adopting.status_code == HTTPStatus.OK, adopting.text
    assert adopting.json()["status"] == "adopted"
    assert adopting.json()["round_status"] == "adopted"
    read = (await planner.get(f"/v1/plans/{plan}")).json()
    submission = await approval_of(planner, plan)
    assert read["seal"] == submission["seal"] == adopting.json()["content_sha256"]
    names = [name for name, _ in await told(plans, plan)]
    assert names.count("plan_adopted") == 1
    assert names.count("body_decided") == 7
    decisions = (await planner.get(f"/v1/plans/{plan}/decisions")).json()["items"]
    assert [decision["office_code"] for decision in decisions[:3]] == [
        *(MANAGER, MANAGER, MAYOR)
    ]


async def test_a_single_approver_does_not_decide_where_a_chain_does(
    planner, approver
) -> None:
    plan = await a_ready_plan(planner)

    alone = await approve(approver, plan)
    await planner.post(f"/v1/plans/{plan}/submission")
    after = await approve(approver, plan)

    assert alone.json()["title"] == after.json()["title"] == "ChainApplies"
    assert await status(planner, plan) == "draft"


async def test_what_is_submitted_is_not_changed(plans, planner) -> None:
    plan = await a_submitted_plan(planner)

    loaded = await load(planner, plan, file_of({"intervention_id": "LATE"}))
    etag = (await planner.get(f"/v1/plans/{plan}")).headers["etag"]
    retitled = await planner.patch(
        f"/v1/plans/{plan}", json={"title": "x"}, headers={"if-match": etag}
    )
    again = await planner.post(f"/v1/plans/{plan}/submission")

    for answer in (loaded, retitled, again):
        assert answer.json()["title"] == "PlanNotDraft"


async def test_stages_come_before_submission(planner) -> None:
    plan = await a_draft(planner)
    await complete(planner, plan, "diagnostic")

    refused = await planner.post(f"/v1/plans/{plan}/submission")

    assert refused.json()["title"] == "StagesIncomplete"


async def test_bodies_decide_in_the_order_of_the_chain(plans, planner) -> None:
    plan = await a_submitted_plan(planner)
    steps = await steps_of(planner, plan)

    early = await say(plans, plan, steps[2])
    council = await say(plans, plan, steps[-1])

    assert early.json()["title"] == council.json()["title"] == "StepOutOfOrder"


async def test_a_body_decides_once(plans, planner) -> None:
    plan = await a_submitted_plan(planner)
    steps = await steps_of(planner, plan)
    await say(plans, plan, steps[0])

    again = await say(plans, plan, steps[0], decision="object", reason="no")

    assert again.json()["title"] == "StepConcluded"


async def test_only_who_holds_the_office_that_day_speaks_for_a_body(
    plans, planner
) -> None:
    plan = await a_submitted_plan(planner)
    _, _, first = (await steps_of(planner, plan))[0]
    said = {"decision": "approve"}
    address = f"/v1/plans/{plan}/steps/{first}/decision"

    async with holding(plans, MAYOR) as mayor:
        other_office = await mayor.post(address, json=said)
    async with holding(plans, MANAGER, sub="somebody") as pretender:
        not_appointed = await pretender.post(address, json=said)
    async with holding(plans, MAYOR, sub=MANAGER) as without:
        not_in_token = await without.post(address, json=said)
    ended = an_appointment(MANAGER, valid_to="2026-01-01", version=2)
    await plans.hears(AppointmentsStated(batch="x", appointments=(ended,)))
    async with holding(plans, MANAGER) as former:
        no_longer = await former.post(address, json=said)

    for refused in (other_office, not_appointed, not_in_token, no_longer):
        assert refused.status_code == HTTPStatus.FORBIDDEN
        assert refused.json()["title"] == "NotInOffice"


async def test_who_had_a_hand_in_the_plan_speaks_for_no_body(plans, planner) -> None:
    plan = await a_submitted_plan(planner)
    _, _, first = (await steps_of(planner, plan))[0]

    async with holding(plans, MANAGER, client_id="district_planner") as author:
        refused = await author.post(
            f"/v1/plans/{plan}/steps/{first}/decision",
            json={"decision": "approve"},
        )

    assert refused.json()["title"] == "SeparationOfDuties"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ({"decision": "object"}, "ObjectionNeedsReason"),
        ({"decision": "approve_with_conditions"}, "ConditionsNotNamed"),
        ({"conditions": ["more water"]}, "ConditionsNotNamed"),
        ({"reference": None}, "ResolutionNotNamed"),
    ],
)
async def test_a_decision_is_whole(plans, planner, said, title) -> None:
    plan = await a_submitted_plan(planner)
    *earlier, council = await steps_of(planner, plan)
    await approve_all(plans, plan, earlier)

    refused = await say(plans, plan, council, **said)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["title"] == title
    assert await status(planner, plan) == "draft"


async def test_an_objection_returns_the_plan_and_it_can_come_again(
    plans, planner
) -> None:
    plan = await a_submitted_plan(planner)
    steps = await steps_of(planner, plan)
    await say(plans, plan, steps[0])

    objected = await say(plans, plan, steps[1], decision="object", reason="No costs.")

    assert objected.json()["round_status"] == "returned"
    assert (await approval_of(planner, plan))["ended_because"] == "No costs."
    etag = (await planner.get(f"/v1/plans/{plan}")).headers["etag"]
    changed = await planner.patch(
        f"/v1/plans/{plan}", json={"title": "Costed"}, headers={"if-match": etag}
    )
    assert changed.status_code == HTTPStatus.OK
    again = await planner.post(f"/v1/plans/{plan}/submission")
    assert again.status_code == HTTPStatus.CREATED
    anew = await steps_of(planner, plan)
    late = await say(plans, plan, steps[1])
    assert late.json()["title"] == "StepNotFound"
    assert (await approve_all(plans, plan, anew))[-1].json()["status"] == "adopted"


async def test_a_plan_waits_until_conditions_are_met(plans, planner) -> None:
    plan = await a_submitted_plan(planner)
    *earlier, last = await steps_of(planner, plan)
    await approve_all(plans, plan, earlier)
    texts = ["Eskom confirms in writing.", "The reserve is ring-fenced."]

    conditional = await say(
        *(plans, plan, last), decision="approve_with_conditions", conditions=texts
    )

    assert conditional.json()["status"] == "draft"
    step = (await approval_of(planner, plan))["steps"][-1]
    assert [condition["text"] for condition in step["conditions"]] == texts
    first, second = (condition["id"] for condition in step["conditions"])
    evidence = {"evidence": "Letter of 20 November."}
    async with holding(plans, "NC453.mayor") as mayor, holding(plans, MAYOR) as other:
        address = f"/v1/plans/{plan}/conditions"
        foreign = await other.post(f"{address}/{first}/fulfilment", json=evidence)
        met = await mayor.post(f"{address}/{first}/fulfilment", json=evidence)
        twice = await mayor.post(f"{address}/{first}/fulfilment", json=evidence)
        assert await status(planner, plan) == "draft"
        adopting = await mayor.post(f"{address}/{second}/fulfilment", json=evidence)
    assert foreign.json()["title"] == "NotInOffice"
    assert met.json()["round_status"] == "open"
    assert twice.json()["title"] == "ConditionMetAlready"
    assert adopting.json()["round_status"] == "adopted"
    assert await status(planner, plan) == "adopted"


async def test_who_abstained_where_approval_is_needed_may_still_approve(
    plans, planner
) -> None:
    plan = await a_submitted_plan(planner)
    steps = await steps_of(planner, plan)

    await say(plans, plan, steps[0], decision="abstain")
    held_up = await say(plans, plan, steps[1])
    await say(plans, plan, steps[0])
    going_on = await say(plans, plan, steps[1])

    assert held_up.json()["title"] == "StepOutOfOrder"
    assert going_on.status_code == HTTPStatus.OK


async def test_a_withdrawn_plan_is_a_draft_again(plans, planner) -> None:
    plan = await a_submitted_plan(planner)
    steps = await steps_of(planner, plan)
    address = f"/v1/plans/{plan}/submission/withdrawal"

    withdrawn = await planner.post(address, json={"reason": "A figure is wrong."})
    again = await planner.post(address, json={"reason": "A figure is wrong."})
    late = await say(plans, plan, steps[0])

    assert withdrawn.json()["status"] == "withdrawn"
    assert again.json()["title"] == late.json()["title"] == "NotSubmitted"
    assert (await load(planner, plan, file_of({"intervention_id": "B1"}))).is_success


async def test_two_last_decisions_at_once_adopt_once(plans, planner) -> None:
    plan = await a_submitted_plan(planner)
    *earlier, one, other = await steps_of(planner, plan)
    await approve_all(plans, plan, earlier)

    answers = await asyncio.gather(
        *(say(plans, plan, step) for step in (one, other, one, other))
    )

    assert sorted(answer.status_code for answer in answers) == [200, 200, 409, 409]
    names = [name for name, _ in await told(plans, plan)]
    assert names.count("plan_adopted") == names.count("plan_sealed") == 1
    assert await status(planner, plan) == "adopted"
