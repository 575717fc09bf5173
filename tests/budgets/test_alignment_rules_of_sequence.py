"""What comes first is paid first: dependencies between funded interventions."""

from dataclasses import replace

import pytest

from services.budgets.alignment.rules import Severity
from tests.budgets.alignment_rows import (
    SETTINGS,
    case,
    findings,
    intervention,
    line,
)

UNDER = "UNDERFUNDED_YEAR|I01|2026/27"


def test_a_successor_with_money_waits_for_an_unfunded_predecessor() -> None:
    found = findings(
        case(
            intervention("I01", 10_000),
            intervention("I02", 0, 8_000, 7_200, depends_on=(("I01", "SS"),)),
            line("B02", 0, 8_000, 7_200, to="I02"),
        )
    )

    assert set(found) == {"UNFUNDED|I01|all", "DEPENDENCY_UNFUNDED|I02<-I01|2027/28"}
    assert found["DEPENDENCY_UNFUNDED|I02<-I01|2027/28"].gap == 15_200_000


@pytest.mark.parametrize(
    ("kind", "predecessor", "late"),
    [
        ("FS", (1_000, 0, 0), False),
        ("FS", (500, 500, 0), False),
        ("FS", (500, 0, 500), True),
        ("SS", (500, 0, 500), False),
        ("SS", (0, 1_000, 0), False),
        ("SS", (0, 0, 1_000), True),
    ],
)
def test_what_comes_first_is_paid_first(
    kind: str, predecessor: tuple[float, ...], *, late: bool
) -> None:
    found = findings(
        case(
            intervention("I01", *predecessor),
            intervention("I02", 0, 2_000, depends_on=(("I01", kind),)),
            line("B01", *predecessor),
            line("B02", 0, 2_000, to="I02"),
        )
    )

    assert set(found) == ({"DEPENDENCY_LATE|I02<-I01|2027/28"} if late else set())


def test_a_predecessor_with_part_of_its_money_is_not_unfunded() -> None:
    found = findings(
        case(
            intervention("I01", 10_000),
            intervention("I02", 1_000, depends_on=(("I01", "FS"),)),
            line("B01", 10),
            line("B02", 1_000, to="I02"),
        )
    )

    assert list(found) == [UNDER]


def test_a_successor_without_money_waits_for_nobody() -> None:
    found = findings(
        case(
            intervention("I01", 10_000),
            intervention("I02", 1_000, depends_on=(("I01", "FS"),)),
        )
    )

    assert set(found) == {"UNFUNDED|I01|all", "UNFUNDED|I02|all"}


def test_a_predecessor_that_the_plan_does_not_have_is_not_judged() -> None:
    alone = intervention("I02", 1_000, depends_on=(("I99", "FS"),))

    assert not findings(case(alone, line("B02", 1_000, to="I02")))


def test_a_circle_of_dependencies_is_judged_edge_by_edge() -> None:
    found = findings(
        case(
            intervention("I01", 1_000, depends_on=(("I02", "FS"), ("I01", "FS"))),
            intervention("I02", 0, 1_000, depends_on=(("I01", "FS"),)),
            line("B01", 1_000),
            line("B02", 0, 1_000, to="I02"),
        )
    )

    assert list(found) == ["DEPENDENCY_LATE|I01<-I02|2026/27"]


def test_outer_years_are_softer_only_where_the_setting_says_so() -> None:
    rows = case(intervention("I01", 1_000, 1_000), line("B01", 100, 100))

    softened = findings(rows, replace(SETTINGS, soften_outer_years=True))

    assert {row.severity for row in findings(rows).values()} == {Severity.HIGH}
    assert {key: row.severity for key, row in softened.items()} == {
        UNDER: Severity.HIGH,
        "UNDERFUNDED_YEAR|I01|2027/28": Severity.MEDIUM,
    }
