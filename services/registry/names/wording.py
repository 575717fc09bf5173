"""What the words of a label mean, as the country pack says: titles, short forms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from services.registry.names.rules import Words, resembles

SHORTEST_TITLE = 7
"""Letters from which a misspelt title is recognised: "Distrct", "Metropoltan"."""

Kinds = frozenset[tuple[str, str]]
"""Kind and category of places, such as ("municipality", "B")."""


@dataclass(frozen=True)
class Word:
    """A word of labels and its role: title, direction, abbreviation or honorific."""

    word: str
    role: str
    meaning: str


@dataclass(frozen=True)
class Label:
    """A label's words: all of them, and those left without title and short forms.

    `kinds` is what its titles allow; None where it carries none.
    """

    words: Words
    core: Words
    kinds: Kinds | None


class Wording:
    """Words of labels, and what codes look like inside one.

    `codes` and `numbers` are the identifier schemes that are written as such.
    """

    def __init__(
        self,
        words: Iterable[Word],
        *,
        code_shape: str,
        codes: frozenset[str],
        numbers: frozenset[str],
    ) -> None:
        self.words = tuple(words)
        self.code_shape = re.compile(code_shape)
        self.codes = codes
        self.numbers = numbers

    @cached_property
    def titles(self) -> dict[str, Kinds]:
        return {
            word.word: frozenset(_pair(pair) for pair in word.meaning.split())
            for word in self.words
            if word.role == "title"
        }

    @cached_property
    def directions(self) -> frozenset[str]:
        return self._of("direction")

    @cached_property
    def honorifics(self) -> frozenset[str]:
        return self._of("honorific")

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        return {w.word: w.meaning for w in self.words if w.role == "abbreviation"}

    def read(self, words: Words) -> Label:
        """Tell title from name; a label that is all title is all name."""
        meant = [self._title(word) for word in words]
        named = tuple(w for w, title in zip(words, meant, strict=True) if not title)
        if not named:
            return Label(words, words, None)
        titles = [self.titles[title] for title in meant if title]
        core = tuple(self.abbreviations.get(word, word) for word in _trimmed(named))
        kinds = frozenset.intersection(*titles) if titles else None
        return Label(words, core, kinds)

    def agree_on_direction(self, label: Words, name: Words) -> bool:
        """North is no misspelling of south: the label's directions are the name's."""
        return not (set(label) & self.directions) - set(name)

    def _title(self, word: str) -> str | None:
        """The title a word is, or is a misspelling of: "Municpality"."""
        if word in self.titles:
            return word
        if len(word) < SHORTEST_TITLE:
            return None
        long = (title for title in self.titles if len(title) >= SHORTEST_TITLE)
        return next((title for title in long if resembles((word,), (title,))), None)

    def _of(self, role: str) -> frozenset[str]:
        return frozenset(word.word for word in self.words if word.role == role)


def _pair(text: str) -> tuple[str, str]:
    kind, _, category = text.partition(":")
    return kind, category


def _trimmed(words: Words) -> Words:
    """Without the "of" that a title leaves behind: District Municipality of Ugu."""
    start = 1 if words[0] in {"of", "the"} and len(words) > 1 else 0
    return words[start:]
