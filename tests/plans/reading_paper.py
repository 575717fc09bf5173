"""The words of a printed plan, as somebody reads them."""

import base64
import re
import zlib

STREAM = re.compile(rb"stream\r?\n(.*?)~>\s*endstream", re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{3}|.)")
SHOWN = re.compile(rb"\(((?:\\.|[^\\()])*)\) Tj")


def streams_of(pdf: bytes) -> list[str]:
    """What was set, in the order of the file: pages, and the number of the last."""
    found = [
        zlib.decompress(base64.a85decode(stream.strip()))
        for stream in STREAM.findall(pdf)
    ]
    return [" ".join(map(_words, SHOWN.findall(page))) for page in found]


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, in the order in which they were set."""
    return [words for words in streams_of(pdf) if "Page " in words]


def _words(shown: bytes) -> str:
    return ESCAPED.sub(_letter, shown).decode("cp1252")


def _letter(escaped: re.Match[bytes]) -> bytes:
    octal = len(escaped[1]) == 3
    return bytes([int(escaped[1], 8)]) if octal else escaped[1]
