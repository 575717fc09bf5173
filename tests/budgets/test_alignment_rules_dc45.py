"""The worked example: every figure as it was computed by hand."""

import csv
import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from services.budgets.alignment.rules import Case, Finding, FundingLevel, Severity
from services.budgets.alignment.rules.comparison import side_by_side
from services.budgets.alignment.rules.shares import located_public_budget
from tests.budgets.alignment_rows import SETTINGS, check, dc45, thousand

EXPECTED = Path(__file__).with_name("expected_findings.csv")
CLEAN = {"I08", "I10", "I12", "I15", "I16", "I17", "I18"}
SHARES = {"RURAL_URBAN_IMBALANCE", "GENDER_SHARE_BELOW_TARGET"}

Row = tuple[str, str, str, str | None, object, object, Decimal]


def test_the_example_has_exactly_its_21_findings() -> None:
    found = check(dc45()).findings

    assert {_row(finding) for finding in found} == set(_expected_rows())
    assert len(found) == 21


def test_the_gravest_findings_come_first() -> None:
    severities = [finding.severity for finding in check(dc45()).findings]

    assert severities == sorted(severities, key=list(Severity).index)
    assert [severities.count(severity) for severity in Severity] == [6, 6, 7, 0, 2]


def test_seven_interventions_have_no_finding() -> None:
    case = dc45()
    touched = {finding.intervention_code for finding in check(case).findings}

    assert {row.code for row in case.interventions} - touched >= CLEAN


def test_coverage_is_80_05_nominal_76_21_capped_62_46_eligible() -> None:
    coverage = check(dc45()).coverage

    assert coverage.planned == 625_500_000
    assert coverage.linked == 500_700_000
    assert str(coverage.nominal) == "80.05"
    assert str(coverage.capped) == "76.21"
    assert str(coverage.eligible) == "62.46"


def test_each_focus_area_has_its_planned_and_linked_money() -> None:
    areas = check(dc45()).coverage.by_focus_area

    assert {
        area.focus_area: (area.planned / 1000, area.linked / 1000) for area in areas
    } == {
        "infrastructure_engineering": (226_000, 112_000),
        "integrated_services_provisioning": (103_500, 100_700),
        "spatial_restructuring_environment": (198_000, 198_000),
        "economic_positioning": (66_000, 58_000),
        "demographic_change_people_development": (18_000, 18_000),
        "governance_financial_management": (14_000, 14_000),
    }


def test_public_money_is_counted_where_it_is_located() -> None:
    located = located_public_budget(side_by_side(dc45(), SETTINGS))

    assert located == {
        "NC451": 119_350_000,
        "NC452": 71_000_000,
        "NC453": 254_500_000,
    }


def test_every_promise_and_every_unpromised_year_has_a_funding_state() -> None:
    states = check(dc45()).states

    assert len(states) == 41
    assert {
        state.financial_year: state.state
        for state in states
        if state.intervention_code == "I05"
    } == {"2026/27": FundingLevel.UNFUNDED, "2028/29": FundingLevel.OVERFUNDED}
    assert {
        state.state for state in states if state.intervention_code in CLEAN | {"I06"}
    } == {FundingLevel.FUNDED}


def test_every_finding_shows_its_rows_and_suggests_one_sentence() -> None:
    for finding in check(dc45()).findings:
        assert finding.evidence
        assert finding.action.endswith(".")


def test_the_corrected_line_of_i11_closes_its_findings_and_moves_coverage() -> None:
    case = dc45()
    corrected = replace(
        case,
        lines=[
            replace(line, amounts=thousand(8000, 8000, 0))
            if line.line_id == "B11"
            else line
            for line in case.lines
        ],
    )

    before, after = check(case), check(corrected)

    closed = {row.key for row in before.findings} - {row.key for row in after.findings}
    assert closed == {
        "UNDERFUNDED_YEAR|I11|2026/27",
        "UNDERFUNDED_YEAR|I11|2027/28",
        "GENDER_SHARE_BELOW_TARGET|DC45|all",  # the line is marked principal: 11.04 %
    }
    assert after.coverage.linked == 508_700_000
    assert str(after.coverage.nominal) == "81.33"
    assert str(after.coverage.capped) == "77.49"
    assert str(after.coverage.eligible) == "63.74"


def test_the_order_of_rows_says_nothing() -> None:
    case = dc45()
    shuffled = Case(
        space_code="DC45",
        interventions=_shuffled(case.interventions),
        lines=_shuffled(case.lines),
        funds=_shuffled(case.funds),
        allocations=case.allocations,
        places=_shuffled(case.places),
        organs=_shuffled(case.organs),
    )

    assert check(shuffled) == check(case)


def _shuffled(rows: Sequence[Any]) -> list[Any]:
    return random.Random(45).sample(list(rows), len(rows))


def _row(finding: Finding) -> Row:
    scale = 1 if finding.type in SHARES else 1000
    return (
        finding.type,
        finding.severity,
        finding.subject,
        finding.financial_year,
        _value(finding.expected, scale),
        _value(finding.actual, scale),
        finding.gap / scale,
    )


def _value(text: str | None, scale: int) -> object:
    if text is None:
        return None
    return Decimal(text) / scale if "." in text else text


def _expected_rows() -> list[Row]:
    with EXPECTED.open(newline="", encoding="utf-8") as lines:
        return [
            (
                row["finding_type"],
                row["severity"],
                row["object"],
                None if row["year"] == "all" else row["year"],
                _expected_value(row["expected_or_planned"]),
                _expected_value(row["actual_or_budget"]),
                Decimal(row["gap"]),
            )
            for row in csv.DictReader(lines)
        ]


def _expected_value(text: str) -> object:
    if not text or text in {"INEP-5B", "3205"} or text.startswith("NC"):
        return text or None
    return Decimal(text)
