"""The commitment matrix as it is read: sums, tables, and who may see them."""

import csv
import io
from datetime import datetime
from decimal import Decimal
from http import HTTPStatus

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.database import EVERYWHERE, transaction
from tests.plans.desk import (
    a_ready_plan,
    approve,
)
from tests.plans.treasury import a_plan, a_pledge, officer

pytestmark = pytest.mark.standing


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


@pytest.mark.parametrize("by", ["sphere", "organ", "year", "place", "focus_area"])
async def test_a_row_of_the_pivot_is_the_sum_of_what_it_lists(
    plans, planner, by
) -> None:
    plan = await a_plan(planner)
    matrix = f"/v1/plans/{plan}/commitments"
    await a_pledge(plans, plan, amount="0.10")
    await a_pledge(plans, plan, amount="0.20", period="horizon", state="proposed")
    municipal = {"organ": "NC451", "intervention_code": "I02"}
    await a_pledge(plans, plan, amount="7.00", **municipal)

    pivot = (await planner.get(f"{matrix}/pivot", params={"by": by})).json()

    for row in pivot["rows"]:
        listed = (await planner.get(matrix, params=row["keys"])).json()["items"]
        assert len(listed) == row["commitments"]
        assert sum(Decimal(each["amount"]) for each in listed) == Decimal(
            row["standing"]
        )
    assert pivot["total"] == {
        "commitments": 3,
        "proposed": "0.20",
        "pledged": "7.10",
        "confirmed": "0.00",
        "withdrawn": "0.00",
        "standing": "7.30",
    }


async def test_the_sums_are_a_table_with_their_total_in_figures(plans, planner) -> None:
    plan = await a_plan(planner)
    await a_pledge(plans, plan, amount="0.10", place_code=None)
    await a_pledge(plans, plan, amount="0.20", period="2027/28", place_code=None)
    address = f"/v1/plans/{plan}/commitments/pivot/table"
    asked = {"by": ["place", "year"], "format": "xlsx"}

    workbook = await planner.get(address, params=asked)
    written = await planner.get(address, params={"by": "organ"})

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook.content))
    header, *rows = sheet.get_sheet_by_name("pivot").to_python()
    assert header[:3] == ["place", "year", "commitments"]
    assert [(row[0], row[1], row[2], row[-1]) for row in rows] == [
        ("", "2026/27", 1, 0.1),
        ("", "2027/28", 1, 0.2),
        ("total", "", 2, 0.3),
    ]
    assert written.text.splitlines()[1:] == [
        "DWS,2,0.00,0.30,0.00,0.00,0.30",
        "total,2,0.00,0.30,0.00,0.00,0.30",
    ]


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
    figures = {"output": "=1+1", "amount": 20_000_000}
    assert dict(zip(header, cells, strict=True)) == row | figures
    named = row["intervention"], row["sphere"]
    assert named == ("Joe Morolong West bulk water scheme", "national")
    assert datetime.fromisoformat(row["updated_at"]).tzinfo is not None


async def test_a_drafts_matrix_is_its_spaces_own(plans, planner) -> None:
    plan = await a_plan(planner)
    one = await a_pledge(plans, plan)

    async with plans.as_anyone() as anyone:
        answers = [
            await anyone.get(one),
            await anyone.get(f"{one}/history"),
            await anyone.get(f"/v1/plans/{plan}/commitments"),
            await anyone.get(f"/v1/plans/{plan}/commitments/pivot?by=organ"),
            await anyone.get(f"/v1/plans/{plan}/commitments/pivot/table?by=organ"),
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
