"""Text in, comparable text out: pure rules of writing, no list of places needed.

fold         letters without case, accents and signs: "!Kheis" -> kheis
repaired     what mis-decoded text said: "Kh├ói-Ma" -> "Khâi-Ma"
without_year budget labels end in a year: "UGU 17" -> "UGU"
resembles    whether two names differ by slips of the pen only
"""

import re
import unicodedata
from collections import Counter

from rapidfuzz.distance import OSA

Words = tuple[str, ...]

MISREADINGS = ("cp1252", "latin-1", "cp437", "cp850", "mac_roman")
CLICKS = "ǀǁǂǃ"
APOSTROPHES = "'`\u2018\u2019\u02bc"
YEAR = re.compile(r"(fy)?\d{2}(\d{2})?")
SHORTEST = 6
"""Letters a name needs before a slip is told from another name."""


def fold(text: str) -> Words:
    """The words of a text, comparable: no case, accents, clicks or punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = (
        ""
        if unicodedata.combining(letter) or letter in APOSTROPHES
        else letter
        if letter.isalnum() and letter not in CLICKS
        else " "
        for letter in plain.replace("&", " and ")
    )
    return tuple("".join(kept).split())


def repaired(text: str) -> str:
    """The text its bytes mean as UTF-8, where someone read them as something else."""
    if text.isascii():
        return text
    for encoding in MISREADINGS:
        try:
            meant = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return repaired(meant)
    return text


def without_year(words: Words) -> Words:
    """The words before a trailing year; a label that is only digits stays."""
    end = len(words)
    while end > 1 and YEAR.fullmatch(words[end - 1]):
        end -= 1
    return words[:end]


def squeeze(words: Words) -> str:
    return "".join(words)


def key_of(text: str) -> str:
    """What two writings of one label or identifier have in common."""
    return squeeze(without_year(fold(repaired(text)))) or text.casefold()


def slips(one: str, other: str) -> int:
    """Letters missing, added, changed or swapped with their neighbour."""
    return OSA.distance(one, other)


def resembles(label: Words, name: Words) -> bool:
    """Whether the label is the name with at most a few slips; strict on purpose."""
    written, meant = squeeze(label), squeeze(name)
    shortest = min(len(written), len(meant))
    found = slips(written, meant)
    if found > _slips_allowed(shortest, anagram=Counter(written) == Counter(meant)):
        return False
    if written[:1] != meant[:1] and not _lacks_a_first_letter(written, meant, found):
        return False
    if len(label) != len(name):
        return found <= 1
    return all(
        slips(one, other) <= _slips_in_word(max(len(one), len(other)))
        for one, other in zip(label, name, strict=True)
    )


def _lacks_a_first_letter(one: str, other: str, found: int) -> bool:
    """A prefix dropped is a slip (Mgungundlovu); another first letter another name."""
    long = min(len(one), len(other)) > SHORTEST + 1
    return found == 1 and long and (one[1:] == other or other[1:] == one)


def _slips_allowed(letters: int, *, anagram: bool) -> int:
    if letters < SHORTEST:
        return 0
    if letters < 8:  # noqa: PLR2004  read as a table of lengths
        return 1
    if letters < 10:  # noqa: PLR2004
        return 2 if anagram else 1
    return 2 if letters < 14 else 3  # noqa: PLR2004


def _slips_in_word(letters: int) -> int:
    if letters < 4:  # noqa: PLR2004  read as a table of lengths
        return 0
    return 1 if letters < 6 else 3  # noqa: PLR2004
