"""Amounts and shares as they travel: decimal strings, never floating point."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

CENT = Decimal("0.01")
LARGEST = Decimal("99999999999999999.99")


def _decimal_text(amount: Decimal) -> str:
    return f"{amount.quantize(CENT, ROUND_HALF_UP):f}"


_PATTERN = r"^-?\d{1,17}(\.\d{1,2})?$"
_AMOUNT = re.compile(_PATTERN.strip("^$"), re.ASCII)


def _only_text_or_decimal(value: object) -> object:
    if not isinstance(value, str | Decimal):
        raise ValueError("send the amount as a decimal string")  # noqa: TRY004  pydantic reports ValueError
    if isinstance(value, str) and _AMOUNT.fullmatch(value) is None:
        raise ValueError("send digits: at most 17, and two after a point")
    return value


def _within_bounds(value: object) -> object:
    value = _only_text_or_decimal(value)
    amount = Decimal(value) if isinstance(value, str) else value
    if (
        not isinstance(amount, Decimal)
        or not amount.is_finite()
        or abs(amount) > LARGEST
    ):
        raise ValueError("at most seventeen digits before the point")
    if amount != amount.quantize(CENT):
        raise ValueError("at most two digits after the point")
    return amount


Rand = Annotated[
    Decimal,
    BeforeValidator(_within_bounds),
    PlainSerializer(_decimal_text, return_type=str),
    WithJsonSchema(
        {"type": "string", "pattern": _PATTERN, "examples": ["60000000.00"]}
    ),
]
"""South African rand with two decimals; a string in JSON."""

Share = Annotated[
    Decimal,
    BeforeValidator(_within_bounds),
    PlainSerializer(_decimal_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": _PATTERN, "examples": ["80.05"]}),
]
"""A share in percentage points with two decimals; a string in JSON."""
