"""Tables written for a spreadsheet: one as CSV, or a workbook of one or more sheets.

Cells are text, so that no figure is rounded and no cell is taken for a formula; in a
CSV file, which has no types, such text is guarded. What is read back is what was
written. Columns named as `figures` are numbers in a workbook.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from chassis.tabular.guarding import guarded
from chassis.tabular.looks import (
    FIGURE,
    FROZEN,
    HEADER,
    STYLES,
    is_held_exactly,
    widths,
)


class SheetFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES = {
    SheetFormat.CSV: "text/csv; charset=utf-8",
    SheetFormat.XLSX: (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True)
class Sheet:
    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: Collection[str] = ()

    def written(self, form: SheetFormat) -> bytes:
        return _csv(self) if form is SheetFormat.CSV else workbook([self])


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.header)
    for row in sheet.rows:
        writer.writerow([guarded(cell) for cell in row])
    return out.getvalue().encode()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """These sheets in one XLSX file, in their order."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in _parts(sheets):
            # A fixed date: the same sheet gives the same bytes.
            part = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = ZIP_DEFLATED
            text = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + content
            archive.writestr(part, text)
    return out.getvalue()


def _parts(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    numbered = list(enumerate(sheets, start=1))
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        f'ContentType="{_TYPES}worksheet+xml"/>'
        for number, _ in numbered
    )
    yield (
        "[Content_Types].xml",
        (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" '
            f'ContentType="{_TYPES}sheet.main+xml"/>'
            '<Override PartName="/xl/styles.xml" '
            f'ContentType="{_TYPES}styles+xml"/>{overrides}</Types>'
        ),
    )
    yield "_rels/.rels", _related([("officeDocument", "xl/workbook.xml")])
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number, _ in numbered]
    yield "xl/_rels/workbook.xml.rels", _related([*targets, ("styles", "styles.xml")])
    yield "xl/styles.xml", STYLES
    named = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in numbered
    )
    yield (
        "xl/workbook.xml",
        (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}">'
            f"<sheets>{named}</sheets></workbook>"
        ),
    )
    for number, sheet in numbered:
        yield f"xl/worksheets/sheet{number}.xml", _worksheet(sheet)


def _worksheet(sheet: Sheet) -> str:
    head = "".join(_text(name, HEADER) for name in sheet.header)
    figures = [name in sheet.figures for name in sheet.header]
    rows = "".join(f"<row>{_cells(row, figures)}</row>" for row in sheet.rows)
    return (
        f'<worksheet xmlns="{_MAIN}">{FROZEN}{widths(sheet.header, sheet.rows)}'
        f"<sheetData><row>{head}</row>{rows}</sheetData></worksheet>"
    )


def _related(targets: Sequence[tuple[str, str]]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
    )


def _cells(row: Sequence[str], figures: Sequence[bool]) -> str:
    return "".join(
        _figure(cell) if is_figure and is_held_exactly(cell) else _text(cell)
        for cell, is_figure in zip(row, figures, strict=True)
    )


def _figure(cell: str) -> str:
    """Amounts with their cents, counts without."""
    styled = f' s="{FIGURE}"' if "." in cell else ""
    return f"<c{styled}><v>{cell}</v></c>"


def _text(cell: str, style: int = 0) -> str:
    styled = f' s="{style}"' if style else ""
    held = f'<is><t xml:space="preserve">{_in_xml(cell)}</t></is>'
    return f'<c{styled} t="inlineStr">{held}</c>'


def _in_xml(text: str) -> str:
    """Without what XML cannot hold; spreadsheets take a bare `_x0041_` for a letter."""
    return escape(_LIKE_AN_ESCAPE.sub("_x005F_", _NOT_IN_XML.sub("", text)))
