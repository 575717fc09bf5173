"""How what a search found is shown."""

import html
import re
import unicodedata

HIT, END = "\x02", "\x03"
BEFORE, LENGTH = 60, 240
_COMBINING = re.compile("[\u0300-\u036f]")


def fragment_of(text: str, *marked: str) -> str:
    """A part of the text around its first hit, as HTML with no element but `mark`.

    `marked` is the text without its accents, with hits between `HIT` and `END`.
    """
    hits = hits_in(text, *marked)
    first = hits.index(True) if True in hits else 0
    start = _word_at(text, first - BEFORE)
    end = min(len(text), start + LENGTH)
    shown = "".join(_pieces(text, hits, start, end))
    return f"{'... ' * (start > 0)}{shown}{' ...' * (end < len(text))}"


def hits_in(text: str, *marked: str) -> list[bool]:
    """Which characters of the text belong to a hit in one of the marked ones."""
    folds = [len(_folded(character)) for character in text]
    each = [_flags(one) for one in marked]
    hits: list[bool] = []
    position = 0
    for length in folds:
        within = [
            flag for flags in each for flag in flags[position : position + length]
        ]
        carried = length == 0 and bool(hits) and hits[-1]
        hits.append(any(within) or carried)
        position += length
    return (
        hits if all(len(flags) == position for flags in each) else [False] * len(text)
    )


def _folded(text: str) -> str:
    return _COMBINING.sub("", unicodedata.normalize("NFD", text))


def _flags(marked: str) -> list[bool]:
    """For each character of a marked text, whether it stands in a hit."""
    flags: list[bool] = []
    inside = False
    for character in marked:
        if character in (HIT, END):
            inside = character == HIT
        else:
            flags.append(inside)
    return flags


def _word_at(text: str, position: int) -> int:
    """Where the first word begins at or after a position."""
    if position <= 0:
        return 0
    return text.find(" ", position) + 1


def _pieces(text: str, hits: list[bool], start: int, end: int) -> list[str]:
    pieces: list[str] = []
    while start < end:
        stop = start
        while stop < end and hits[stop] == hits[start]:
            stop += 1
        said = html.escape(text[start:stop])
        pieces.append(f"<mark>{said}</mark>" if hits[start] else said)
        start = stop
    return pieces
