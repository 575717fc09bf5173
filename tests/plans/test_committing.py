"""The commitment matrix: each organ for itself, confirmed by its own authority."""

import asyncio
from http import HTTPStatus

import pytest

from tests.plans.desk import (
    a_ready_plan,
    approve,
    told,
)
from tests.plans.treasury import a_plan, a_pledge, authority, officer, state

pytestmark = pytest.mark.standing


async def test_a_pledge_is_confirmed_by_the_organs_authority(plans, planner) -> None:
    plan = await a_plan(planner)
    one = await a_pledge(plans, plan)

    async with authority(plans) as head:
        confirmed = await head.post(f"{one}/confirmation")

    assert confirmed.status_code == HTTPStatus.OK, confirmed.text
    assert confirmed.json()["state"] == "confirmed"
    assert confirmed.json()["confirmed_by"] == "head of DWS"
    assert confirmed.json() == (await planner.get(one)).json()
    history = (await planner.get(f"{one}/history")).json()["items"]
    assert [
        (line["revision"], line["state"], line["changed_by"]) for line in history
    ] == [
        (1, "pledged", "officer of DWS"),
        (2, "confirmed", "head of DWS"),
    ]
    changed = [event for name, event in await told(plans, plan) if "commitment" in name]
    assert [(each["state_before"], each["state"]) for each in changed] == [
        (None, "pledged"),
        ("pledged", "confirmed"),
    ]
    assert (changed[0]["amount"], changed[0]["organ"]) == ("20000000.00", "DWS")


async def test_an_organ_speaks_for_no_other(plans, planner) -> None:
    plan = await a_plan(planner)
    one = await a_pledge(plans, plan)

    async with officer(plans, "NC451") as other, authority(plans, "NC451") as their:
        stated = await state(
            other, plan, {"organ": "NC451", "intervention_code": "I02"}, {}
        )
        answers = [
            stated,
            await other.post(f"{one}/withdrawal", json={"reason": "not ours"}),
            await their.post(f"{one}/confirmation"),
        ]
    async with plans.as_("administrator") as nobody:
        answers.append(await state(nobody, plan, {}))

    assert [answer.status_code for answer in answers] == [403] * 4
    assert {answer.json()["title"] for answer in answers} == {"OrganNotYours"}
    assert [error["pointer"] for error in stated.json()["errors"]] == ["/cells/1/organ"]
    listed = (await planner.get(f"/v1/plans/{plan}/commitments")).json()["items"]
    assert [item["organ"] for item in listed] == ["DWS"]


@pytest.mark.parametrize("same", ["sub", "client_id"])
async def test_who_pledged_does_not_confirm(plans, planner, same) -> None:
    plan = await a_plan(planner)
    one = await a_pledge(plans, plan)
    pledger = {"sub": "officer of DWS", "client_id": "of-DWS"}

    async with authority(plans, **{same: pledger[same]}) as head:
        refused = await head.post(f"{one}/confirmation")

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert refused.json()["title"] == "ConfirmedByAnother"


async def test_a_proposal_is_not_confirmed(plans, planner) -> None:
    plan = await a_plan(planner)
    one = await a_pledge(plans, plan, state="proposed")

    async with authority(plans) as head:
        refused = await head.post(f"{one}/confirmation")

    assert refused.json()["title"] == "CommitmentNotPledged"


async def test_a_withdrawal_has_a_reason_and_what_was_confirmed_its_authority(
    plans, planner
) -> None:
    plan = await a_plan(planner)
    one = await a_pledge(plans, plan)
    because = {"reason": "The allocation was cut"}

    async with authority(plans) as head, officer(plans) as client:
        silent = await client.post(f"{one}/withdrawal", json={})
        await head.post(f"{one}/confirmation")
        too_small = await client.post(f"{one}/withdrawal", json=because)
        withdrawn = await head.post(f"{one}/withdrawal", json=because)
        again = await client.post(f"{one}/withdrawal", json=because)

    assert silent.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert too_small.json()["title"] == "OrganNotYours"
    assert withdrawn.json()["state"] == "withdrawn"
    assert again.json()["title"] == "CommitmentWithdrawn"
    name, event = (await told(plans, plan))[-1]
    assert name == "commitment_changed"
    assert (event["state"], event["state_before"]) == ("withdrawn", "confirmed")
    assert event["reason"] == because["reason"]


async def test_cells_are_stated_all_or_none_with_the_faults_of_each(
    plans, planner
) -> None:
    plan = await a_plan(planner)
    await a_pledge(plans, plan)
    cells = (
        {"amount": "1.00"},
        {"amount": "1.00", "revision": 7, "period": "horizon"},
        {"intervention_code": "I77", "period": "2027/28"},
        {"place_code": "ETH", "period": "2028/29"},
        {"place_code": "NOWHERE", "period": "2029/30"},
        {"period": "2029/30"},
    )

    async with officer(plans) as client:
        refused = await state(client, plan, *cells)
        dry = await state(client, plan, {"period": "2027/28"}, {}, dry_run=True)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    faults = [(each["pointer"], each["code"]) for each in refused.json()["errors"]]
    assert faults == [
        ("/cells/0/revision", "revision-missing"),
        ("/cells/1/revision", "revision-stale"),
        ("/cells/2/intervention_code", "intervention-unknown"),
        ("/cells/3/place_code", "place-outside-space"),
        ("/cells/4/place_code", "place-unknown"),
        ("/cells/5", "cell-repeated"),
    ]
    assert (dry.json()["created"], dry.json()["unchanged"]) == (1, 1)
    assert dry.json()["commitments"] == []
    listed = (await planner.get(f"/v1/plans/{plan}/commitments")).json()["items"]
    assert [item["amount"] for item in listed] == ["20000000.00"]


async def test_money_is_given_while_the_intervention_lasts(plans, planner) -> None:
    plan = await a_plan(planner)
    address = f"/v1/plans/{plan}/interventions/I01"
    tag = (await planner.get(address)).headers["etag"]
    lasting = {"start_year": 2026, "end_year": 2030}
    lasts = await planner.patch(address, json=lasting, headers={"If-Match": tag})
    years = ("2024/25", "2025/26", "2030/31", "2031/32", "horizon")

    async with officer(plans) as client:
        refused = await state(client, plan, *({"period": year} for year in years))
        nothing = {"period": "2031/32", "amount": "0.00"}
        allowed = await state(client, plan, {"period": "2030/31"}, nothing)

    assert lasts.status_code == HTTPStatus.OK, lasts.text
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [
        ("/cells/0/period", "period-outside-horizon"),
        ("/cells/3/period", "period-outside-horizon"),
    ]
    assert allowed.json()["created"] == 2


async def test_of_two_statements_over_one_cell_the_later_reader_is_told(
    plans, planner
) -> None:
    plan = await a_plan(planner)
    await a_pledge(plans, plan)

    async with officer(plans) as client:
        answers = await asyncio.gather(
            *(
                state(client, plan, {"amount": f"{n}.00", "revision": 1})
                for n in range(1, 5)
            )
        )
        first = await asyncio.gather(
            *(state(client, plan, {"period": "2030/31"}) for _ in range(4))
        )

    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
    assert [answer.status_code for answer in first] == [200] * 4
    assert sorted(answer.json()["created"] for answer in first) == [0, 0, 0, 1]


async def test_what_is_confirmed_is_withdrawn_before_it_is_stated_again(
    plans, planner
) -> None:
    plan = await a_plan(planner)
    one = await a_pledge(plans, plan)
    more = {"amount": "1.00", "revision": 2}

    async with authority(plans) as head, officer(plans) as client:
        await head.post(f"{one}/confirmation", headers={"if-match": '"1"'})
        refused = await state(client, plan, more)
        await head.post(f"{one}/withdrawal", json={"reason": "less money"})
        stated = await state(client, plan, more | {"revision": 3})
        stale = await head.post(f"{one}/confirmation", headers={"if-match": '"3"'})

    assert refused.json()["errors"][0]["code"] == "commitment-confirmed"
    (commitment,) = stated.json()["commitments"]
    assert (commitment["state"], commitment["revision"]) == ("pledged", 4)
    assert (commitment["reason"], commitment["confirmed_by"]) == (None, None)
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED


async def test_after_adoption_words_are_confirmed_or_taken_back_and_no_more(
    plans, planner, approver
) -> None:
    plan = await a_ready_plan(planner)
    kept = await a_pledge(plans, plan)
    lost = await a_pledge(plans, plan, period="2027/28")
    sealed = await approve(approver, plan)

    async with authority(plans) as head, officer(plans) as client:
        more = await state(client, plan, {"amount": "1.00", "revision": 1})
        new = await state(client, plan, {"period": "horizon"})
        confirmed = await head.post(f"{kept}/confirmation")
        withdrawn = await client.post(f"{lost}/withdrawal", json={"reason": "cut"})

    assert {more.json()["title"], new.json()["title"]} == {"CommitmentsClosed"}
    assert (confirmed.json()["state"], withdrawn.json()["state"]) == (
        "confirmed",
        "withdrawn",
    )
    async with plans.as_anyone() as anyone:
        listed = (await anyone.get(f"/v1/plans/{plan}/commitments")).json()["items"]
        read = (await anyone.get(f"/v1/plans/{plan}")).json()
    assert {item["amount"] for item in listed} == {"20000000.00"}
    assert read["seal"] == sealed.json()["content_sha256"]


async def test_nothing_more_is_said_to_a_superseded_plan(
    plans, planner, approver
) -> None:
    plan = await a_ready_plan(planner)
    one = await a_pledge(plans, plan)
    await approve(approver, plan)
    await approve(approver, await a_ready_plan(planner))

    async with authority(plans) as head:
        refused = await head.post(f"{one}/confirmation")

    assert refused.json()["title"] == "CommitmentsClosed"
