"""One real story through all five processes, compared number by number."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.system.people import (
    DC45,
    People,
    adopt_dc45,
    agreed,
    alignment_of,
    eventually,
    load_budget,
)

EXPECTED = Path(__file__).parents[1] / "budgets" / "expected_findings.csv"
MORE_FOR_I11 = (
    (DC45 / "budget_lines.csv")
    .read_text()
    .replace(
        "B11,Agro-processing hub,NC-DAERL,provincial,NC451,CASP,2102,4000,4000,0",
        "B11,Agro-processing hub,NC-DAERL,provincial,NC451,CASP,2102,8000,8000,0",
    )
)
CLEAN = {"I08", "I10", "I12", "I15", "I16", "I17", "I18"}


@pytest.fixture(scope="module")
def plan(people: People) -> str:
    return adopt_dc45(people)


def open_keys(check: dict) -> set[tuple[str, str, str | None]]:
    return {
        (finding["type"], finding["subject"], finding["financial_year"])
        for finding in check["findings"]
    }


def test_the_registry_holds_the_real_reference(people) -> None:
    anyone = people["anyone"]

    spaces = agreed(anyone.get("/v1/spaces"))["items"]
    local = agreed(anyone.get("/v1/municipalities?category=B"))["items"]

    assert Counter(space["category"] for space in spaces) == {
        "district": 44,
        "metro": 8,
    }
    assert len(local) == 205
    assert agreed(anyone.get("/v1/spaces/DC45"))["population_2016"] == 242264


def test_an_adopted_plan_is_readable_by_anyone(people, plan) -> None:
    anyone = people["anyone"]

    read = agreed(anyone.get(f"/v1/plans/{plan}"))
    interventions = agreed(anyone.get(f"/v1/plans/{plan}/interventions"))["items"]

    assert read["status"] == "adopted"
    assert len(interventions) == 18


def test_the_check_finds_the_21_misalignments_of_the_worked_example(
    people, plan
) -> None:
    eventually(lambda: len(alignment_of(people["anyone"], plan)["findings"]) == 21)

    found = {
        (each["type"], each["subject"], each["financial_year"]): each
        for each in alignment_of(people["anyone"], plan)["findings"]
    }

    with EXPECTED.open(newline="") as file:
        expected = list(csv.DictReader(file))
    assert len(expected) == len(found) == 21
    for row in expected:
        year = None if row["year"] == "all" else row["year"]
        finding = found[(row["finding_type"], row["object"], year)]
        shares = finding["unit"] == "percentage_points"
        gap = Decimal(row["gap"]) * (1 if shares else 1000)
        assert finding["severity"] == row["severity"]
        assert Decimal(finding["gap"]) == gap, row
        assert finding["status"] == "open"
        assert finding["evidence"]
        assert finding["action"]


def test_seven_interventions_are_clean(people, plan) -> None:
    findings = alignment_of(people["anyone"], plan)["findings"]

    named = {finding["subject"].split(":")[0].split("<")[0] for finding in findings}

    assert named & CLEAN == set()


def test_coverage_is_that_of_the_worked_example(people, plan) -> None:
    coverage = alignment_of(people["anyone"], plan)["coverage"]

    assert coverage == {"nominal": "80.05", "capped": "76.21", "eligible": "62.46"}


def test_monitoring_watches_a_commitment_per_intervention_and_year(
    people, plan
) -> None:
    def look() -> list[dict]:
        answer = people["anyone"].get("/v1/commitments", params={"plan": plan})
        return [c for c in answer.json()["items"] if c["funding_state"] == "unfunded"]

    unfunded = eventually(look)

    codes = {commitment["intervention_code"] for commitment in unfunded}
    assert {"I01", "I03"} <= codes


def test_the_budget_is_posted_in_a_ledger_that_verifies(people, plan) -> None:
    officer = people["budget_officer"]

    lines = agreed(officer.get("/v1/budget-lines?space=DC45"))["items"]
    funds = agreed(officer.get("/v1/funds?space=DC45"))["items"]
    verified = agreed(officer.get("/v1/ledger/verification?space=DC45"))

    assert len(lines) == 22
    assert len(funds) == 16
    assert verified["is_whole"] is True


def test_loading_the_same_file_again_changes_nothing(people, plan) -> None:
    before = alignment_of(people["anyone"], plan)

    again = load_budget(
        people["budget_officer"], "budget_lines", DC45 / "budget_lines.csv"
    )

    assert again["already_loaded"] is True
    assert alignment_of(people["anyone"], plan) == before


def test_a_corrected_line_closes_its_findings_and_moves_coverage(people, plan) -> None:
    before = open_keys(alignment_of(people["anyone"], plan))

    load_budget(people["budget_officer"], "budget_lines", MORE_FOR_I11)
    check = alignment_of(people["anyone"], plan)

    # The line is marked as principally for women: the gender share rises with it.
    assert before - open_keys(check) == {
        ("UNDERFUNDED_YEAR", "I11", "2026/27"),
        ("UNDERFUNDED_YEAR", "I11", "2027/28"),
        ("GENDER_SHARE_BELOW_TARGET", "DC45", None),
    }
    assert check["coverage"]["nominal"] == "81.33"

    repeated = load_budget(people["budget_officer"], "budget_lines", MORE_FOR_I11)
    assert repeated["already_loaded"] is True
    assert alignment_of(people["anyone"], plan) == check


def test_one_correlation_id_runs_through_the_audit_of_a_request(people, plan) -> None:
    request_id = "0197a3c2-7b1e-7c3a-9d58-4f7c1f0b6a11"
    administrator = people["administrator"]
    department = {
        "code": "NC-DOE",
        "name": "Northern Cape Department of Education",
        "kind": "provincial_department",
        "place_code": "NC",
        "vote": 99,
    }

    answer = administrator.post(
        "/v1/change-proposals",
        json={
            "subject": "organs",
            "effective_from": "2026-04-01",
            "reason": "a test",
            "rows": [department],
        },
        headers={"x-request-id": request_id},
    )

    assert answer.headers["x-request-id"] == request_id
    proposal = agreed(answer)["id"]
    kept = agreed(people["auditor"].get(f"/v1/audit/registry?record={proposal}"))
    assert [entry["request_id"] for entry in kept["items"]] == [request_id]
