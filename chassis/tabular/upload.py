"""Uploaded bytes become a table; what they are is told by themselves, not by a name."""

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from chassis.tabular.delimited import Encoding, delimited_rows
from chassis.tabular.table import (
    FileNotReadable,
    FileTooLarge,
    Limits,
    Table,
    TableRow,
    within,
)
from chassis.tabular.workbook import workbook_rows

_ZIP = b"PK\x03\x04"
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "an old or password-protected Excel file; save it as XLSX",
    b"PK\x05\x06": "an empty zip archive, not a workbook",
    b"PK\x07\x08": "one piece of a split zip archive, not a workbook",
    b"%PDF": "a PDF document; upload the table itself, as CSV or XLSX",
    b"<": "a web page or XML, not a table; save it as CSV or XLSX",
}


@dataclass(frozen=True)
class Upload:
    """What came in: the bytes, and what its sender declared about them.

    `encoding` is for CSV, `sheet` (its exact name) for XLSX; each is ignored elsewhere.
    """

    content: bytes
    encoding: Encoding | None = None
    sheet: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes in hexadecimal: the same file twice has it twice."""
        return hashlib.sha256(self.content).hexdigest()


async def read_table(upload: Upload, limits: Limits | None = None) -> Table:
    """The table in a CSV or XLSX file, or FileNotReadable, or FileTooLarge."""
    limits = limits or Limits()
    content = upload.content
    if len(content) > limits.size_bytes:
        raise FileTooLarge(f"the file has more than {limits.size_bytes} bytes")
    if content.startswith(_ZIP):
        sheet, rows = await workbook_rows(content, upload.sheet, limits)
        return await asyncio.to_thread(_table, upload, sheet, rows, limits)
    for beginning, what in _FOREIGN.items():
        if content[:64].lstrip().startswith(beginning):
            raise FileNotReadable(f"this is {what}")
    records = delimited_rows(content, upload.encoding)
    return await asyncio.to_thread(_table, upload, None, records, limits)


def _table(
    upload: Upload, sheet: str | None, rows: Iterable[TableRow], limits: Limits
) -> Table:
    kept = within(limits, rows)
    if not kept:
        raise FileNotReadable("the file holds no table")
    header, *below = kept
    return Table(upload.digest, sheet, header, below)
