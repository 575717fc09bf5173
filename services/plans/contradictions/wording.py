"""How alike the titles of a plan are, by the words that tell them apart.

A word weighs the less the more other titles of the plan use it: what `Village borehole
project - Gobho` shares with its four neighbours says little, the name of the village
says all. Numbers and initials count as signs: Phase 1 is not Phase 2, MIG not WSIG.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from rapidfuzz import fuzz

WORD = re.compile(r"[^\W_]+")
SAYS_NOTHING = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "new", "of", "on", "or"}
    | {"project", "projects", "programme", "phase", "the", "to", "with"}
)
SAME_SPELLING, LONG_ENOUGH = 88, 6
TOO_COMMON = 40


@dataclass(frozen=True, slots=True)
class Wording:
    """What a title says, and the numbers and initials in it."""

    words: frozenset[str]
    signs: frozenset[str]


class Titles:
    """The titles of one plan, by code."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        found = {code: _wording(title) for code, title in titles.items()}
        spelt = _one_spelling({word for each in found.values() for word in each.words})
        self._said = {
            code: Wording(frozenset(spelt[word] for word in each.words), each.signs)
            for code, each in found.items()
        }
        self._uses = Counter(
            word for each in self._said.values() for word in each.words
        )

    def alike(self, one: str, other: str) -> Decimal:
        """From 0 to 1: the weight of what both say, of all that either says."""
        first, second = self._said[one], self._said[other]
        if first.signs != second.signs and first.signs and second.signs:
            return Decimal(0)
        both = sum(1 / (self._uses[word] - 1) for word in first.words & second.words)
        only_one = sum(1 / self._uses[word] for word in first.words ^ second.words)
        return Decimal(str(round(both / (both + only_one), 4))) if both else Decimal(0)

    def near(self) -> Iterator[tuple[str, str]]:
        """Every pair of codes that shares a word worth the name, in order, once.

        Titles of nothing but common words are paired with their next of kin only: a
        thousand alike are a thousand pairs, and not half a million.
        """
        by_word: dict[str, list[str]] = defaultdict(list)
        common: dict[frozenset[str], list[str]] = defaultdict(list)
        for code, wording in sorted(self._said.items()):
            rare = {word for word in wording.words if self._uses[word] <= TOO_COMMON}
            for word in rare:
                by_word[word].append(code)
            if not rare:
                common[wording.words].append(code)
        pairs = {pair for codes in by_word.values() for pair in combinations(codes, 2)}
        yield from sorted(pairs.union(*map(pairwise, common.values())))


def _wording(title: str) -> Wording:
    found = WORD.findall(title)
    signs = {word.casefold() for word in found if _is_sign(word, in_title=title)}
    words = {word.casefold() for word in found} - SAYS_NOTHING - signs
    return Wording(frozenset(words), frozenset(signs))


def _is_sign(word: str, *, in_title: str) -> bool:
    initials = len(word) > 1 and word.isupper() and not in_title.isupper()
    return initials or any(map(str.isdigit, word))


def _one_spelling(words: set[str]) -> dict[str, str]:
    """Each word by the first of those that are spelt almost alike."""
    by_start: dict[str, list[str]] = defaultdict(list)
    spelt: dict[str, str] = {}
    for word in sorted(words):
        known = by_start[word[:2]] if len(word) >= LONG_ENOUGH else []
        same = (each for each in known if fuzz.ratio(each, word) >= SAME_SPELLING)
        spelt[word] = next(same, word)
        if spelt[word] == word:
            known.append(word)
    return spelt
