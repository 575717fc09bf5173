"""Where the interventions of a plan repeat or contradict each other, and where not."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.plans.contradictions.rules import Promise, contradictions
from services.plans.contradictions.sequence import usual

PUBLIC = Path(__file__).parents[2] / "deploy" / "demo_data" / "public"
WATER = "Joe Morolong West bulk water scheme"


def promise(code: str, title: str, **changes: object) -> Promise:
    said = {
        "focus_area": "infrastructure_engineering",
        "lead_organ": "DWS",
        "places": frozenset({"NC451"}),
        "whole_space": False,
        "first_year": 2026,
        "last_year": 2028,
        "planned": {"2026/27": Decimal(sum(map(ord, code))), "2028/29": Decimal(1)},
        "unphased": None,
        "depends_on": {},
    }
    return Promise(code=code, title=title, **(said | changes))


def found(*promises: Promise) -> list[tuple]:
    return [(each.kind, each.codes) for each in contradictions(promises, usual())]


def test_two_organs_that_promise_the_same_are_a_duplicate_with_its_evidence() -> None:
    other = promise("B", "Bulk water supply, Joe Morolong west", lead_organ="NC451")

    (same,) = contradictions([promise("A", WATER), other], usual())

    assert (same.kind, same.codes) == ("duplicate", ("A", "B"))
    assert Decimal("0.75") <= same.score < 1
    assert same.evidence["place"] == same.evidence["time"] == "1.00"
    assert "NC451" in same.suggestion


@pytest.mark.parametrize(
    "changes",
    [
        {"places": frozenset({"NC453"})},
        {"first_year": 2030, "last_year": 2031},
        {"title": "Bulk water supply, Heuningvlei"},
        {"title": f"{WATER} 2"},
    ],
    ids=["elsewhere", "at-another-time", "of-another-name", "of-another-phase"],
)
def test_what_is_elsewhere_later_or_of_another_name_is_not_the_same(changes) -> None:
    one = promise("A", f"{WATER} 1")
    other = promise("B", **{"title": WATER, "lead_organ": "NC451"} | changes)

    assert found(one, other) == []


def test_one_organ_with_one_project_twice_has_two_names_for_it() -> None:
    other = promise("B", "Bulk water scheme Joe Morolong West")

    assert found(promise("A", WATER), other) == [("two_names", ("A", "B"))]


def test_the_same_amounts_in_the_same_place_betray_another_name() -> None:
    money = {"2026/27": Decimal("12345.67"), "2027/28": Decimal(890)}
    one = promise("A", "Heuningvlei pipeline", planned=money)
    other = promise("B", "Northern water", planned=money, lead_organ="NC451")

    assert found(one, other) == [("two_names", ("A", "B"))]


def test_what_only_shares_common_words_is_told_apart() -> None:
    villages = ("Gobho", "Thaleni", "Westhoek", "Thabatlala", "Makhahlanyeng")
    rows = [promise(v, f"Village borehole project - {v}") for v in villages]

    assert found(*rows) == []


def test_a_misspelt_name_is_the_same_name() -> None:
    one = promise("A", "Mothibistad clinic replacement")
    other = promise("B", "Replacement of clinic, Mothibstad", lead_organ="NC452")

    assert found(one, other) == [("duplicate", ("A", "B"))]


@pytest.mark.parametrize(
    ("kind", "years", "late"),
    [
        ("FS", (2026, 2028), True),
        ("FS", (2025, 2027), False),
        ("SS", (2028, 2028), True),
        ("SS", (2027, 2030), False),
    ],
)
def test_what_must_come_first_comes_first(kind, years, late) -> None:
    first = promise(
        "A", "Kathu bulk connection", first_year=years[0], last_year=years[1]
    )
    then = promise(
        "B", "Kathu stands", first_year=2027, last_year=2029, depends_on={"A": kind}
    )

    assert found(first, then) == ([("sequence", ("A", "B"))] if late else [])


def test_housing_before_bulk_water_is_noticed_where_nobody_declared_it() -> None:
    water = promise("A", "Kathu bulk water connection", first_year=2028)
    houses = promise("B", "Kathu integrated housing", first_year=2026, last_year=2027)

    (late,) = contradictions([water, houses], usual())

    assert (late.kind, late.codes, late.score) == (
        "sequence",
        ("A", "B"),
        Decimal("0.60"),
    )
    assert late.evidence["dependency"] == "undeclared"


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"planned": {}, "unphased": None}, "cost"),
        ({"first_year": None, "last_year": None}, "year"),
        ({"places": frozenset()}, "place"),
    ],
)
def test_a_promise_without_cost_year_or_place_is_incomplete(changes, missing) -> None:
    (gap,) = contradictions([promise("A", WATER, **changes)], usual())

    assert (gap.kind, dict(gap.evidence)) == ("incomplete", {missing: "missing"})


def test_a_promise_for_the_whole_space_has_a_place() -> None:
    everywhere = promise("A", "Artisans", places=frozenset(), whole_space=True)

    assert found(everywhere) == []


def test_the_real_commitments_of_four_districts_repeat_themselves_twice() -> None:
    repeated = []
    for file in sorted(PUBLIC.glob("*_interventions.csv")):
        rows = list(csv.DictReader(file.read_text().splitlines()))
        said = [
            promise(
                row["intervention_id"],
                row["title"],
                focus_area=row["focus_area"],
                lead_organ=row["lead_organ"],
                places=frozenset(row["location_code"].split()),
                first_year=None,
                last_year=None,
                planned={},
                unphased=Decimal(position + 1),
            )
            for position, row in enumerate(rows)
        ]
        repeated += [codes for kind, codes in found(*said) if kind == "two_names"]

    assert repeated == [("DC21-P025", "DC21-P027"), ("ETH-P014", "ETH-P060")]


def test_a_thousand_alike_are_a_thousand_pairs_and_not_half_a_million() -> None:
    alike = [promise(f"W{n:04}", "Upgrade of water") for n in range(1000)]
    houses = [promise(f"H{n:04}", "Low cost housing") for n in range(1000)]
    bulk = [promise(f"B{n:04}", "Kathu bulk water", first_year=2028) for n in range(50)]

    kinds = [kind for kind, _ in found(*alike, *houses, *bulk)]

    assert kinds.count("sequence") == 1000
    assert kinds.count("two_names") < 5000


PROMISES = st.lists(
    st.builds(
        promise,
        st.uuids().map(str),
        st.lists(
            st.sampled_from(["water", "road", "clinic", "kathu", "hall", "housing"]),
            min_size=1,
            max_size=4,
        ).map(" ".join),
        lead_organ=st.sampled_from(["DWS", "NC451"]),
        first_year=st.integers(2026, 2028),
    ),
    max_size=8,
    unique_by=lambda each: each.code,
)


@given(PROMISES, st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_of_interventions_does_not_matter_and_nothing_is_said_twice(
    promises, chance
) -> None:
    shuffled = list(promises)
    chance.shuffle(shuffled)

    one = contradictions(promises, usual())
    other = contradictions(shuffled, usual())

    assert [each.key for each in one] == [each.key for each in other]
    assert len({each.key for each in one}) == len(one)
