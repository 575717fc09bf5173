"""CSV files are read as they are meant, or refused with a reason."""

import hashlib

import pytest

from chassis.tabular.delimited import Encoding
from chassis.tabular.table import FileNotReadable, FileTooLarge, Limits, Table
from chassis.tabular.upload import Upload, read_table


async def _read(content: bytes, encoding: Encoding | None = None) -> Table:
    return await read_table(Upload(content, encoding))


def _cells(table: Table) -> list[tuple[int, list]]:
    return [(row.number, list(row.cells)) for row in [table.header, *table.rows] if row]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
async def test_the_header_tells_the_delimiter(delimiter: str):
    content = f'a{delimiter}"b,;\t"\n1{delimiter}"x,;\ty"\n'.encode()

    table = await _read(content)

    assert _cells(table) == [(1, ["a", "b,;\t"]), (2, ["1", "x,;\ty"])]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\nDr Beyers Naudé,2\n".encode(),
        "a,b\nDr Beyers Naudé,2\n".encode("utf-8-sig"),
        "a,b\r\nDr Beyers Naudé,2\r\n".encode("utf-16"),
        b"\xfe\xff" + "a,b\nDr Beyers Naudé,2\n".encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 little", "utf-16 big"],
)
async def test_unicode_files_are_read(content: bytes):
    table = await _read(content)

    assert _cells(table) == [(1, ["a", "b"]), (2, ["Dr Beyers Naudé", "2"])]


async def test_windows_1252_is_read_only_when_declared():
    content = "a\nDr Beyers Naudé \u2013 R\u2019000\n".encode("cp1252")

    table = await _read(content, Encoding.WINDOWS_1252)

    assert table.rows[0].cells == ["Dr Beyers Naudé \u2013 R\u2019000"]
    with pytest.raises(FileNotReadable, match="declare encoding windows-1252"):
        await _read(content)


async def test_utf_8_is_not_read_as_windows_1252():
    with pytest.raises(FileNotReadable, match="the text is UTF-8"):
        await _read("a\nNaudé\n".encode(), Encoding.WINDOWS_1252)


async def test_ascii_declared_as_windows_1252_is_read():
    table = await _read(b"a\nx\n", Encoding.WINDOWS_1252)

    assert table.rows[0].cells == ["x"]


async def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    table = await _read(b'\n\na,b\n1,"two\nlines"\n,\n\n2,3\n')

    assert _cells(table) == [
        (3, ["a", "b"]),
        (4, ["1", "two\nlines"]),
        (7, ["2", "3"]),
    ]


async def test_a_file_of_one_column_needs_no_delimiter():
    assert _cells(await _read(b"a\r1\r2\r")) == [(1, ["a"]), (2, ["1"]), (3, ["2"])]


async def test_the_digest_is_of_the_bytes():
    content = b"a\n1\n"

    table = await _read(content)

    assert table.digest == hashlib.sha256(content).hexdigest()
    assert table.digest == Upload(content, Encoding.UTF_8).digest
    assert table.digest != Upload(content + b"\n").digest


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no table"),
        (b" \r\n,,\n", "no table"),
        (b"\xef\xbb\xbf", "no table"),
        (b"a,b\n1,\x00\n", "NUL"),
        ("a,b\n1,2\n".encode("utf-16-le"), "NUL"),
        (b"a,b\n1,\xff\n", "not utf-8"),
        (b"\xff\xfea\x00\n", "not utf-16"),
        (b"a\n\xed\xa0\x80\n", "not utf-8"),
        (b"a,b\n1,2\n3,4\n5,\xff\n", "not utf-8"),
        (b'a,b\n1,"2\n3,4\n', "quoting is broken"),
        (b'a,b\n1,"2"3\n', "quoting is broken"),
        (b"a,b;c\n1,2\n", "more than one way"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password-protected Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\n <html><table><tr><td>1</td></tr></table>", "web page"),
        (b"PK\x05\x06" + b"\0" * 18, "empty zip"),
    ],
)
async def test_what_is_not_a_table_is_refused(content: bytes, reason: str):
    with pytest.raises(FileNotReadable, match=reason):
        await _read(content)


async def test_a_byte_out_of_place_is_located():
    rows = b"".join(b"%d,x\n" % number for number in range(20_000))

    with pytest.raises(FileNotReadable, match=r"after row 1[0-9]{4} "):
        await _read(b"a,b\n" + rows + b"1,\xff\n")


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (b"a\n1\n", Limits(size_bytes=3)),
        (b"a\n1\n2\n3\n", Limits(rows=2)),
        (b"a,b,c\n", Limits(columns=2)),
        (b"a\n1,2,3\n", Limits(columns=2)),
        (b"a,b\n1,2\n3,4\n", Limits(cells=5)),
        (b"a\n" + b"x" * 11, Limits(cell_characters=10)),
        (b"a\n" + b"," * 2_000_000, Limits()),
        (b"a\n" + b"x" * 2_000_000, Limits()),
        (b"a" * 19_000_000, Limits()),
    ],
)
async def test_a_file_beyond_a_limit_is_refused(content: bytes, limits: Limits):
    with pytest.raises(FileTooLarge):
        await read_table(Upload(content), limits)


async def test_a_file_at_the_limits_is_read():
    limits = Limits(size_bytes=8, rows=1, columns=2, cells=4, cell_characters=2)

    assert len((await read_table(Upload(b"a,b\n1,22"), limits)).rows) == 1


async def test_fifty_thousand_rows_are_read():
    line = b"I01,some title of a line,NC451,DC45,local,20000,30000,10000,1,R thousand\n"

    table = await _read(b"a,b,c,d,e,f,g,h,i,j\n" + line * 50_000)

    assert len(table.rows) == 50_000
    assert table.rows[-1].number == 50_001
