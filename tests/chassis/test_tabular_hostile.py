"""Whatever the bytes, an upload is read or refused; nothing else happens."""

import io
import zipfile
from dataclasses import dataclass

import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chassis.errors import Refusal
from chassis.tabular.columns import AmountsByYear, Column
from chassis.tabular.delimited import Encoding
from chassis.tabular.faults import collecting_errors
from chassis.tabular.kinds import code, text
from chassis.tabular.layout import Layout
from chassis.tabular.rows import read_rows
from chassis.tabular.units import Unit
from chassis.tabular.upload import Upload, read_table


@dataclass(frozen=True)
class Item:
    row: int
    item: str
    title: str
    planned: dict


ITEMS = Layout(
    Item,
    (
        Column("item", code, required=True),
        Column("title", text(), required=True),
        AmountsByYear("planned", required=True),
    ),
)
SPAWNING = settings(max_examples=25)
CELLS = st.text(max_size=30) | st.sampled_from(["I01", "x", "1", '"', "a,b", "é", ""])


async def _read(content: bytes, encoding: Encoding | None) -> str:
    """What a person would be told."""
    try:
        with collecting_errors() as errors:
            table = await read_table(Upload(content, encoding))
            await read_rows(table, ITEMS, unit=Unit.RAND, errors=errors)
    except Refusal as refused:
        return " ".join([refused.detail, *(error.detail for error in refused.errors)])
    return "read"


async def _is_read_or_refused(content: bytes, encoding: Encoding | None = None) -> bool:
    return (await _read(content, encoding)).isprintable()


@given(st.binary(max_size=400), st.sampled_from([None, *Encoding]))
@example(b"PK\x03\x04", None)
@example(b"\xff\xfe\x00\xd8", None)
@example(b"\xef\xbb\xbf\xff", Encoding.WINDOWS_1252)
async def test_any_bytes_are_read_or_refused(content: bytes, encoding: Encoding | None):
    assert await _is_read_or_refused(content, encoding)


@given(
    st.lists(st.lists(CELLS, max_size=5), max_size=8),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
async def test_any_text_is_read_or_refused(rows: list[list[str]], encoding: str):
    header = "item,title,planned_2026_27\n"
    content = header + "\n".join(",".join(row) for row in rows)

    assert await _is_read_or_refused(content.encode(encoding, "surrogatepass"))


def _small_workbook() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["item", "title", "planned_2026_27"])
        sheet.write_row(1, 0, ["I01", "x", 20000])
        sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
    return file.getvalue()


WORKBOOK = _small_workbook()
with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as _archive:
    PARTS = {name: _archive.read(name) for name in _archive.namelist()}
READ_PARTS = [name for name in PARTS if name.startswith("xl/")]


@SPAWNING
@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=4))
async def test_a_workbook_with_bytes_changed_is_read_or_refused(at: int, change: bytes):
    content = WORKBOOK[:at] + change + WORKBOOK[at + len(change) :]

    assert await _is_read_or_refused(content)


@SPAWNING
@given(
    st.sampled_from(READ_PARTS),
    st.floats(0, 1),
    st.sampled_from([b"", b"<", b"&lol;", b'"', b"\0", b"9" * 20, b"<c/>", b"-1"]),
)
async def test_a_workbook_with_xml_changed_is_read_or_refused(
    name: str, place: float, change: bytes
):
    part = PARTS[name]
    at = int(place * len(part))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, whole in PARTS.items():
            changed = part[:at] + change + part[at + len(change) :]
            archive.writestr(other, changed if other == name else whole)

    assert await _is_read_or_refused(file.getvalue())
