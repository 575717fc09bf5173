"""Shares: villages and towns, gender, operating money; and the whole catalogue."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.budgets.alignment.rules import (
    CATALOGUE,
    Case,
    FindingType,
    Place,
    Severity,
)
from tests.budgets.alignment_rows import (
    METRO,
    SETTINGS,
    case,
    check,
    dc45,
    findings,
    intervention,
    line,
    thousand,
)


def _shares(rural: str, towns: str, **marked: object) -> Case:
    return case(
        line("B01", to=None, amounts=thousand(rural), **marked),
        line("B02", to=None, amounts=thousand(towns), location_code="NC453", **marked),
        places=(
            Place("DC45", "space", space_code="DC45"),
            Place("NC451", "municipality", "B", "B4", "DC45", "DC45", 300),
            Place("NC453", "municipality", "B", "B3", "DC45", "DC45", 700),
        ),
    )


@pytest.mark.parametrize(("rural", "fires"), [("250", False), ("249.99", True)])
def test_villages_may_lack_5_percentage_points_and_no_more(
    rural: str, *, fires: bool
) -> None:
    towns = str(1000 - Decimal(rural))

    found = {row.key for row in check(_shares(rural, towns)).findings}

    assert ("RURAL_URBAN_IMBALANCE|DC45|all" in found) is fires


@pytest.mark.parametrize("miif_class", ["B3", "B4"])
def test_urban_rural_balance_needs_both(miif_class: str) -> None:
    rows = _shares("0", "900")
    alike = [replace(place, miif_class=miif_class) for place in rows.places[1:]]

    assert not check(replace(rows, places=[rows.places[0], *alike])).findings


def test_urban_rural_balance_needs_every_population() -> None:
    rows = _shares("0", "900")
    uncounted = [replace(place, population=None) for place in rows.places]

    assert not check(replace(rows, places=uncounted)).findings


@pytest.mark.parametrize(
    ("marker", "share"),
    [("principal", None), ("significant", None), ("none", "0.00"), (None, "0.00")],
)
def test_a_marker_weighs_all_half_or_nothing(
    marker: str | None, share: str | None
) -> None:
    found = findings(_shares("300", "700", gender_marker=marker))

    key = "GENDER_SHARE_BELOW_TARGET|DC45|all"
    assert (found[key].actual if key in found else None) == share


@pytest.mark.parametrize(("marked", "fires"), [("200", False), ("199.99", True)])
def test_the_gender_share_may_equal_its_target(marked: str, *, fires: bool) -> None:
    for_women = line(
        "B01", to=None, amounts=thousand(marked), gender_marker="significant"
    )
    other = line(
        "B02",
        to=None,
        amounts=thousand(str(1000 - Decimal(marked))),
        gender_marker="none",
    )

    found = findings(case(for_women, other))

    assert ("GENDER_SHARE_BELOW_TARGET|DC45|all" in found) is fires


def test_private_and_unlocated_money_has_no_gender_share() -> None:
    private = line("B01", 900, to=None, sphere="private", gender_marker="none")
    provincial = line("B02", 900, to=None, location_code="NC", gender_marker="none")

    assert list(findings(case(private, provincial))) == ["UNSPATIALISED|B02|all"]


def test_operating_money_is_asked_for_only_where_the_setting_says_so() -> None:
    asking = replace(SETTINGS, expect_operating_provision=True)
    built = case(intervention("I01", 500, 500), line("B01", 500, 500))
    run = replace(
        built,
        lines=[*built.lines, line("B02", 0, 0, 100, line_class="operating")],
    )
    to_the_end = case(intervention("I01", 0, 0, 500), line("B01", 0, 0, 500))

    assert not findings(built)
    assert list(findings(built, asking)) == ["OPEX_MISSING|I01|2028/29"]
    assert "OPEX_MISSING|I01|2028/29" not in findings(run, asking)
    assert not findings(to_the_end, asking)


def test_a_real_plan_of_a_metro_against_an_empty_budget_is_unfunded_throughout() -> (
    None
):
    metro = {"location_codes": ("ETH",), "lead_organ": "ETH"}
    result = check(
        case(
            intervention("I01", 800_000, **metro),
            intervention("I02", unphased=Decimal(29_000_000_000), **metro),
            intervention("I03", planned={"2014/15": Decimal(760_000_000)}, **metro),
            intervention("I04", **metro),
            places=METRO,
            space_code="ETH",
            plan_provenance="published",
        )
    )

    assert [row.key for row in result.findings] == [
        "UNFUNDED|I01|all",
        "UNFUNDED|I02|all",
    ]
    assert (result.coverage.nominal, result.coverage.eligible) == (0, 0)
    assert result.amounts_not_compared == 1
    assert result.interventions_without_amount == 1


def test_an_empty_plan_against_an_empty_budget_says_nothing() -> None:
    result = check(Case("DC45"))

    assert not result.findings
    assert result.coverage.nominal is None
    assert result.coverage.capped is None
    assert result.coverage.eligible is None


def test_published_figures_never_meet_illustrative_money() -> None:
    illustrative = replace(
        dc45(),
        allocations=[
            replace(row, provenance="illustrative") for row in dc45().allocations
        ],
        plan_provenance="published",
    )

    result = check(illustrative)

    assert {row.type for row in result.findings} == {FindingType.UNFUNDED}
    assert result.coverage.linked == 0


def test_the_catalogue_names_every_rule_once_and_states_how_grave_it_can_be() -> None:
    assert [article.type for article in CATALOGUE] == list(FindingType)
    grave = {article.type: article.severities for article in CATALOGUE}
    for finding in check(dc45()).findings:
        assert finding.severity in grave[finding.type]
    assert grave[FindingType.UNDERFUNDED_YEAR] == (Severity.HIGH, Severity.MEDIUM)
