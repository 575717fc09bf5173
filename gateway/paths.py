"""Paths are judged as they arrived, before anybody decodes them.

Two servers that decode one path differently let a caller reach what neither would
let them reach alone. So a path has one spelling here, or none.
"""

import re
from urllib.parse import unquote_to_bytes

from gateway.refusals import PathMalformed

MAX_PATH_BYTES = 2048

# %XX may spell a space or the bytes of letters outside ASCII; never what a reader
# could take for structure (/ . \\ ; ? # %), and never what needs no spelling.
SEGMENT = rb"(?:[A-Za-z0-9\-._~]|%20|%[89A-Fa-f][0-9A-Fa-f])+"
PATH = re.compile(rb"/(?:" + SEGMENT + rb"(?:/" + SEGMENT + rb")*/?)?\Z")
DOTS = re.compile(rb"(?:^|/)\.{1,2}(?:/|\Z)")
QUERY = re.compile(rb"[!$-~]*\Z")


def judge(path: bytes, query: bytes) -> None:
    """Refuse with `PathMalformed` what has no single meaning."""
    if len(path) > MAX_PATH_BYTES:
        raise PathMalformed(f"a path has at most {MAX_PATH_BYTES} bytes")
    if PATH.match(path) is None or DOTS.search(path) is not None:
        raise PathMalformed("this path can be read in more than one way")
    if b"%" in path:
        _judge_letters(path)
    if query and QUERY.match(query) is None:
        raise PathMalformed("a query is ASCII; spell other characters as %XX")


def _judge_letters(path: bytes) -> None:
    try:
        text = unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        raise PathMalformed("%XX spells UTF-8") from None
    if not text.isprintable():
        raise PathMalformed("%XX spells characters that can be seen")
