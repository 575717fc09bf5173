"""What no request should carry, and what no answer should show."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DEEP = 100_000
FIVE_MEGABYTES = 5 << 20

# Put in the place of every field, one at a time.
VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**400,
    "",
    "7",
    "NaN",
    "1969-12-31",
    "1_000",
    "0" * 400 + "1",
    "x" * 10_000,
    "a\x00b",
    "\ud800",
    "\u202eabc",
    [None],
    {"a": 1},
)

# As they are written: what a JSON writer would not write.
LITERALS = ("NaN", "1e999", "9" * 5000)

BODIES: dict[str, bytes] = {
    "nothing": b"",
    "a blank": b" ",
    "a bracket": b"{",
    "a member without a value": b'{"title": }',
    "a comma too many": b'{"title": "x",}',
    "single quotes": b"{'title': 'x'}",
    "a comment": b'{"title": "x" /* why */}',
    "two documents": b"{} {}",
    "null": b"null",
    "a number": b"7",
    "a text": b'"x"',
    "a list": b"[]",
    "nested lists": b"[" * DEEP + b"]" * DEEP,
    "nested objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "unclosed lists": b"[" * DEEP,
    "nested in a field": b'{"title":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "bytes that are not UTF-8": b'{"title": "\xff\xfe"}',
    "a surrogate in UTF-8": b'{"title": "\xed\xa0\x80"}',
    "an overlong slash": b'{"title": "\xc0\xaf"}',
    "UTF-16": '{"title": "x"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"title": "x"}',
    "a bare NUL": b'{"title": "\x00"}',
    "a raw line end in a text": b'{"title": "a\nb"}',
    "XML": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
}

CONTENT_TYPES = (
    None,
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "json",
    "*/*",
)

LIMITS = ("0", "-1", "501", "9" * 5000, "abc", "1.5", "", "true", "\u0661")

SEGMENTS = (
    "0",
    "null",
    "x" * 1500,
    "%00",
    "%2e%2e",
    "%2f",
    "%ff",
    "%C3%A9",
    "'%20or%201=1",
    "01a000000000700080000000000000000",
)

TEXTS = (
    "",
    "a\x00b",
    "' or 1=1 --",
    "%\\",
    "\u202e\U0001f600",
    "x" * 5000,
    "9" * 400,
    "10000-01-01",
)

CHECKOUT = Path(__file__).parents[2]
SHOWN_TO_NOBODY = re.compile(
    r"Traceback|\bFile \"|site-packages|sqlalchemy|asyncpg|psycopg|pydantic|starlette"
    rf"|{re.escape(str(CHECKOUT))}|/home/|/usr/"
    r"|\.py\b|\bselect \w|\binsert into|\bupdate \w+ set"
    r"|0x[0-9a-f]{8}|<object|password",
    re.IGNORECASE,
)


def cursors() -> Iterator[str]:
    """Cursors nobody was given."""
    keys: tuple[Any, ...] = (
        "",
        "a\x00b",
        "' or 1=1 --",
        "\ud800",
        "x" * 300,
        "DC45/\x00",
        "/",
        "01a00000-0000-7000-8000-000000000000",
        "9223372036854775808",
        "\u0661",
        "\u00b2",
        None,
        10**40,
        ["a"],
        {"a": 1},
    )
    for key in keys:
        yield base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")
    for raw in (b"", b"NaN", b"\xff\xfe", b"[" * 300, b'"\\u0000"'):
        yield base64.urlsafe_b64encode(raw).decode()
    yield from ("!", "a", "\u00e9", "A" * 512, "A" * 7000, "%00")
