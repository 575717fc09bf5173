"""Findings open and close by themselves as the budget and the plans change."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import httpx
import pytest
from sqlalchemy import text

from chassis.database import NOWHERE, transaction
from contracts.ids import PlanId
from tests.budgets.alignment_rows import dc45, intervention
from tests.budgets.office import (
    FULL_I11,
    FUNDS,
    LINES,
    a_plan_id,
    a_supersession,
    alignment,
    an_adoption,
    corrected,
    found,
    lines_file,
    load,
    load_example,
    the_example_draft,
    told,
)
from tests.harness import Running

HALF_I11 = {"amount_2026_27": "4000", "amount_2027_28": "4000"}
I11 = {("UNDERFUNDED_YEAR", "2026/27"), ("UNDERFUNDED_YEAR", "2027/28")}


async def test_a_corrected_line_closes_its_findings_and_moves_coverage(
    budgets: Running, officer: httpx.AsyncClient, plan: PlanId
) -> None:
    before = len(await told(budgets, plan))

    loaded = await load(officer, corrected("B11", **FULL_I11))

    answer = await alignment(budgets, plan)
    assert loaded["updated"] == 1
    assert loaded["rechecked_plans"] == [str(plan)]
    assert answer["cause"] == "budget_import"
    assert answer["cause_id"] == loaded["id"]
    assert len(answer["findings"]) == 18
    assert answer["coverage"] == {
        "nominal": "81.33",
        "capped": "77.49",
        "eligible": "63.74",
    }
    gone = await found(budgets, plan=plan, status="resolved")
    assert {(each["type"], each["subject"]) for each in gone} == {
        ("UNDERFUNDED_YEAR", "I11"),
        ("GENDER_SHARE_BELOW_TARGET", "DC45"),
    }
    assert {each["closed_by"] for each in gone} == {answer["check_id"]}
    names = [name for name, _ in await told(budgets, plan)][before:]
    assert names == ["finding_resolved"] * 3 + ["funding_assessed", "alignment_checked"]


async def test_money_added_in_a_line_of_its_own_closes_exactly_two_findings(
    budgets: Running, officer: httpx.AsyncClient, plan: PlanId
) -> None:
    missing = corrected("B11", line_id="B24", gender_marker="none", **HALF_I11)

    await load(officer, missing)

    gone = await found(budgets, plan=plan, status="resolved")
    assert {(each["type"], each["financial_year"]) for each in gone} == I11
    assert len(await found(budgets, plan=plan)) == 19


async def test_the_same_file_again_changes_and_tells_nothing(
    budgets: Running, officer: httpx.AsyncClient, plan: PlanId
) -> None:
    first = await load(officer, corrected("B11", **FULL_I11))
    check = (await alignment(budgets, plan))["check_id"]
    events = await told(budgets, plan)

    again = await load(officer, corrected("B11", **FULL_I11))

    assert again["already_loaded"] is True
    assert again["id"] == first["id"]
    assert (await alignment(budgets, plan))["check_id"] == check
    assert await told(budgets, plan) == events


async def test_what_comes_back_is_a_new_finding(
    budgets: Running, officer: httpx.AsyncClient, plan: PlanId
) -> None:
    await load(officer, corrected("B11", **FULL_I11))
    await load(officer, LINES)

    history = await found(
        budgets, plan=plan, type="UNDERFUNDED_YEAR", status="all", severity="high"
    )

    of_i11 = [each for each in history if each["subject"] == "I11"]
    assert [each["status"] for each in of_i11] == ["resolved"] * 2 + ["open"] * 2
    assert len({each["id"] for each in of_i11}) == 4


async def test_a_finding_that_stays_takes_over_the_new_figures(
    budgets: Running, officer: httpx.AsyncClient, plan: PlanId
) -> None:
    [before] = [each for each in await found(budgets, plan=plan) if is_i02(each)]

    await load(officer, corrected("B02", amount_2028_29="8000"))

    [after] = [each for each in await found(budgets, plan=plan) if is_i02(each)]
    assert after["id"] == before["id"]
    assert (before["gap"], before["severity"]) == ("2800000.00", "high")
    assert (after["gap"], after["severity"]) == ("2000000.00", "medium")
    assert after["opened_by"] == before["opened_by"] != after["found_by"]


async def test_a_plan_adopted_before_any_budget_has_nothing_but_unfunded_promises(
    budgets: Running,
) -> None:
    plan_id = a_plan_id()

    await budgets.hears(*an_adoption(plan_id))

    answer = await alignment(budgets, plan_id)
    assert {each["type"] for each in answer["findings"]} == {"UNFUNDED"}
    assert len(answer["findings"]) == 18
    assert answer["coverage"] == {
        "nominal": "0.00",
        "capped": "0.00",
        "eligible": "0.00",
    }


async def test_a_promise_whose_horizon_is_over_is_not_compared(
    budgets: Running,
) -> None:
    plan_id, money = a_plan_id(), Decimal(9_000_000)
    over = intervention("I01", unphased=money, start_year=2010, end_year=2013)
    running = intervention("I02", unphased=money, start_year=2010, end_year=2040)

    await budgets.hears(*an_adoption(plan_id, [over, running]))

    answer = await alignment(budgets, plan_id)
    assert [(each["type"], each["subject"]) for each in answer["findings"]] == [
        ("UNFUNDED", "I02")
    ]
    assert answer["amounts_not_compared"] == 1
    assert answer["planned"] == "9000000.00"


async def test_a_superseded_plan_closes_its_findings_and_is_checked_no_more(
    budgets: Running, officer: httpx.AsyncClient, plan: PlanId
) -> None:
    successor = a_plan_id()
    await budgets.hears(*an_adoption(successor), a_supersession(plan))

    loaded = await load(officer, corrected("B11", **FULL_I11))

    assert loaded["rechecked_plans"] == [str(successor)]
    assert await found(budgets, plan=plan) == []
    assert len(await found(budgets, plan=plan, status="superseded")) == 21
    last = await alignment(budgets, plan)
    assert {each["status"] for each in last["findings"]} == {"superseded"}
    assert last["stale"] is False
    assert "finding_resolved" not in {name for name, _ in await told(budgets, plan)}


async def test_a_newer_version_of_a_plan_takes_its_findings_over(
    budgets: Running, officer: httpx.AsyncClient, plan: PlanId
) -> None:
    smaller = [
        replace(row, planned={"2026/27": Decimal(4_000_000)})
        if row.code == "I11"
        else row
        for row in dc45().interventions
    ]

    await budgets.hears(*an_adoption(plan, smaller, version=2))

    answer = await alignment(budgets, plan)
    assert answer["plan_version"] == 2
    assert len(await found(budgets, plan=plan, status="all")) >= 21
    assert {each["plan_version"] for each in answer["findings"]} == {2}


async def test_an_adoption_whose_content_has_not_come_is_not_applied(
    budgets: Running,
) -> None:
    plan_id = a_plan_id()
    part, _, adopted = an_adoption(plan_id, parts=2)
    await budgets.hears(part)

    with pytest.raises(Exception, match="9 of 18 interventions"):
        await budgets.hears(adopted)

    assert await found(budgets, plan=plan_id, status="all") == []


async def test_published_plans_ignore_illustrative_money(
    budgets: Running, officer: httpx.AsyncClient
) -> None:
    plan_id = a_plan_id()
    await load(officer, FUNDS, format="funds", unit=None)
    await load(
        officer,
        lines_file({"line_id": "T1", "amount_2026_27": "9000"}),
        provenance="illustrative",
    )

    await budgets.hears(*an_adoption(plan_id, provenance="published"))

    assert "OUTSIDE_PLAN" not in {
        each["type"] for each in (await alignment(budgets, plan_id))["findings"]
    }
    await load(officer, lines_file({"line_id": "T2", "amount_2026_27": "9000"}))
    outside = await found(budgets, plan=plan_id, type="OUTSIDE_PLAN")
    assert [each["subject"] for each in outside] == ["T2"]


async def test_two_imports_and_an_adoption_at_once_lose_no_finding(
    budgets: Running, officer: httpx.AsyncClient
) -> None:
    plan_id = a_plan_id()
    *parts, adopted = an_adoption(plan_id)
    await budgets.hears(the_example_draft(plan_id), *parts)
    await load_example(officer)

    await asyncio.gather(
        load(officer, corrected("B11", **FULL_I11)),
        budgets.hears(adopted),
        load(officer, corrected("B20", intervention_id="I17")),
        load(officer, corrected("B02", amount_2028_29="10000")),
    )

    answer = await alignment(budgets, plan_id)
    assert answer["stale"] is False
    keys = {(each["type"], each["subject"]) for each in answer["findings"]}
    assert ("UNDERFUNDED_YEAR", "I11") not in keys
    assert ("UNDERFUNDED_YEAR", "I02") not in keys
    assert ("OUTSIDE_PLAN", "B20") not in keys
    assert len(answer["findings"]) == len(await found(budgets, plan=plan_id))


async def test_a_plan_that_was_never_adopted_has_no_alignment(
    budgets: Running,
) -> None:
    async with budgets.as_anyone() as anyone:
        answer = await anyone.get(f"/v1/plans/{a_plan_id()}/alignment")

    assert answer.status_code == 404
    assert answer.json()["title"] == "AlignmentNotChecked"


async def test_strangers_see_findings_and_change_none(
    budgets: Running, plan: PlanId
) -> None:
    seen = {}
    async with transaction(budgets.sessions, NOWHERE) as session:
        for table in ("finding", "alignment_check", "adopted_plan", "budget_line"):
            seen[table] = await session.scalar(text(f"select count(*) from {table}"))
        closed = await session.execute(text("update finding set gap = 0 returning id"))

    assert seen == {
        "finding": 21,
        "alignment_check": 1,
        "adopted_plan": 1,
        "budget_line": 0,
    }
    assert closed.all() == []


async def test_findings_come_in_pages(budgets: Running, plan: PlanId) -> None:
    async with budgets.as_anyone() as anyone:
        first = await anyone.get("/v1/findings", params={"limit": 20})
        rest = await anyone.get(
            "/v1/findings", params={"cursor": first.json()["next_cursor"]}
        )

    assert len(first.json()["items"]) == 20
    assert len(rest.json()["items"]) == 1
    assert rest.json()["next_cursor"] is None


def is_i02(finding: dict[str, str]) -> bool:
    return (finding["type"], finding["subject"]) == ("UNDERFUNDED_YEAR", "I02")
