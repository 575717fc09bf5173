"""A workbook is written to be looked at: a header that stays, figures that add up."""

import io

from python_calamine import CalamineWorkbook

from chassis.tabular.looks import is_held_exactly
from chassis.tabular.writing import Sheet, SheetFormat
from tests.chassis.workbooks import read

SHEET = Sheet(
    "money",
    ("what", "amount"),
    [("pipe", "20000000.10"), ("all of it", "99999999999999999.99"), ("none", "")],
    {"amount"},
)


def test_a_figure_is_a_number_where_a_spreadsheet_holds_it_exactly() -> None:
    content = SHEET.written(SheetFormat.XLSX)

    [_, *rows] = (
        CalamineWorkbook.from_filelike(io.BytesIO(content))
        .get_sheet_by_index(0)
        .to_python()
    )

    assert [row[1] for row in rows] == [20000000.1, "99999999999999999.99", ""]


def test_digits_that_would_be_lost_stay_text() -> None:
    assert is_held_exactly("1234567890123.45")
    assert not is_held_exactly("12345678901234.56")
    assert not any(map(is_held_exactly, ["", "007", "1e5", "=1", "1.234", "NaN"]))


async def test_what_looks_better_is_read_back_as_before() -> None:
    table = await read(SHEET.written(SheetFormat.XLSX))

    assert [str(cell) for cell in table.rows[0].cells] == ["pipe", "20000000.1"]
