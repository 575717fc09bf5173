"""Workbooks are read exactly, and a hostile one ends only the process that reads it."""

import io
from datetime import date, datetime, time
from decimal import Decimal

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from chassis.tabular.table import (
    BrokenCell,
    FileNotReadable,
)
from tests.chassis.workbooks import read, sheet_with, small, workbook


async def test_cells_keep_their_kind_and_their_exact_value():
    moments = {"default_date_format": "yyyy-mm-dd hh:mm"}
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, moments | {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list("abcdefghij"))
        sheet.write_row(1, 0, ["=1+1", 20000.1, 12, True, "é\n", 0.1 + 0.2])
        sheet.write_datetime(1, 6, datetime(2026, 4, 1, 12, 30))  # noqa: DTZ001
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 7, date(2026, 4, 1), day)
        sheet.write_formula(1, 8, "=1+1", None, 2)
        sheet.write_blank(1, 9, None, day)

    table = await read(file.getvalue())

    assert table.rows[0].cells == [
        "=1+1",
        Decimal("20000.1"),
        Decimal(12),
        True,
        "é\n",
        Decimal("0.3"),
        datetime(2026, 4, 1, 12, 30),  # noqa: DTZ001
        date(2026, 4, 1),
        Decimal(2),
        "",
    ]


async def test_rows_are_numbered_as_the_sheet_shows_them():
    def fill(sheet: Worksheet) -> None:
        sheet.write_row(2, 1, ["a", "b"])
        sheet.write_row(5, 1, ["x", "y"])

    table = await read(workbook(S=fill))

    assert (table.header.number, list(table.header.cells)) == (3, ["", "a", "b"])
    assert [(row.number, row.cells) for row in table.rows] == [(6, ["", "x", "y"])]


async def test_the_first_visible_sheet_that_holds_anything_is_read():
    def hide(sheet: Worksheet) -> None:
        sheet.write(0, 0, "hidden")
        sheet.hide()

    content = workbook(
        Shown=lambda sheet: sheet.activate(), Hidden=hide, Plan=small, Other=small
    )

    assert (await read(content)).sheet == "Plan"
    assert (await read(content, "Hidden")).header.cells == ["hidden"]


@pytest.mark.parametrize("sheet", ["plan", "-c", "x" * 1000, "a\0b", "\ud800"])
async def test_a_declared_sheet_must_exist(sheet: str):
    with pytest.raises(FileNotReadable, match="declared name"):
        await read(workbook(Plan=small), sheet)


@pytest.mark.parametrize("sheet", [None, "Sheet1"])
async def test_an_empty_workbook_is_refused(sheet: str | None):
    with pytest.raises(FileNotReadable):
        await read(workbook(Sheet1=lambda _: None), sheet)


@pytest.mark.parametrize(
    ("cell", "broken"),
    [
        ('t="e"><f>1/0</f><v>#DIV/0!</v>', BrokenCell("cell-has-error", "#DIV/0!")),
        ("t='e'><v>#N/A</v>", BrokenCell("cell-has-error", "#N/A")),
        ("><f>1+1</f>", BrokenCell("formula-without-value", "")),
        ("><f>1+1</f><v></v>", BrokenCell("formula-without-value", "")),
        ("><f/><v/>", BrokenCell("formula-without-value", "")),
        ("><v>1e999</v>", BrokenCell("number-not-finite", "inf")),
        ("><v>NaN</v>", BrokenCell("number-not-finite", "nan")),
        (
            "><v>12345678901234567</v>",
            BrokenCell("number-not-exact", "1.2345678901234568e+16"),
        ),
    ],
)
async def test_a_cell_without_a_usable_value_is_not_blank(
    cell: str, broken: BrokenCell
):
    content = sheet_with(
        '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c></row>'
        f'<row r="4"><c r="C4" {cell}</c></row>'
    )

    table = await read(content)

    assert table.rows[0].number == 4
    assert list(table.rows[0].cells) == ["", "", broken]


async def test_cells_that_do_not_say_where_they_are_are_counted():
    content = sheet_with(
        '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>'
        '<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>'
    )

    table = await read(content)

    assert table.rows[0].cells == [Decimal(1), BrokenCell("cell-has-error", "#REF!")]


async def test_a_formula_that_yields_no_text_is_blank():
    content = sheet_with(
        '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><f>""</f><v></v></c></row>'
    )

    assert (await read(content)).rows[0].cells == [Decimal(1), ""]


async def test_a_time_of_day_is_not_a_number():
    def fill(sheet: Worksheet) -> None:
        sheet.write(0, 0, "a")
        sheet.write_datetime(1, 0, time(12, 30))

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "hh:mm"}) as book:
        fill(book.add_worksheet())

    table = await read(file.getvalue())

    assert table.rows[0].cells == [BrokenCell("time-of-day", "12:30:00")]
