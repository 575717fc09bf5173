"""Amounts as they travel."""

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from contracts.money import Rand

AMOUNT = TypeAdapter(Rand)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [("0", "0"), ("60000000.00", "60000000"), ("-12.5", "-12.5"), ("007.10", "7.1")],
)
def test_a_decimal_string_is_an_amount(sent, meant) -> None:
    assert AMOUNT.validate_python(sent) == Decimal(meant)


@pytest.mark.parametrize(
    "sent",
    [
        *("", "-", ".", "1.", "1.234", "1e3", "NaN", "Infinity", "1_000", "1 000"),
        *("\uff11\uff12", "1,5", "+1", "--1", "1.2.3", "9" * 18),
        *("0" * 17 + "1", "1.000"),
        *(1.5, 12, True, None, Decimal("NaN")),
    ],
)
def test_anything_else_is_not(sent) -> None:
    with pytest.raises(ValidationError):
        AMOUNT.validate_python(sent)


def test_an_amount_is_written_with_two_decimals() -> None:
    assert AMOUNT.dump_python(Decimal(60), mode="json") == "60.00"
    assert AMOUNT.dump_python(Decimal("1E+3"), mode="json") == "1000.00"
