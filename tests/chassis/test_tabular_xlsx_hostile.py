"""Workbooks that mean harm: bombs, lies, odd archives, readers that never end."""

import asyncio
import io
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from xlsxwriter.worksheet import Worksheet

from chassis.errors import Refusal
from chassis.tabular.table import (
    FileNotReadable,
    FileTooLarge,
    Limits,
)
from chassis.tabular.upload import Upload, read_table
from chassis.tabular.workbook import rows_in_answer
from tests.chassis.workbooks import ZEROS, read, sheet_with, small, with_part, workbook


def _bomb() -> bytes:
    file = io.BytesIO(workbook(S=small))
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
        await read(_bomb())


async def test_a_zip_bomb_that_lies_about_its_size_is_refused():
    with pytest.raises(FileNotReadable, match="lies"):
        await read(_lying_bomb())


async def test_one_far_cell_ends_only_the_reader():
    with pytest.raises(FileNotReadable, match="within 512 MB"):
        await read(
            sheet_with(
                '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
                '<c r="XFD1048576"><v>1</v></c></row>'
            )
        )


async def test_sixteen_thousand_columns_are_refused():
    def fill(sheet: Worksheet) -> None:
        sheet.write_row(0, 0, [f"c{number}" for number in range(16_384)])

    with pytest.raises(FileTooLarge, match="200 columns"):
        await read(workbook(S=fill))


async def test_too_many_rows_are_refused():
    with pytest.raises(FileTooLarge, match="more than 3 rows"):
        await read_table(
            Upload(workbook(S=lambda sheet: sheet.write_column(0, 0, range(9)))),
            Limits(rows=3),
        )


async def test_a_sheet_of_too_much_text_is_refused():
    """Each of 3 000 cells shows the one shared text of 30 000 characters."""

    def fill(sheet: Worksheet) -> None:
        for row in range(3_000):
            sheet.write_string(row, 0, "x" * 30_000)

    with pytest.raises(FileTooLarge, match="too much text"):
        await read(workbook(S=fill))


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
    content = with_part(workbook(Sheet1=small), part, old=old, new=new)

    try:
        table = await read(content)
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
        await read(with_part(workbook(Sheet1=small), "xl/sharedStrings.xml", xml))


async def test_xml_in_utf_16_is_refused():
    xml = '<?xml version="1.0"?><worksheet/>'.encode("utf-16")

    with pytest.raises(FileNotReadable):
        await read(with_part(workbook(Sheet1=small), "xl/worksheets/sheet1.xml", xml))


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
        await read(content)


async def test_a_zip_of_something_else_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    with pytest.raises(FileNotReadable, match="not an XLSX"):
        await read(file.getvalue())


async def test_ten_thousand_parts_are_refused_before_they_are_listed():
    with pytest.raises(FileTooLarge, match="200 parts"):
        await read(_archive(*(f"x{number}" for number in range(10_000))))


async def test_parts_that_overlap_are_refused():
    content = bytearray(_archive("y"))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<LL", content, at + 20, len(content), len(content))

    with pytest.raises(FileNotReadable, match="overlap"):
        await read(bytes(content))


def _with_zip64_record(content: bytes, entries: int) -> bytes:
    end = content[-22:]
    *_, size, start, _ = struct.unpack("<4s4H2LH", end)
    record = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, start
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, start + size, 1)
    return content[:-22] + record + locator + end


async def test_a_zip64_record_may_only_repeat_what_the_archive_says():
    content = workbook(S=small)
    entries = len(zipfile.ZipFile(io.BytesIO(content)).namelist())

    assert (await read(_with_zip64_record(content, entries))).sheet == "S"
    with pytest.raises(FileNotReadable, match="not where it says"):
        await read(_with_zip64_record(content, entries + 1))


@pytest.mark.parametrize("cut", range(1, 10))
async def test_a_cut_workbook_is_refused(cut: int):
    content = workbook(S=small)

    with pytest.raises(Refusal):
        await read(content[: len(content) * cut // 10])


async def test_workbooks_are_read_side_by_side():
    contents = [workbook(**{f"S{number}": small}) for number in range(6)]

    tables = await asyncio.gather(*map(read, contents))

    assert [table.sheet for table in tables] == [f"S{n}" for n in range(6)]


def _children() -> set[str]:
    tasks = Path("/proc/self/task").glob("*/children")
    return {child for task in tasks for child in task.read_text().split()}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
async def test_a_cancelled_read_leaves_no_process():
    before = _children()
    reading = asyncio.create_task(read(workbook(S=small)))
    while not _children() - before and not reading.done():  # noqa: ASYNC110
        await asyncio.sleep(0)
    reading.cancel()

    with suppress(asyncio.CancelledError):
        await reading

    assert _children() <= before


async def test_a_reader_that_takes_too_long_is_ended():
    with pytest.raises(FileNotReadable, match="20 seconds"):
        await read_table(Upload(workbook(S=small)), Limits(patience_seconds=0))


@pytest.mark.parametrize("answer", [b"", b'{"sheet": "S"}\n[1, ["sa"]]\n[2, ["s'])
def test_half_an_answer_of_the_reader_is_no_table(answer: bytes):
    with pytest.raises(FileNotReadable):
        rows_in_answer(answer)
