"""The worked example through the service: events and files in, findings out."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from contracts.ids import PlanId
from tests.budgets.office import alignment, found, told
from tests.harness import Running

EXPECTED = Path(__file__).with_name("expected_findings.csv")
CLEAN = {"I08", "I10", "I12", "I15", "I16", "I17", "I18"}
CODES = {"INEP-5B", "3205", "NC452", "NC453"}
SHARES = {"RURAL_URBAN_IMBALANCE", "GENDER_SHARE_BELOW_TARGET"}

Row = tuple[str, str, str, str | None, str | None, str | None, str]


async def test_the_example_has_its_21_findings_number_by_number(
    budgets: Running, plan: PlanId
) -> None:
    answer = await alignment(budgets, plan)

    assert {row_of(each) for each in answer["findings"]} == set(expected_rows())
    assert len(answer["findings"]) == 21
    assert answer["findings_by_severity"] == {
        "critical": 6,
        "high": 6,
        "medium": 7,
        "info": 2,
    }


async def test_seven_interventions_have_no_finding(
    budgets: Running, plan: PlanId
) -> None:
    findings = (await alignment(budgets, plan))["findings"]

    assert not CLEAN & {each["intervention_code"] for each in findings}


async def test_coverage_is_80_05_nominal_76_21_capped_62_46_eligible(
    budgets: Running, plan: PlanId
) -> None:
    answer = await alignment(budgets, plan)

    assert answer["planned"] == "625500000.00"
    assert answer["linked"] == "500700000.00"
    assert answer["coverage"] == {
        "nominal": "80.05",
        "capped": "76.21",
        "eligible": "62.46",
    }


async def test_each_focus_area_has_its_planned_and_linked_money(
    budgets: Running, plan: PlanId
) -> None:
    areas = (await alignment(budgets, plan))["coverage_by_focus_area"]

    assert {
        area["focus_area"]: (area["planned"], area["linked"]) for area in areas
    } == {
        "infrastructure_engineering": ("226000000.00", "112000000.00"),
        "integrated_services_provisioning": ("103500000.00", "100700000.00"),
        "spatial_restructuring_environment": ("198000000.00", "198000000.00"),
        "economic_positioning": ("66000000.00", "58000000.00"),
        "demographic_change_people_development": ("18000000.00", "18000000.00"),
        "governance_financial_management": ("14000000.00", "14000000.00"),
    }


async def test_a_check_says_what_it_looked_at_and_by_which_settings(
    budgets: Running, plan: PlanId
) -> None:
    answer = await alignment(budgets, plan)

    assert answer["plan_id"] == str(plan)
    assert answer["plan_version"] == 1
    assert answer["space_code"] == "DC45"
    assert answer["cause"] == "adoption"
    assert answer["stale"] is False
    assert answer["amounts_not_compared"] == 0
    assert answer["configuration"]["window"] == ["2026/27", "2027/28", "2028/29"]
    assert answer["configuration"]["tolerance"] == "0.10"


async def test_a_finding_shows_its_evidence_and_what_would_settle_it(
    budgets: Running, plan: PlanId
) -> None:
    finding, _ = await found(budgets, type="UNFUNDED", plan=plan)

    assert finding["subject"] == "I01"
    assert finding["status"] == "open"
    assert finding["evidence"][0]["id"] == "I01"
    assert finding["evidence"][0]["figures"] == {"planned": "60000000.00"}
    assert "DWS" in finding["action"]


async def test_monitoring_is_told_of_findings_then_of_funding_then_of_the_check(
    budgets: Running, plan: PlanId
) -> None:
    events = await told(budgets, plan)

    names = [name for name, _ in events]
    assert names == ["finding_opened"] * 21 + ["funding_assessed", "alignment_checked"]
    checked = events[-1][1]
    assert checked["open_findings"] == 21
    assert checked["coverage_capped"] == "76.21"
    states = events[-2][1]["states"]
    assert {state["intervention_code"] for state in states} >= CLEAN
    assert len(states) == 41


def row_of(finding: dict[str, Any]) -> Row:
    return (
        finding["type"],
        finding["severity"],
        finding["subject"],
        finding["financial_year"],
        finding["expected"],
        finding["actual"],
        finding["gap"],
    )


def expected_rows() -> Iterator[Row]:
    """The example's expected findings, in rand or per cent as the API answers."""
    with EXPECTED.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            unit = 1 if row["finding_type"] in SHARES else 1000
            yield (
                row["finding_type"],
                row["severity"],
                row["object"],
                None if row["year"] == "all" else row["year"],
                figure(row["expected_or_planned"], unit),
                figure(row["actual_or_budget"], unit),
                figure(row["gap"], unit) or "",
            )


def figure(written: str, unit: int) -> str | None:
    if not written or written in CODES:
        return written or None
    return f"{Decimal(written) * unit:.2f}"
