"""Settings have a date and a source; the latest that has begun is in force."""

from datetime import date
from decimal import Decimal

import pytest

from services.budgets.alignment import configuration
from services.budgets.alignment.configuration import Dated, configuration_on

FIRST_DAY = date(2026, 4, 1)


def test_the_settings_of_today_are_those_of_the_catalogue() -> None:
    today = configuration_on(date(2026, 11, 21))

    assert today.window == ("2026/27", "2027/28", "2028/29")
    assert (today.tolerance, today.high_shortfall) == (Decimal("0.1"), Decimal("0.25"))
    assert today.materiality == 1_000_000
    assert (today.rural_gap, today.gender_target) == (5, 10)
    assert not today.soften_outer_years
    assert not today.expect_operating_provision


def test_a_new_value_holds_from_its_first_day(monkeypatch: pytest.MonkeyPatch) -> None:
    stricter = Dated(Decimal("0.05"), date(2027, 4, 1), "a circular")
    monkeypatch.setattr(
        configuration, "TOLERANCE", (stricter, *configuration.TOLERANCE)
    )

    assert configuration_on(date(2027, 3, 31)).tolerance == Decimal("0.1")
    assert configuration_on(date(2027, 4, 1)).tolerance == Decimal("0.05")


def test_before_the_first_known_value_the_first_applies() -> None:
    assert configuration_on(date(2020, 1, 1)) == configuration_on(FIRST_DAY)


def test_every_setting_says_where_it_comes_from() -> None:
    settings = [
        dated
        for name, values in vars(configuration).items()
        if name.isupper() and isinstance(values, tuple)
        for dated in values
    ]

    assert len(settings) == len(configuration_on(FIRST_DAY).__slots__)
    assert all(dated.source and dated.valid_from for dated in settings)
