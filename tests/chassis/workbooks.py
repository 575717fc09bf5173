"""Workbooks made and mutilated for tests of the spreadsheet reader."""

import io
import zipfile
from collections.abc import Callable

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from chassis.tabular.table import (
    Table,
)
from chassis.tabular.upload import Upload, read_table

ZEROS = b"\0" * 1_000_000


def workbook(**sheets: Callable[[Worksheet], object]) -> bytes:
    """A workbook with these sheets, each filled by its function."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        for name, fill in sheets.items():
            fill(workbook.add_worksheet(name))
    return file.getvalue()


def small(sheet: Worksheet) -> None:
    sheet.write_row(0, 0, ["a", "b"])
    sheet.write_row(1, 0, ["x", 2])


def with_part(content: bytes, name: str, part: bytes | None = None, **change: bytes):
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


def sheet_with(sheet_data: str) -> bytes:
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{sheet_data}</sheetData></worksheet>"
    )
    return with_part(workbook(Sheet1=small), "xl/worksheets/sheet1.xml", xml.encode())


async def read(content: bytes, sheet: str | None = None) -> Table:
    return await read_table(Upload(content, sheet=sheet))
