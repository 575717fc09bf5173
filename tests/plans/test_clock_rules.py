"""How long the law gives, to the day."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.plans.clocks.rules import (
    ClockRule,
    ClockState,
    later,
    limit_of,
    limits,
    state,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
    ids=["short-month", "leap-year", "from-leap-day", "year-end", "half-year"],
)
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_one(day, months, due):
    assert later(day, months=months) == due


@given(DAYS, st.integers(0, 60))
@settings(max_examples=50, deadline=None)
def test_later_is_always_so_many_months_later(day, months):
    due = later(day, months=months)

    assert (due.year - day.year) * 12 + due.month - day.month == months
    assert due.day <= day.day


@pytest.mark.parametrize(
    ("today", "stopped", "stands"),
    [
        ("2026-10-01", None, ClockState.RUNNING),
        ("2026-10-02", None, ClockState.WARNING),
        ("2026-12-31", None, ClockState.WARNING),
        ("2027-01-01", None, ClockState.BREACHED),
        ("2030-01-01", "2026-12-31", ClockState.KEPT),
        ("2030-01-01", "2027-01-01", ClockState.KEPT_LATE),
    ],
)
def test_a_clock_is_in_time_until_the_end_of_its_last_day(today, stopped, stands):
    found = state(
        warns_on=date(2026, 10, 2),
        due_on=date(2026, 12, 31),
        stopped_on=date.fromisoformat(stopped) if stopped else None,
        today=date.fromisoformat(today),
    )

    assert found is stands


def test_the_law_gives_twelve_months_a_year_and_six_months():
    given = {limit.rule: (limit.months, limit.citation) for limit in limits()}

    assert given == {
        ClockRule.PREPARATION: (12, "DDM Regulations 2024, reg 10(2)"),
        ClockRule.ANNUAL_REVIEW: (12, "DDM Regulations 2024, reg 10(3)"),
        ClockRule.REVIEW_LENGTH: (6, "DDM Regulations 2024, reg 10(3)"),
    }


def test_a_later_text_of_a_rule_applies_to_clocks_that_start_under_it():
    first = limits()[0]
    second = replace(first, months=9, applies_from=date(2030, 1, 1))
    known = (first, second)

    months = [
        limit_of(first.rule, on=date.fromisoformat(day), known=known).months
        for day in ("2020-01-01", "2029-12-31", "2030-01-01")
    ]

    assert months == [12, 12, 9]
