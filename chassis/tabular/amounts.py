"""Money in a file: plain digits and a point, converted to rand exactly or refused."""

import re
from decimal import Decimal

from chassis.tabular.kinds import CellRefused, Kind, refuse_broken
from chassis.tabular.table import Cell
from chassis.tabular.units import Unit

LARGEST = Decimal("99999999999999999.99")
_CENT = Decimal("0.01")
_PLAIN = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,12})?")
_COMMA_DECIMAL = re.compile(r"-?[0-9 ]+,[0-9]{1,2}")


def amount(unit: Unit, *, negative: bool = False) -> Kind:
    """Rand, converted from the unit: at most 17 digits, a point and 2 digits."""

    def read(cell: Cell) -> Decimal:
        written = _digits(cell)
        if Decimal(written) < 0 and not negative:
            raise CellRefused("amount-negative", "an amount here is not negative")
        rand = _in_rand(written, unit)
        if abs(rand) > LARGEST:
            raise CellRefused("amount-too-large", "at most 17 digits in rand")
        return abs(rand) if rand == 0 else rand

    return read


def _digits(cell: Cell) -> str:
    refuse_broken(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    written = cell.strip() if isinstance(cell, str) else ""
    if not _PLAIN.fullmatch(written):
        raise CellRefused("amount-not-a-number", _advice(written))
    return written


def _advice(written: str) -> str:
    if _COMMA_DECIMAL.fullmatch(written):
        return "write the decimals after a point, not a comma"
    if re.search(r"[0-9][ ,\u00a0\u202f'][0-9]", written):
        return "write the digits without separators"
    if written.casefold().startswith("r"):
        return "write the number alone; the unit is declared for the file"
    return "plain digits, with a point before decimals"


def _in_rand(written: str, unit: Unit) -> Decimal:
    """Exact: what would not fit the context's 28 digits or a cent is refused before."""
    whole, _, decimals = written.partition(".")
    if len(whole.lstrip("-0")) > len(str(int(LARGEST))):
        raise CellRefused("amount-too-large", "at most 17 digits in rand")
    if len(decimals.rstrip("0")) > len(str(unit.value)) + 1:
        raise CellRefused("amount-too-precise", "no fractions of a cent")
    rand = Decimal(f"{whole}.{decimals.rstrip('0') or 0}") * unit.value
    return rand.quantize(_CENT)
