"""The commitment matrix: each organ for itself, confirmed by its own authority."""

import asyncio
import csv
import io
from http import HTTPStatus

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.database import EVERYWHERE, transaction
from tests.harness import Running
from tests.plans.desk import (
    EXAMPLE,
    a_draft,
    a_ready_plan,
    approve,
    load,
    told,
)


@pytest.fixture(scope="module")
def plans(standing: Running) -> Running:
    return standing


CELL = {
    "intervention_code": "I01",
    "organ": "DWS",
    "period": "2026/27",
    "amount": "20000000.00",
    "output": "12 km of pipe",
    "place_code": "NC451",
}


def officer(plans, organ="DWS", **changes):
    """Somebody who states what an organ commits."""
    claims = {"organ": organ, "sub": f"officer of {organ}", "client_id": f"of-{organ}"}
    return plans.as_("district_planner", **(claims | changes))


def authority(plans, organ="DWS", **changes):
    """Somebody who confirms in the name of an organ."""
    claims = {"organ": organ, "sub": f"head of {organ}", "client_id": f"head-{organ}"}
    return plans.as_("approver", **(claims | changes))


async def a_plan(planner) -> str:
    plan = await a_draft(planner)
    await load(planner, plan, EXAMPLE)
    return plan


async def state(client, plan, *cells, **more):
    said = {"cells": [CELL | cell for cell in cells]} | more
    return await client.post(f"/v1/plans/{plan}/commitments", json=said)


async def a_pledge(plans, plan, **cell) -> str:
    async with officer(plans, cell.get("organ", "DWS")) as client:
        stated = await state(client, plan, cell)
    assert stated.status_code == HTTPStatus.OK, stated.text
    return f"/v1/plans/{plan}/commitments/{stated.json()['commitments'][0]['id']}"


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


async def test_the_matrix_is_summed_up_by_any_two_dimensions(plans, planner) -> None:
    plan = await a_plan(planner)
    await a_pledge(plans, plan, amount="0.10")
    await a_pledge(plans, plan, amount="0.20", period="2027/28", state="proposed")
    municipal = {"organ": "NC451", "intervention_code": "I02", "place_code": None}
    gone = await a_pledge(plans, plan, amount="7.00", **municipal)
    async with officer(plans, "NC451") as client:
        await client.post(f"{gone}/withdrawal", json={"reason": "cut"})

    async def pivot(*by: str):
        address = f"/v1/plans/{plan}/commitments/pivot"
        answer = await planner.get(address, params={"by": list(by)})
        return [
            (*row["keys"].values(), row["standing"], row["withdrawn"])
            for row in answer.json()["rows"]
        ]

    assert await pivot("sphere") == [
        ("local", "0.00", "7.00"),
        ("national", "0.30", "0.00"),
    ]
    assert await pivot("organ", "year") == [
        ("DWS", "2026/27", "0.10", "0.00"),
        ("DWS", "2027/28", "0.20", "0.00"),
        ("NC451", "2026/27", "0.00", "7.00"),
    ]
    assert await pivot("place") == [
        ("NC451", "0.30", "0.00"),
        (None, "0.00", "7.00"),
    ]
    assert await pivot("focus_area", "focus_area") == [
        ("infrastructure_engineering", "0.30", "0.00"),
        ("integrated_services_provisioning", "0.00", "7.00"),
    ]
    third = await planner.get(
        f"/v1/plans/{plan}/commitments/pivot",
        params={"by": ["sphere", "year", "organ"]},
    )
    assert third.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_sums_are_exact_beyond_the_largest_amount(plans, planner) -> None:
    plan = await a_plan(planner)
    largest = "99999999999999999.99"
    await a_pledge(plans, plan, amount=largest)
    await a_pledge(plans, plan, amount=largest, period="2027/28")

    answer = await planner.get(f"/v1/plans/{plan}/commitments/pivot?by=organ")

    assert answer.json()["rows"][0]["pledged"] == "199999999999999999.98"


async def test_the_matrix_is_a_table_to_take_away(plans, planner) -> None:
    plan = await a_plan(planner)
    await a_pledge(plans, plan, output="=1+1")
    address = f"/v1/plans/{plan}/commitments/table"

    written = await planner.get(address)
    workbook = await planner.get(address, params={"format": "xlsx"})

    (row,) = csv.DictReader(io.StringIO(written.text))
    assert (row["organ"], row["amount"]) == ("DWS", "20000000.00")
    assert row["output"] == "'=1+1"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook.content))
    header, cells = sheet.get_sheet_by_name("commitments").to_python()
    assert dict(zip(header, cells, strict=True)) == row | {"output": "=1+1"}


async def test_a_drafts_matrix_is_its_spaces_own(plans, planner) -> None:
    plan = await a_plan(planner)
    one = await a_pledge(plans, plan)

    async with plans.as_anyone() as anyone:
        answers = [
            await anyone.get(one),
            await anyone.get(f"{one}/history"),
            await anyone.get(f"/v1/plans/{plan}/commitments"),
            await anyone.get(f"/v1/plans/{plan}/commitments/pivot?by=organ"),
            await anyone.get(f"/v1/plans/{plan}/commitments/table"),
        ]

    assert {answer.status_code for answer in answers} == {HTTPStatus.NOT_FOUND}


async def test_an_intervention_with_commitments_stays(plans, planner) -> None:
    plan = await a_plan(planner)
    await a_pledge(plans, plan)

    refused = await planner.delete(
        f"/v1/plans/{plan}/interventions/I01", headers={"if-match": "*"}
    )

    assert refused.json()["title"] == "InterventionStillNamed"


@pytest.mark.parametrize(
    "change",
    [
        "update commitment set amount = amount + 1",
        "update commitment set state = 'proposed'",
        "delete from commitment",
        "update commitment_change set amount = 0",
        "delete from commitment_change",
    ],
)
async def test_not_even_a_script_changes_what_was_committed(
    plans, planner, approver, change
) -> None:
    plan = await a_ready_plan(planner)
    await a_pledge(plans, plan)
    await approve(approver, plan)

    with pytest.raises(DBAPIError):
        async with transaction(plans.sessions, EVERYWHERE) as session:
            await session.execute(text(change))
