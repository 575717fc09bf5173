"""What the words of a label mean, as the country pack says: titles, short forms."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from services.registry.names.rules import Words

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
    def __init__(self, words: Iterable[Word]) -> None:
        self.words = tuple(words)

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
        named = tuple(word for word in words if word not in self.titles)
        if not named:
            return Label(words, words, None)
        titles = [self.titles[word] for word in words if word in self.titles]
        core = tuple(self.abbreviations.get(word, word) for word in _trimmed(named))
        kinds = frozenset.intersection(*titles) if titles else None
        return Label(words, core, kinds)

    def agree_on_direction(self, label: Words, name: Words) -> bool:
        """North is no misspelling of south: the label's directions are the name's."""
        return not (set(label) & self.directions) - set(name)

    def _of(self, role: str) -> frozenset[str]:
        return frozenset(word.word for word in self.words if word.role == role)


def _pair(text: str) -> tuple[str, str]:
    kind, _, category = text.partition(":")
    return kind, category


def _trimmed(words: Words) -> Words:
    """Without the "of" that a title leaves behind: District Municipality of Ugu."""
    start = 1 if words[0] in {"of", "the"} and len(words) > 1 else 0
    return words[start:]
