"""Errors and uncalculated formulas, which the spreadsheet reader shows as blank.

Read as blank, a figure would silently be missing.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable
from posixpath import join, normpath
from typing import NoReturn
from xml.parsers import expat

_ROW_NUMBERS = 1_048_576
_SUSPECT = (b'"e"', b"'e'", b"<f", b":f")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class PartNotReadable(Exception):
    """A part of the workbook is missing or is not the XML it should be."""


class BrokenCells:
    """Broken cells by row number and column index, and how to show them in a row."""

    def __init__(self) -> None:
        self.width = 0
        self._found: dict[int, dict[int, str]] = defaultdict(dict)

    def add(self, row: int, column: int, rule: str, shown: str) -> None:
        self._found[row][column] = f"x{rule} {shown}"
        self.width = max(self.width, column + 1)

    def mark(self, row: int, cells: list[str]) -> None:
        for column, broken in self._found.get(row, {}).items():
            cells[column] = broken

    def rows_after(self, row: int) -> list[int]:
        return sorted(number for number in self._found if number > row)


def broken_cells(content: bytes, sheet: str) -> BrokenCells:
    """The broken cells of one sheet; its XML must be well-formed."""
    broken = BrokenCells()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = _part(archive, _path(archive, sheet))
    if any(mark in xml for mark in _SUSPECT):
        _Cells(broken).read(xml)
    else:
        _parse(xml)
    return broken


def _part(archive: zipfile.ZipFile, path: str) -> bytes:
    for name in archive.namelist():
        if name.casefold() == path.casefold():
            xml = archive.read(name)
            if xml.startswith(_UTF_16):
                raise PartNotReadable("a part of the workbook is not UTF-8")
            return xml
    raise PartNotReadable(f"the workbook has no part {path}")


def _path(archive: zipfile.ZipFile, sheet: str) -> str:
    relation = {
        named["name"]: identifier
        for named in _elements(_part(archive, "xl/workbook.xml"), "sheet")
        for key, identifier in named.items()
        if key.endswith(" id")
    }.get(sheet)
    for link in _elements(_part(archive, "xl/_rels/workbook.xml.rels"), "Relationship"):
        if link.get("Id") == relation:
            return normpath(join("/xl", link.get("Target", ""))).lstrip("/")
    raise PartNotReadable("the workbook does not say where its sheet is")


def _elements(xml: bytes, name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == name:
            found.append(attributes)

    _parse(xml, start)
    return found


class _Cells:
    """Walks the cells of a sheet; a cell may leave out where it is."""

    def __init__(self, broken: BrokenCells) -> None:
        self._broken = broken
        self._row = 0
        self._column = -1
        self._type: str | None = None
        self._formula = False
        self._inside = ""
        self._value = ""

    def read(self, xml: bytes) -> None:
        _parse(xml, self._start, self._end, self._text)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._inside = _local(tag)
        if self._inside == "row":
            self._row = _row_number(attributes.get("r"), self._row + 1)
            self._column = -1
        elif self._inside == "c":
            self._column = _column_index(attributes.get("r"), self._column + 1)
            self._type = attributes.get("t")
            self._formula, self._value = False, ""
        elif self._inside == "f":
            self._formula = True

    def _text(self, text: str) -> None:
        if self._inside in {"v", "t"}:
            self._value += text

    def _end(self, tag: str) -> None:
        self._inside = ""
        if _local(tag) != "c":
            return
        if self._type == "e":
            self._add("cell-has-error", self._value)
        elif self._formula and self._type != "str" and not self._value.strip():
            self._add("formula-without-value", "")

    def _add(self, rule: str, shown: str) -> None:
        self._broken.add(self._row, self._column, rule, shown[:100])


def _row_number(given: str | None, otherwise: int) -> int:
    if given is None:
        return otherwise
    if not re.fullmatch("[0-9]{1,7}", given) or not 1 <= int(given) <= _ROW_NUMBERS:
        raise PartNotReadable("a row of the sheet has an impossible number")
    return int(given)


def _column_index(reference: str | None, otherwise: int) -> int:
    if reference is None:
        return otherwise
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise PartNotReadable("a cell of the sheet is in an impossible place")
    index = 0
    for letter in match[1]:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]


def _refuse_doctype(*_: object) -> NoReturn:
    raise PartNotReadable("the workbook declares XML entities")


def _parse(
    xml: bytes,
    start: Callable[[str, dict[str, str]], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)  # noqa: FBT003  positional only in pyexpat
    except expat.ExpatError as error:
        raise PartNotReadable("the workbook is not well-formed XML") from error
