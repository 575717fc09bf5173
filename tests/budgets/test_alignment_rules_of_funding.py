"""Funding, timing, duplication and dependencies, each at its boundary."""

from decimal import Decimal

import pytest

from services.budgets.alignment.rules import FundingLevel, Severity
from tests.budgets.alignment_rows import (
    case,
    check,
    findings,
    intervention,
    line,
    thousand,
)

UNDER = "UNDERFUNDED_YEAR|I01|2026/27"
OVER = "OVERFUNDED_YEAR|I01|2026/27"


def test_an_intervention_without_linked_money_is_unfunded_once() -> None:
    found = findings(case(intervention("I01", 20_000, 30_000, 10_000)))

    assert list(found) == ["UNFUNDED|I01|all"]
    finding = found["UNFUNDED|I01|all"]
    assert finding.severity is Severity.CRITICAL
    assert (finding.expected, finding.actual) == ("60000000.00", "0.00")
    assert finding.gap == 60_000_000


def test_a_linked_line_without_money_in_the_window_funds_nothing() -> None:
    later = line("B01", amounts={"2029/30": Decimal(5_000_000)})

    found = findings(case(intervention("I01", 5_000), line("B02", 0, 0, 0), later))

    assert list(found) == ["UNFUNDED|I01|all"]


def test_nothing_planned_and_nothing_linked_is_no_finding() -> None:
    assert not findings(case(intervention("I01", 0, 0, 0), intervention("I02")))


@pytest.mark.parametrize(
    ("budgeted", "severity"),
    [
        ("900", None),
        ("899.99", Severity.MEDIUM),
        ("750", Severity.MEDIUM),
        ("749.99", Severity.HIGH),
    ],
)
def test_a_year_is_underfunded_beyond_10_per_cent_and_gravely_beyond_25(
    budgeted: str, severity: Severity | None
) -> None:
    short = line("B01", amounts=thousand(budgeted, 1_000))

    found = findings(case(intervention("I01", 1_000, 5_000), short))

    assert (found[UNDER].severity if UNDER in found else None) == severity


@pytest.mark.parametrize(("budgeted", "fires"), [("1100", False), ("1100.01", True)])
def test_a_year_is_overfunded_beyond_10_per_cent(budgeted: str, *, fires: bool) -> None:
    generous = line("B01", amounts=thousand(budgeted, 9_000))

    found = findings(case(intervention("I01", 1_000, 5_000), generous))

    assert (OVER in found) is fires


def test_money_in_a_year_for_which_nothing_was_planned_is_overfunding() -> None:
    found = findings(case(intervention("I01", 0, 1_000), line("B01", 500, 1_000)))

    assert list(found) == [OVER]
    assert found[OVER].severity is Severity.LOW
    assert found[OVER].gap == 500_000


def test_money_for_an_intervention_that_states_no_amount_is_not_overfunding() -> None:
    result = check(case(intervention("I01"), line("B01", 500)))

    assert not [row for row in result.findings if row.intervention_code == "I01"]
    assert result.interventions_without_amount == 1
    assert result.coverage.nominal is None
    assert [state.state for state in result.states] == [FundingLevel.NOT_COMPARED]


def test_equal_totals_in_other_years_are_wrong_timing_and_nothing_else() -> None:
    found = findings(case(intervention("I01", 18_000, 0, 0), line("B01", 0, 0, 18_000)))

    assert list(found) == ["WRONG_TIMING|I01|all"]
    finding = found["WRONG_TIMING|I01|all"]
    assert (finding.expected, finding.actual) == ("18000000.00", "18000000.00")
    assert finding.gap == 18_000_000


@pytest.mark.parametrize(
    ("budgeted", "fires"),
    [(900, True), ("899.99", False), (1_100, True), ("1100.01", False)],
)
def test_totals_count_as_equal_within_10_per_cent(
    budgeted: str | float, *, fires: bool
) -> None:
    moved = line("B01", amounts=thousand(0, budgeted))

    found = findings(case(intervention("I01", 1_000, 0), moved))

    assert ("WRONG_TIMING|I01|all" in found) is fires
    assert (UNDER in found) is not fires


def test_years_off_by_10_per_cent_are_on_time() -> None:
    assert not findings(case(intervention("I01", 1_000, 1_000), line("B01", 900, 1100)))


def test_two_organs_beyond_the_plan_are_duplicates_and_not_overfunding() -> None:
    found = findings(
        case(
            intervention("I01", 8_000, 8_000),
            line("B06", 8_000, 8_000, organ="ESKOM", sphere="soe"),
            line("B07", 6_000),
        )
    )

    assert list(found) == ["DUPLICATE_FUNDING|I01:B06+B07|2026/27"]
    finding = found["DUPLICATE_FUNDING|I01:B06+B07|2026/27"]
    assert (finding.expected, finding.actual) == ("8000000.00", "14000000.00")
    assert finding.gap == 6_000_000


def test_co_funding_within_the_tolerance_is_no_duplicate() -> None:
    ours, theirs = line("B01", 700), line("B02", 400, organ="NC-DRPW")

    assert not findings(case(intervention("I01", 1_000), ours, theirs))


def test_one_organ_with_two_lines_is_no_duplicate() -> None:
    found = findings(
        case(intervention("I01", 1_000), line("B01", 700), line("B02", 700))
    )

    assert list(found) == [OVER]


def test_a_duplicate_silences_overfunding_in_its_own_year_only() -> None:
    found = findings(
        case(
            intervention("I01", 1_000, 1_000),
            line("B01", 1_000, 2_000),
            line("B02", 1_000, organ="NC-DRPW"),
        )
    )

    assert set(found) == {
        "DUPLICATE_FUNDING|I01:B01+B02|2026/27",
        "OVERFUNDED_YEAR|I01|2027/28",
    }


def test_an_amount_without_a_year_is_unfunded_over_the_horizon() -> None:
    result = check(case(intervention("I01", unphased=Decimal(9_000_000))))

    assert [row.key for row in result.findings] == ["UNFUNDED|I01|all"]
    assert result.findings[0].gap == 9_000_000
    assert result.coverage.nominal == 0
    assert [(row.financial_year, row.state) for row in result.states] == [
        (None, FundingLevel.UNFUNDED)
    ]


def test_an_amount_without_a_year_may_be_paid_in_any_year() -> None:
    anytime = intervention("I01", unphased=Decimal(9_000_000))

    result = check(case(anytime, line("B01", 0, 4_000, 5_000)))

    assert "I01" not in {row.intervention_code for row in result.findings}
    assert result.coverage.capped == 100


def test_an_amount_without_a_year_is_underfunded_over_the_horizon() -> None:
    anytime = intervention("I01", unphased=Decimal(9_000_000))

    found = findings(case(anytime, line("B01", 0, 4_000)))

    assert list(found) == ["UNDERFUNDED_YEAR|I01|all"]
    assert found["UNDERFUNDED_YEAR|I01|all"].gap == 5_000_000


def test_money_beyond_the_years_pays_for_the_amount_without_a_year() -> None:
    mixed = intervention("I01", 1_000, 1_000, unphased=Decimal(2_000_000))

    result = check(case(mixed, line("B01", 1_000, 3_000)))

    assert "I01" not in {row.intervention_code for row in result.findings}
    assert (result.coverage.nominal, result.coverage.capped) == (100, 100)


def test_years_outside_the_window_are_counted_but_not_compared() -> None:
    old = intervention(
        "I01",
        planned={"2024/25": Decimal(7_000_000), "2025/26": Decimal(0)}
        | thousand(1_000),
    )

    result = check(case(old, line("B01", 1_000)))

    assert "I01" not in {row.intervention_code for row in result.findings}
    assert result.amounts_not_compared == 1
    assert result.coverage.planned == 1_000_000
    assert {row.financial_year: row.state for row in result.states} == {
        "2026/27": FundingLevel.FUNDED,
        "2024/25": FundingLevel.NOT_COMPARED,
    }


@pytest.mark.parametrize(
    ("start", "end", "compared"),
    [
        (None, 2025, False),
        (None, 2026, True),
        (2010, 2013, False),
        (2028, None, True),
        (2029, None, False),
        (2020, 2040, True),
        (None, None, True),
    ],
)
def test_an_amount_without_a_year_is_compared_if_its_horizon_meets_the_window(
    start: int | None, end: int | None, *, compared: bool
) -> None:
    mine = intervention(
        "I01", unphased=Decimal(9_000_000), start_year=start, end_year=end
    )

    result = check(case(mine))

    assert [row.key for row in result.findings] == (
        ["UNFUNDED|I01|all"] if compared else []
    )
    assert result.amounts_not_compared == (0 if compared else 1)
    assert result.interventions_without_amount == 0
    assert result.coverage.planned == (9_000_000 if compared else 0)
    [state] = result.states
    assert (state.financial_year, state.planned) == (None, 9_000_000)
    assert state.state is (
        FundingLevel.UNFUNDED if compared else FundingLevel.NOT_COMPARED
    )


def test_what_is_over_takes_no_money_meant_for_its_years() -> None:
    mixed = intervention(
        "I01", 1_000, unphased=Decimal(9_000_000), start_year=2015, end_year=2025
    )

    result = check(case(mixed, line("B01", 1_000)))

    assert "I01" not in {row.intervention_code for row in result.findings}
    assert {row.financial_year: row.state for row in result.states} == {
        "2026/27": FundingLevel.FUNDED,
        None: FundingLevel.NOT_COMPARED,
    }


def test_money_for_what_is_over_is_not_compared_either() -> None:
    over = intervention("I01", unphased=Decimal(9_000_000), end_year=2013)

    result = check(case(over, line("B01", 1_000)))

    assert "I01" not in {row.intervention_code for row in result.findings}
    [state] = result.states
    assert (state.state, state.budgeted) == (FundingLevel.NOT_COMPARED, 1_000_000)
