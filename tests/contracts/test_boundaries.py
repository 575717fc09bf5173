"""Carrying figures along transitions: nothing lost, nothing guessed, no order."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import series
from contracts.boundaries import (
    Step,
    holder_of,
    middle_of,
    origins_of,
    weights_by_population,
)
from contracts.series import Recorded, Row

FIRST, SECOND, TODAY = date(2016, 8, 3), date(2021, 11, 1), date(2026, 11, 22)
SINCE = date(2000, 12, 5)
CODES = "ABCDE"

cents = st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False)
people = st.lists(st.integers(1, 10**6), min_size=1, max_size=3)


@st.composite
def divisions(draw, day: date) -> list[Step]:
    """Some of the municipalities go into others on a day; some in unknown shares."""
    steps: list[Step] = []
    for old in draw(st.sets(st.sampled_from(CODES), max_size=3)):
        counts = draw(people)
        into = draw(st.permutations(CODES))[: len(counts)]
        weights = weights_by_population(dict(zip(into, counts, strict=True)))
        known = draw(st.booleans())
        steps += [
            Step(day, (old, SINCE), (new, SINCE), share if known else None, "S1", "S1")
            for new, share in weights.items()
        ]
    return steps


figures = st.lists(
    st.builds(
        Recorded,
        st.just("S1"),
        st.sampled_from(CODES),
        st.sampled_from(("2014/15", "2016/17", "2023/24")),
        st.sampled_from((date(2014, 9, 30), date(2016, 12, 31), date(2023, 12, 31))),
        st.tuples(cents, cents),
    ),
    max_size=6,
)


def sums(rows: list[Row]) -> tuple[Decimal, Decimal]:
    amounts = [row.amounts for row in rows if row.amounts is not None]
    return (
        sum((first for first, _ in amounts), Decimal(0)),
        sum((second for _, second in amounts), Decimal(0)),
    )


@settings(max_examples=50)
@given(figures, divisions(FIRST), divisions(SECOND))
def test_no_cent_is_lost_or_made_whatever_became_of_municipalities(
    recorded, first, second
) -> None:
    rows = series.restated(recorded, [*first, *second], target=TODAY)

    assert sums(rows) == sums(series.as_recorded(recorded))


@settings(max_examples=50)
@given(figures, divisions(FIRST), divisions(SECOND), st.randoms())
def test_the_order_in_which_things_are_told_is_irrelevant(
    recorded, first, second, chance
) -> None:
    steps, shuffled = [*first, *second], [*recorded]
    expected = series.restated(recorded, steps, target=TODAY)

    chance.shuffle(steps)
    chance.shuffle(shuffled)

    assert series.restated(shuffled, steps, target=TODAY) == expected


@settings(max_examples=50)
@given(figures, divisions(FIRST), divisions(SECOND))
def test_a_later_transition_changes_no_earlier_boundaries(
    recorded, first, second
) -> None:
    before = series.restated(recorded, first, target=date(2021, 10, 31))

    after = series.restated(recorded, [*first, *second], target=date(2021, 10, 31))

    assert after == before


@settings(max_examples=50)
@given(figures, divisions(FIRST))
def test_what_is_missing_somewhere_is_kept_where_it_was_recorded(
    recorded, steps
) -> None:
    rows = series.restated(recorded, steps, target=TODAY)

    kept = {(row.code, row.financial_year) for row in rows if not row.restated}
    missed = {
        (missing.code, row.financial_year) for row in rows for missing in row.missing
    }
    assert missed == kept


def test_a_chain_of_unknown_and_known_shares_names_the_heirs_of_today() -> None:
    steps = [
        Step(FIRST, ("A", SINCE), ("B", SINCE), None, "S1", "S1"),
        Step(FIRST, ("A", SINCE), ("C", SINCE), None, "S1", "S1"),
        Step(SECOND, ("B", SINCE), ("D", SECOND), Decimal(1), "S1", "S2"),
        Step(SECOND, ("C", SINCE), ("E", SECOND), None, "S1", "S1", ends=False),
    ]
    recorded = [Recorded("S1", "A", "2014/15", date(2014, 12, 31), (Decimal(7),))]

    rows = series.restated(recorded, steps, target=TODAY)

    assert [(row.code, row.space_code, row.restated) for row in rows] == [
        ("A", "S1", False),
        ("C", "S1", True),
        ("D", "S2", True),
        ("E", "S1", True),
    ]
    assert [row.amounts for row in rows] == [(Decimal(7),), None, None, None]


def test_shares_that_are_not_a_whole_are_not_established() -> None:
    ceded = Step(FIRST, ("A", SINCE), ("B", SINCE), Decimal("0.3"), ends=False)
    recorded = [Recorded("S1", "A", "2014/15", date(2014, 12, 31), (Decimal(7),))]

    rows = series.restated(recorded, [ceded], target=TODAY)

    assert [(row.code, row.amounts) for row in rows if not row.restated] == [
        ("A", (Decimal(7),))
    ]


def test_a_code_that_is_used_again_is_another_municipality() -> None:
    passed_on = Step(FIRST, ("EC101", SINCE), ("EC101", FIRST), Decimal(1))

    holders = [
        holder_of("EC101", day, [passed_on]) for day in (date(2016, 8, 2), FIRST)
    ]

    assert holders == [("EC101", SINCE), ("EC101", FIRST)]
    assert holder_of("EC102", FIRST, [passed_on]) == ("EC102", None)
    assert origins_of("EC101", [passed_on]) == {"EC101"}


@pytest.mark.parametrize(
    ("sphere", "day"),
    [("local", date(2016, 12, 31)), ("national", date(2016, 9, 30))],
)
def test_a_year_has_the_boundaries_of_its_middle_day(sphere: str, day: date) -> None:
    assert middle_of("2016/17", sphere) == day
