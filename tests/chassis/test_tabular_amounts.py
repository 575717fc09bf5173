"""Amounts are converted to rand exactly, or refused with advice."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.tabular.amounts import LARGEST, amount
from chassis.tabular.kinds import CellRefused
from chassis.tabular.table import BrokenCell, Cell
from chassis.tabular.units import Unit


@pytest.mark.parametrize(
    ("cell", "unit", "rand"),
    [
        ("0", Unit.RAND, "0.00"),
        ("-0", Unit.RAND, "0.00"),
        ("-0.000", Unit.THOUSAND, "0.00"),
        (" 20000 ", Unit.THOUSAND, "20000000.00"),
        ("0007", Unit.RAND, "7.00"),
        ("1.1000000", Unit.RAND, "1.10"),
        ("0.00001", Unit.THOUSAND, "0.01"),
        ("18000.12345678", Unit.MILLION, "18000123456.78"),
        ("99999999999999999.99", Unit.RAND, "99999999999999999.99"),
        ("99999999999.99999999", Unit.MILLION, "99999999999999999.99"),
        (Decimal("20000.1"), Unit.THOUSAND, "20000100.00"),
        (Decimal("1E+3"), Unit.RAND, "1000.00"),
        (Decimal("1E-8"), Unit.MILLION, "0.01"),
    ],
)
def test_amounts_are_exact_rand(cell: Cell, unit: Unit, rand: str):
    assert str(amount(unit)(cell)) == rand


@pytest.mark.parametrize(
    ("cell", "rule", "advice"),
    [
        ("1_000", "amount-not-a-number", "plain digits"),
        ("1e3", "amount-not-a-number", "plain digits"),
        ("NaN", "amount-not-a-number", "plain digits"),
        ("Infinity", "amount-not-a-number", "plain digits"),
        ("-inf", "amount-not-a-number", "plain digits"),
        ("\uff11\uff12", "amount-not-a-number", "plain digits"),
        ("+5", "amount-not-a-number", "plain digits"),
        (".5", "amount-not-a-number", "plain digits"),
        ("5.", "amount-not-a-number", "plain digits"),
        ("0x10", "amount-not-a-number", "plain digits"),
        ("(100)", "amount-not-a-number", "plain digits"),
        ("To be finalised", "amount-not-a-number", "plain digits"),
        ("1.2.3", "amount-not-a-number", "plain digits"),
        ("5\u0000", "amount-not-a-number", "plain digits"),
        ("2000,50", "amount-not-a-number", "after a point"),
        ("1 000,5", "amount-not-a-number", "after a point"),
        ("1 000", "amount-not-a-number", "without separators"),
        ("1\u00a0000", "amount-not-a-number", "without separators"),
        ("1,000,000", "amount-not-a-number", "without separators"),
        ("R100", "amount-not-a-number", "the number alone"),
        (True, "amount-not-a-number", "plain digits"),
        (date(2026, 4, 1), "amount-not-a-number", "plain digits"),
        (BrokenCell("cell-has-error", "#DIV/0!"), "cell-has-error", "an error"),
        (BrokenCell("formula-without-value", ""), "formula-without-value", "save"),
        ("-1", "amount-negative", "not negative"),
        (Decimal(-1), "amount-negative", "not negative"),
        ("9" * 30, "amount-too-large", "17 digits"),
        ("9" * 31, "amount-not-a-number", "plain digits"),
        ("100000000000000", "amount-too-large", "17 digits"),
        (Decimal("1E+300"), "amount-too-large", "17 digits"),
        ("0.000001", "amount-too-precise", "cent"),
        ("1.123456789012", "amount-too-precise", "cent"),
        (Decimal("1E-300"), "amount-too-precise", "cent"),
    ],
)
def test_what_is_no_plain_amount_is_refused(cell: Cell, rule: str, advice: str):
    with pytest.raises(CellRefused, match=advice) as refused:
        amount(Unit.THOUSAND)(cell)

    assert refused.value.rule == rule


def test_negative_amounts_are_read_where_a_column_allows_them():
    assert amount(Unit.RAND, negative=True)("-1.5") == Decimal("-1.50")


@given(
    cents=st.integers(min_value=0, max_value=int(LARGEST * 100)),
    unit=st.sampled_from(Unit),
)
def test_every_amount_survives_being_written_in_any_unit(cents: int, unit: Unit):
    rand = Decimal(cents) / 100

    written = f"{rand / unit.value:f}"

    assert amount(unit)(written) == rand


@given(st.text(alphabet="0123456789.-+eE_, \uff11", max_size=40), st.sampled_from(Unit))
def test_no_text_is_rounded(written: str, unit: Unit):
    try:
        read = amount(unit, negative=True)(written)
    except CellRefused:
        return

    assert read == Decimal(written) * unit.value
