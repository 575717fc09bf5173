"""Every name of every place, ready to be looked up; built once per edition of both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from chassis.periods import stands
from services.registry.names.models import ADOPTED, FORMER, Reason
from services.registry.names.rules import Words, fold, squeeze, without_year
from services.registry.names.wording import Wording


@dataclass(frozen=True, slots=True)
class Period:
    """A time during which nothing about a place changed."""

    valid_from: date
    valid_to: date | None
    name: str
    category: str
    province_code: str | None
    space_code: str | None

    def holds(self, day: date) -> bool:
        return stands(self, day)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A place that bears names: one identity, through all its periods.

    A code used again for another area is another bearer.
    """

    kind: str
    code: str
    periods: tuple[Period, ...]

    def on(self, day: date) -> Period | None:
        return next((period for period in self.periods if period.holds(day)), None)

    def overlaps(self, first: date | None) -> bool:
        """Whether a name given on that day is this bearer's, not a later one's."""
        ended = self.periods[-1].valid_to
        if first is None:
            return ended is None
        return self.periods[0].valid_from <= first and (ended is None or first < ended)


@dataclass(frozen=True, slots=True)
class Alias:
    """A name or identifier beside the registered name, as the aliases' table has it."""

    scheme: str
    identifier: str
    kind: str | None
    code: str
    valid_from: date | None
    valid_to: date | None
    needs_title: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """One way to write one bearer's name, and why it counts."""

    words: Words
    written: str
    bearer: Bearer
    reason: Reason
    needs_title: bool = False


REASONS = {FORMER: Reason.FORMER_NAME, ADOPTED: Reason.ADOPTED_ALIAS}
LONG_NAME_WORDS = 3
LONG_WORD_LETTERS = 5


class Lexicon:
    """Names of places, and the names of what is no place here."""

    def __init__(
        self,
        bearers: Iterable[Bearer],
        aliases: Iterable[Alias],
        wording: Wording,
        other_names: Iterable[str],
    ) -> None:
        self.wording = wording
        self.codes: dict[str, list[Bearer]] = defaultdict(list)
        self.identifiers: dict[str, list[Bearer]] = defaultdict(list)
        self.exact: dict[str, list[Naming]] = defaultdict(list)
        self.adopted: dict[str, list[Naming]] = defaultdict(list)
        self.aliases = tuple(aliases)
        self.other_names = frozenset(squeeze(fold(name)) for name in other_names)
        for bearer in bearers:
            self.codes[bearer.code.upper()].append(bearer)
            self._name(bearer)
        for alias in self.aliases:
            self._also(alias)
        self.shuffled = self._shuffled()
        self.spellings = [key for key in self.exact if len(key) > 1]

    def bearers_of(self, alias: Alias) -> Iterator[Bearer]:
        for bearer in self.codes.get(alias.code.upper(), ()):
            if alias.kind in {None, bearer.kind} and bearer.overlaps(alias.valid_from):
                yield bearer

    def _name(self, bearer: Bearer) -> None:
        last = bearer.periods[-1].name
        for name in dict.fromkeys(period.name for period in bearer.periods):
            reason = Reason.NAME if name == last else Reason.FORMER_NAME
            self._add(Naming(fold(name), name, bearer, reason))

    def _also(self, alias: Alias) -> None:
        for bearer in self.bearers_of(alias):
            if self._is_code(alias):
                self.identifiers[alias.identifier].append(bearer)
            elif alias.scheme == ADOPTED:
                naming = _naming(alias, bearer)
                self.adopted[squeeze(without_year(naming.words))].append(naming)
            elif alias.scheme not in self.wording.numbers:
                self._add(_naming(alias, bearer))

    def _is_code(self, alias: Alias) -> bool:
        """Whether it is read as a code, in capitals, and not as a name.

        Bare numbers are neither: they are looked up by scheme, never found in labels.
        """
        written = alias.scheme in self.wording.codes and alias.identifier.isupper()
        return written and not alias.needs_title

    def _add(self, naming: Naming) -> None:
        for words in self._variants(naming.words):
            variant = Naming(
                words,
                naming.written,
                naming.bearer,
                naming.reason if words == naming.words else Reason.SHORT_FORM,
                naming.needs_title,
            )
            known = self.exact[squeeze(words)]
            if all(other.bearer is not variant.bearer for other in known):
                known.append(variant)

    def _variants(self, words: Words) -> Iterator[Words]:
        """The name, without honorific or "City of", and with initials."""
        yield words
        short = words
        if words[:2] == ("city", "of"):
            short = words[2:]
        elif words[0] in self.wording.honorifics and len(words) > 1:
            short = words[1:]
        if short != words:
            yield short
        if len(short) >= LONG_NAME_WORDS and len(short[-1]) >= LONG_WORD_LETTERS:
            initials = tuple(word[0] for word in short[:-1])
            if all(initial.isalpha() for initial in initials):
                yield (*initials, short[-1])

    def _shuffled(self) -> Mapping[str, list[Naming]]:
        """Names by their words in alphabetical order: "Gaetsewe, John Taolo"."""
        found: dict[str, list[Naming]] = defaultdict(list)
        for namings in self.exact.values():
            for naming in namings:
                if len(naming.words) > 1:
                    found[squeeze(tuple(sorted(naming.words)))].append(naming)
        return found


def _naming(alias: Alias, bearer: Bearer) -> Naming:
    return Naming(
        fold(alias.identifier),
        alias.identifier,
        bearer,
        REASONS.get(alias.scheme, Reason.ALIAS),
        alias.needs_title,
    )
