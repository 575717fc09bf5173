"""Place, mandate, funds and shares, each at its boundary; and what lies at the edge."""

from dataclasses import replace

import pytest

from services.budgets.alignment.rules import (
    Fund,
    FundAllocation,
    Place,
)
from tests.budgets.alignment_rows import (
    METRO,
    PLACES,
    case,
    findings,
    intervention,
    line,
    thousand,
)

UGU = (
    Place("DC21", "space", "district", parent="KZN", space_code="DC21"),
    Place("DC21", "municipality", "C", "C2", "KZN", "DC21"),
    Place("KZN212", "municipality", "B", "B4", "DC21", "DC21", 152_000),
    Place("KZN216", "municipality", "B", "B2", "DC21", "DC21", 348_000),
)


@pytest.mark.parametrize(("total", "fires"), [("999.99", False), ("1000", True)])
def test_material_public_money_without_an_intervention_is_outside_the_plan(
    total: str, *, fires: bool
) -> None:
    stray = line("B20", to=None, amounts=thousand(total))

    assert set(findings(case(stray))) == ({"OUTSIDE_PLAN|B20|all"} if fires else set())


def test_a_line_linked_to_a_code_that_the_plan_lacks_is_outside_it() -> None:
    found = findings(case(intervention("I01"), line("B20", 9_000, to="I99")))

    assert list(found) == ["OUTSIDE_PLAN|B20|all"]
    assert (found["OUTSIDE_PLAN|B20|all"].actual) == "9000000.00"


@pytest.mark.parametrize(
    "exempt",
    [
        {"line_class": "administration"},
        {"sphere": "private", "organ": "MINE-A"},
        {"location_code": "KZN212"},
        {"location_code": "NOWHERE"},
    ],
)
def test_administration_private_money_and_other_spaces_are_not_outside_the_plan(
    exempt: dict[str, str],
) -> None:
    stray = line("B20", 9_000, to=None, **exempt)

    assert not findings(case(stray, places=(*PLACES, *UGU)))


def test_money_for_another_municipality_is_in_the_wrong_place() -> None:
    found = findings(
        case(
            intervention("I06", 22_000, location_codes=("NC452",)),
            line("B05", 22_000, to="I06", location_code="NC453"),
        )
    )

    assert list(found) == ["WRONG_PLACE|I06:B05|all"]
    finding = found["WRONG_PLACE|I06:B05|all"]
    assert (finding.expected, finding.actual) == ("NC452", "NC453")
    assert finding.gap == 22_000_000


@pytest.mark.parametrize(
    ("planned", "budgeted"),
    [
        (("NC452", "NC453"), "NC453"),
        (("DC45",), "NC453"),
        (("NC452", "DC45"), "NC453"),
        (("NC452",), "DC45"),
        ((), "NC453"),
        (("Vaal River",), "NC453"),
        (("NC452",), "Vaal River"),
    ],
)
def test_one_of_several_places_the_whole_space_and_unknown_places_are_not_wrong(
    planned: tuple[str, ...], budgeted: str
) -> None:
    assert not findings(
        case(
            intervention("I06", 22_000, location_codes=planned),
            line("B05", 22_000, to="I06", location_code=budgeted),
        )
    )


@pytest.mark.parametrize("code", ["NC", "ZA"])
def test_money_located_at_a_province_or_the_country_is_unspatialised(code: str) -> None:
    found = findings(case(line("B22", 5, 5, 5, to=None, location_code=code)))

    assert list(found) == ["UNSPATIALISED|B22|all"]
    assert found["UNSPATIALISED|B22|all"].gap == 15_000


@pytest.mark.parametrize(
    ("organ", "function", "fires"),
    [
        ("DC45", "4202", True),
        ("DC45", "3205", False),
        ("DC45", None, False),
        ("NC453", "4202", False),
        ("DC21", "4202", False),
        ("KZN212", "4302", True),
        ("KZN212", "4303", False),
        ("ETH", "4202", False),
        ("DWS", "4202", False),
    ],
)
def test_only_the_water_services_authority_spends_on_water(
    organ: str, function: str | None, *, fires: bool
) -> None:
    spent = line("B21", 900, to=None, organ=organ, function_code=function)
    rows = case(spent, places=(*PLACES, *UGU, *METRO))
    agreed = replace(rows, lines=[replace(spent, has_protocol=True)])

    assert ("MANDATE_MISMATCH|B21|all" in findings(rows)) is fires
    assert "MANDATE_MISMATCH|B21|all" not in findings(agreed)


def test_an_authorised_local_may_spend_on_water_in_a_c2_district() -> None:
    places = (
        Place("DC25", "space", "district", space_code="DC25"),
        Place("DC25", "municipality", "C", "C2", "KZN", "DC25"),
        Place("KZN252", "municipality", "B", "B1", "DC25", "DC25", 389_000),
    )
    water = line("B01", 900, to=None, organ="KZN252", function_code="4202")

    assert not findings(case(water, places=places, space_code="DC25"))


def test_private_money_needs_an_idp_reference_linked_or_not() -> None:
    private = {"organ": "MINE-A", "sphere": "private"}

    found = findings(
        case(
            intervention("I01", 900),
            line("B13", 900, in_idp=False, **private),
            line("B14", 900, to=None, in_idp=None, **private),
            line("B15", 900, to=None, in_idp=True, **private),
            line("B16", 900, to=None, in_idp=False),
        )
    )

    assert set(found) == {"PRIVATE_NOT_IN_IDP|B13|all", "PRIVATE_NOT_IN_IDP|B14|all"}


@pytest.mark.parametrize(
    ("confirmed", "fires"), [(False, True), (True, False), (None, False)]
)
def test_a_commitment_is_unconfirmed_only_when_its_organ_says_so(
    confirmed: bool | None,  # noqa: FBT001
    *,
    fires: bool,
) -> None:
    promise = intervention("I01", 900, confirmed_by_organ=confirmed)

    found = findings(case(promise, line("B01", 900)))

    assert ("COMMITMENT_UNCONFIRMED|I01|all" in found) is fires


@pytest.mark.parametrize(
    ("fund", "function", "actual"),
    [
        (Fund("G", "INEG", "5B", frozenset({"4101"})), "4101", None),
        (Fund("G", "INEG", "5B", frozenset({"4101"})), "3205", "3205"),
        (Fund("G", "INEG", "5B", frozenset({"4101"})), None, None),
        (Fund("G"), "3205", None),
        (Fund("OTHER", "INEG", "5B", frozenset({"4101"})), "3205", None),
        (Fund("G", "USDG", "4B"), "3205", "B"),
        (Fund("G", recipient_categories=frozenset({"A"})), "3205", "B"),
        (Fund("G", "USDG", recipient_categories=frozenset({"B"})), "3205", None),
    ],
)
def test_a_grant_pays_only_for_its_functions_and_its_recipients(
    fund: Fund, function: str | None, actual: str | None
) -> None:
    key = "GRANT_CONDITION_MISMATCH|B09|all"

    found = findings(
        case(fund, line("B09", 900, to=None, fund="G", function_code=function))
    )

    assert (found[key].actual if key in found else None) == actual


def test_a_grant_says_nothing_of_a_recipient_that_is_no_municipality() -> None:
    metro_only = Fund("G", "USDG", "4B")
    spent = line("B09", 900, to=None, fund="G", organ="DWS", sphere="national")

    assert not findings(case(metro_only, spent))


@pytest.mark.parametrize(
    ("committed", "expected"),
    [
        ("1000.01", "FUND_OVERCOMMITTED|G|2026/27"),
        ("1000", None),
        ("900", None),
        ("899.99", "FUND_UNDERCOMMITTED|G|2026/27"),
    ],
)
def test_a_fund_gives_what_it_has_and_most_of_it(
    committed: str, expected: str | None
) -> None:
    allocation = FundAllocation("G", thousand(1_000))
    spent = line("B01", to=None, fund="G", amounts=thousand(committed, 500))

    found = {key for key in findings(case(allocation, spent)) if key.startswith("FUND")}

    assert found == ({expected} if expected else set())


def test_money_on_a_fund_that_was_allocated_nothing_is_over_it() -> None:
    allocation = FundAllocation("G", thousand(0))

    found = findings(case(allocation, line("B01", 1, to=None, fund="G")))

    assert list(found) == ["FUND_OVERCOMMITTED|G|2026/27"]
