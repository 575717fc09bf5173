"""CSV as it is found: comma, semicolon or tab; UTF-8 or marked UTF-16; no guess."""

import codecs
import csv
import io
from collections.abc import Iterator
from enum import StrEnum

from chassis.tabular.guarding import unguarded
from chassis.tabular.table import FileNotReadable, FileTooLarge, TableRow

_DELIMITERS = ",;\t"
_LONGEST_LINE = 1_000_000


class Encoding(StrEnum):
    """What a sender may declare; otherwise a file is UTF-8, or UTF-16 with a mark."""

    UTF_8 = "utf-8"
    WINDOWS_1252 = "windows-1252"


def delimited_rows(content: bytes, declared: Encoding | None) -> Iterator[TableRow]:
    """Every record, numbered as a spreadsheet shows it, blank ones included.

    FileNotReadable on bytes or quotes that do not fit.
    """
    encoding = _encoding(content, declared)
    number = 0
    try:
        with io.TextIOWrapper(io.BytesIO(content), encoding, newline="") as text:
            delimiter = _delimiter(text.read(65_536))
            text.seek(0)
            records = csv.reader(_lines(text), delimiter=delimiter, strict=True)
            for number, cells in enumerate(records, start=1):
                yield TableRow(number, [unguarded(cell) for cell in cells])
    except UnicodeError as error:
        raise FileNotReadable(
            f"after row {number} the text is not {encoding}; save it as CSV UTF-8, "
            "or declare encoding windows-1252 if that is what it is"
        ) from error
    except csv.Error as error:
        raise FileNotReadable(
            f"after row {number} the quoting is broken: {error}"
        ) from error


def _encoding(content: bytes, declared: Encoding | None) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in content:
        raise FileNotReadable("the file holds NUL bytes: it is not text")
    if declared is not Encoding.WINDOWS_1252:
        return "utf-8-sig"
    if not content.isascii() and _is_utf_8(content):
        raise FileNotReadable("declared as windows-1252, but the text is UTF-8")
    return "cp1252"


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(beginning: str) -> str:
    header = _unquoted_header(beginning.lstrip("\r\n"))
    found = [delimiter for delimiter in _DELIMITERS if delimiter in header]
    if len(found) > 1:
        raise FileNotReadable(
            "the header separates its columns in more than one way; "
            "use only commas, only semicolons or only tabs"
        )
    return found[0] if found else ","


def _unquoted_header(text: str) -> str:
    kept: list[str] = []
    quoted = False
    for character in text:
        if character == '"':
            quoted = not quoted
        elif not quoted and character in "\r\n":
            break
        elif not quoted:
            kept.append(character)
    return "".join(kept)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise FileTooLarge(f"a line has more than {_LONGEST_LINE} characters")
        yield line
