"""Workbooks are read exactly, and a hostile one ends only the process that reads it."""

import asyncio
import io
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from chassis.errors import Refusal
from chassis.tabular.table import (
    BrokenCell,
    FileNotReadable,
    FileTooLarge,
    Limits,
    Table,
)
from chassis.tabular.upload import Upload, read_table
from chassis.tabular.workbook import rows_in_answer

ZEROS = b"\0" * 1_000_000


def _workbook(**sheets: Callable[[Worksheet], object]) -> bytes:
    """A workbook with these sheets, each filled by its function."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        for name, fill in sheets.items():
            fill(workbook.add_worksheet(name))
    return file.getvalue()


def _small(sheet: Worksheet) -> None:
    sheet.write_row(0, 0, ["a", "b"])
    sheet.write_row(1, 0, ["x", 2])


def _with_part(content: bytes, name: str, part: bytes | None = None, **change: bytes):
    """The archive with one part replaced (or added), or with old=..., new=... in it."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        if part is None:
            part = old.read(name)
            assert change["old"] in part
            part = part.replace(change["old"], change["new"])
        new.writestr(name, part)
    return file.getvalue()


def _sheet_with(sheet_data: str) -> bytes:
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{sheet_data}</sheetData></worksheet>"
    )
    return _with_part(
        _workbook(Sheet1=_small), "xl/worksheets/sheet1.xml", xml.encode()
    )


async def _read(content: bytes, sheet: str | None = None) -> Table:
    return await read_table(Upload(content, sheet=sheet))


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

    table = await _read(file.getvalue())

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

    table = await _read(_workbook(S=fill))

    assert (table.header.number, list(table.header.cells)) == (3, ["", "a", "b"])
    assert [(row.number, row.cells) for row in table.rows] == [(6, ["", "x", "y"])]


async def test_the_first_visible_sheet_that_holds_anything_is_read():
    def hide(sheet: Worksheet) -> None:
        sheet.write(0, 0, "hidden")
        sheet.hide()

    content = _workbook(
        Shown=lambda sheet: sheet.activate(), Hidden=hide, Plan=_small, Other=_small
    )

    assert (await _read(content)).sheet == "Plan"
    assert (await _read(content, "Hidden")).header.cells == ["hidden"]


@pytest.mark.parametrize("sheet", ["plan", "-c", "x" * 1000, "a\0b", "\ud800"])
async def test_a_declared_sheet_must_exist(sheet: str):
    with pytest.raises(FileNotReadable, match="declared name"):
        await _read(_workbook(Plan=_small), sheet)


@pytest.mark.parametrize("sheet", [None, "Sheet1"])
async def test_an_empty_workbook_is_refused(sheet: str | None):
    with pytest.raises(FileNotReadable):
        await _read(_workbook(Sheet1=lambda _: None), sheet)


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
    content = _sheet_with(
        '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c></row>'
        f'<row r="4"><c r="C4" {cell}</c></row>'
    )

    table = await _read(content)

    assert table.rows[0].number == 4
    assert list(table.rows[0].cells) == ["", "", broken]


async def test_cells_that_do_not_say_where_they_are_are_counted():
    content = _sheet_with(
        '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>'
        '<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>'
    )

    table = await _read(content)

    assert table.rows[0].cells == [Decimal(1), BrokenCell("cell-has-error", "#REF!")]


async def test_a_formula_that_yields_no_text_is_blank():
    content = _sheet_with(
        '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><f>""</f><v></v></c></row>'
    )

    assert (await _read(content)).rows[0].cells == [Decimal(1), ""]


async def test_a_time_of_day_is_not_a_number():
    def fill(sheet: Worksheet) -> None:
        sheet.write(0, 0, "a")
        sheet.write_datetime(1, 0, time(12, 30))

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "hh:mm"}) as book:
        fill(book.add_worksheet())

    table = await _read(file.getvalue())

    assert table.rows[0].cells == [BrokenCell("time-of-day", "12:30:00")]


def _bomb() -> bytes:
    file = io.BytesIO(_workbook(S=_small))
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/bomb.xml", "w") as part,
    ):
        for _ in range(150):
            part.write(ZEROS)
    return file.getvalue()


def _lying_bomb() -> bytes:
    """The table of contents says 1 000 bytes where 150 MB unpack."""
    content = bytearray(_bomb())
    directory = content.rfind(b"PK\x01\x02")
    struct.pack_into("<L", content, directory + 24, 1_000)
    return bytes(content)


async def test_a_zip_bomb_is_refused_unopened():
    with pytest.raises(FileTooLarge, match="unpacks to 150"):
        await _read(_bomb())


async def test_a_zip_bomb_that_lies_about_its_size_is_refused():
    with pytest.raises(FileNotReadable, match="lies"):
        await _read(_lying_bomb())


async def test_one_far_cell_ends_only_the_reader():
    with pytest.raises(FileNotReadable, match="within 512 MB"):
        await _read(
            _sheet_with(
                '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
                '<c r="XFD1048576"><v>1</v></c></row>'
            )
        )


async def test_sixteen_thousand_columns_are_refused():
    def fill(sheet: Worksheet) -> None:
        sheet.write_row(0, 0, [f"c{number}" for number in range(16_384)])

    with pytest.raises(FileTooLarge, match="200 columns"):
        await _read(_workbook(S=fill))


async def test_too_many_rows_are_refused():
    with pytest.raises(FileTooLarge, match="more than 3 rows"):
        await read_table(
            Upload(_workbook(S=lambda sheet: sheet.write_column(0, 0, range(9)))),
            Limits(rows=3),
        )


async def test_a_sheet_of_too_much_text_is_refused():
    """Each of 3 000 cells shows the one shared text of 30 000 characters."""

    def fill(sheet: Worksheet) -> None:
        for row in range(3_000):
            sheet.write_string(row, 0, "x" * 30_000)

    with pytest.raises(FileTooLarge, match="too much text"):
        await _read(_workbook(S=fill))


LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10)
    for level in range(1, 10)
)
DOCTYPE = b'<!DOCTYPE sst [<!ENTITY l0 "ha">' + LAUGHS + b"]>"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/sharedStrings.xml", b"<sst", DOCTYPE + b"<sst"),
        ("xl/sharedStrings.xml", b">x<", b">&l9;<"),
        ("xl/workbook.xml", b"<workbook", DOCTYPE + b"<workbook"),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"../../etc/passwd"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships", b"<Broken"),
        ("xl/_rels/workbook.xml.rels", b'Id="rId1"', b'Id="rId9"'),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"styles.xml"),
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData><<"),
        ("xl/worksheets/sheet1.xml", b'r="B2"', b'r="2B" t="e"'),
        ("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row t="e" r="9999999"'),
        ("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row t="e" r="x"'),
    ],
)
async def test_hostile_xml_is_refused(part: str, old: bytes, new: bytes):
    content = _with_part(_workbook(Sheet1=_small), part, old=old, new=new)

    try:
        table = await _read(content)
    except FileNotReadable:
        return

    assert "hahaha" not in str(table)
    assert (part, b"DOCTYPE" in new) == ("xl/sharedStrings.xml", True)


async def test_entities_in_texts_never_expand():
    xml = (
        DOCTYPE + b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
        b'main"><si><t>a</t></si><si><t>&l9;</t></si><si><t>c</t></si></sst>'
    )

    with pytest.raises(FileNotReadable):
        await _read(_with_part(_workbook(Sheet1=_small), "xl/sharedStrings.xml", xml))


async def test_xml_in_utf_16_is_refused():
    xml = '<?xml version="1.0"?><worksheet/>'.encode("utf-16")

    with pytest.raises(FileNotReadable):
        await _read(
            _with_part(_workbook(Sheet1=_small), "xl/worksheets/sheet1.xml", xml)
        )


def _archive(*names: str, attributes: int = 0) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", *names):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = attributes << 16
            archive.writestr(entry, b"<x/>")
    return file.getvalue()


def _patched(content: bytes, offset: int, value: int) -> bytes:
    """Overwrite two bytes of the first entry in the table of contents."""
    patched = bytearray(content)
    at = content.find(b"PK\x01\x02")
    struct.pack_into("<H", patched, at + offset, value)
    return bytes(patched)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_archive("/etc/passwd"), "unsafe name"),
        (_archive("xl/../../x"), "unsafe name"),
        (_archive("xl\\..\\x"), "unsafe name"),
        (_archive("C:x"), "unsafe name"),
        (_archive("XL/Workbook.xml"), "two parts"),
        (_archive("x", attributes=0o120777), "symbolic link"),
        (_patched(_archive(), 8, 1), "password"),
        (_patched(_archive(), 10, 99), "compression"),
        (_patched(_archive(), 24, 7), "lies"),
        (_patched(_archive(), 42, 0xFFFF), "damaged"),
        (_archive()[:-1], "incomplete"),
        (_archive()[:-22], "incomplete"),
        (_archive() + b"x", "before, after"),
        (b"PK\x03\x04 padded " + _archive(), "not where it says"),
        (b"PK\x03\x04" + b"\0" * 1000, "incomplete"),
        (
            _archive()[:-22].replace(b"PK\x01\x02", b"PK\x01\x09") + _archive()[-22:],
            "damaged",
        ),
        (_archive().replace(b"<x/>", b"<y/>", 1), "checksum"),
        (_archive(), "cannot be read"),
    ],
)
async def test_an_archive_that_is_no_plain_workbook_is_refused(
    content: bytes, reason: str
):
    with pytest.raises(FileNotReadable, match=reason):
        await _read(content)


async def test_a_zip_of_something_else_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    with pytest.raises(FileNotReadable, match="not an XLSX"):
        await _read(file.getvalue())


async def test_ten_thousand_parts_are_refused_before_they_are_listed():
    with pytest.raises(FileTooLarge, match="200 parts"):
        await _read(_archive(*(f"x{number}" for number in range(10_000))))


async def test_parts_that_overlap_are_refused():
    content = bytearray(_archive("y"))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<LL", content, at + 20, len(content), len(content))

    with pytest.raises(FileNotReadable, match="overlap"):
        await _read(bytes(content))


def _with_zip64_record(content: bytes, entries: int) -> bytes:
    end = content[-22:]
    *_, size, start, _ = struct.unpack("<4s4H2LH", end)
    record = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, start
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, start + size, 1)
    return content[:-22] + record + locator + end


async def test_a_zip64_record_may_only_repeat_what_the_archive_says():
    content = _workbook(S=_small)
    entries = len(zipfile.ZipFile(io.BytesIO(content)).namelist())

    assert (await _read(_with_zip64_record(content, entries))).sheet == "S"
    with pytest.raises(FileNotReadable, match="not where it says"):
        await _read(_with_zip64_record(content, entries + 1))


@pytest.mark.parametrize("cut", range(1, 10))
async def test_a_cut_workbook_is_refused(cut: int):
    content = _workbook(S=_small)

    with pytest.raises(Refusal):
        await _read(content[: len(content) * cut // 10])


async def test_workbooks_are_read_side_by_side():
    contents = [_workbook(**{f"S{number}": _small}) for number in range(6)]

    tables = await asyncio.gather(*map(_read, contents))

    assert [table.sheet for table in tables] == [f"S{n}" for n in range(6)]


def _children() -> set[str]:
    tasks = Path("/proc/self/task").glob("*/children")
    return {child for task in tasks for child in task.read_text().split()}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
async def test_a_cancelled_read_leaves_no_process():
    before = _children()
    reading = asyncio.create_task(_read(_workbook(S=_small)))
    while not _children() - before and not reading.done():  # noqa: ASYNC110
        await asyncio.sleep(0)
    reading.cancel()

    with suppress(asyncio.CancelledError):
        await reading

    assert _children() <= before


async def test_a_reader_that_takes_too_long_is_ended():
    with pytest.raises(FileNotReadable, match="20 seconds"):
        await read_table(Upload(_workbook(S=_small)), Limits(patience_seconds=0))


@pytest.mark.parametrize("answer", [b"", b'{"sheet": "S"}\n[1, ["sa"]]\n[2, ["s'])
def test_half_an_answer_of_the_reader_is_no_table(answer: bytes):
    with pytest.raises(FileNotReadable):
        rows_in_answer(answer)
