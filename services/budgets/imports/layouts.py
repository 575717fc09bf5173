"""The columns of the three files of a budget."""

import re

from chassis.tabular.columns import AmountsByYear, Column
from chassis.tabular.kinds import CellRefused, boolean, choice, code, codes, text
from chassis.tabular.layout import Layout
from chassis.tabular.table import Cell
from services.budgets.imports.rows import AllocationRow, FundRow, LineRow
from services.budgets.lines.models import GenderMarker, LineClass, Sphere

FUNCTION_CODE = re.compile(r"[0-9]{4}")
SCHEDULES = ("1", "2", "3", "4A", "4B", "5A", "5B", "6A", "6B", "7A", "7B")


def function_code(cell: Cell) -> str:
    """Four digits of the municipal standard classification."""
    return _four_digits(code(cell))


def function_codes(cell: Cell) -> tuple[str, ...]:
    return tuple(_four_digits(each) for each in codes(cell))


def _four_digits(written: str) -> str:
    if not FUNCTION_CODE.fullmatch(written):
        raise CellRefused("function-code-not-valid", "four digits, such as 4202")
    return written


FUNDS = Layout(
    FundRow,
    (
        Column("fund", code, required=True, unique=True),
        Column("name", text(200), required=True),
        Column("grant_code", code),
        Column("dora_schedule", choice(SCHEDULES)),
        Column("allowed_function_codes", function_codes),
    ),
)

ALLOCATIONS = Layout(
    AllocationRow,
    (
        Column("fund", code, required=True, unique=True),
        Column("grant_code", code),
        AmountsByYear("allocation", required=True),
    ),
)

LINES = Layout(
    LineRow,
    (
        Column("line_id", code, required=True, unique=True),
        Column("title", text(200), required=True),
        Column("organ", code, required=True),
        Column("sphere", choice([sphere.value for sphere in Sphere]), required=True),
        Column("location_code", code, required=True),
        Column("fund", code, required=True),
        Column("function_code", function_code),
        AmountsByYear("amount", required=True),
        Column("intervention_id", code),
        Column("line_class", choice([each.value for each in LineClass]), required=True),
        Column("in_idp", boolean),
        Column("gender_marker", choice([marker.value for marker in GenderMarker])),
        Column("has_protocol", boolean),
    ),
)
