"""Pure: what must come first and does not, as the plan says or as everybody knows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Protocol

from chassis.tabular.packaged import Words, packaged

DECLARED, USUAL = Decimal(1), Decimal("0.60")
FINISH_START = "FS"


class Timed(Protocol):
    """What a promise must tell for its place in a sequence."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def places(self) -> frozenset[str]: ...
    @property
    def first_year(self) -> int | None: ...
    @property
    def last_year(self) -> int | None: ...
    @property
    def depends_on(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Precedence:
    """One kind of work that usually comes before another, by words of the titles."""

    first: str
    first_words: Words
    then: str
    then_words: Words
    basis: str


@dataclass(frozen=True, slots=True)
class Late:
    """Which intervention comes too late for which, and how we know."""

    first: str
    then: str
    score: Decimal
    evidence: Mapping[str, str]


@cache
def usual() -> tuple[Precedence, ...]:
    """The packaged file of what usually comes first."""
    return packaged(Precedence, __package__, "precedence.csv")


def late(promises: Sequence[Timed], precedence: Sequence[Precedence]) -> Iterator[Late]:
    """Dependencies that the years contradict; then what nobody declared."""
    by_code = {promise.code: promise for promise in promises}
    for promise in promises:
        for code, kind in sorted(promise.depends_on.items()):
            first = by_code.get(code)
            if first is not None and _comes_late(first, promise, kind):
                yield Late(code, promise.code, DECLARED, _years(first, promise, kind))
    for rule in precedence:
        yield from _undeclared(promises, rule)


def _undeclared(promises: Sequence[Timed], rule: Precedence) -> Iterator[Late]:
    """For each that is too early, the last of those that should come before it."""
    earlier = [each for each in promises if _speaks_of(each, rule.first_words)]
    for then in promises:
        if not _speaks_of(then, rule.then_words):
            continue
        late_ones = [
            first
            for first in earlier
            if first.code != then.code
            and first.code not in then.depends_on
            and first.places & then.places
            and _comes_late(first, then, FINISH_START)
        ]
        if late_ones:
            last = max(late_ones, key=lambda first: (first.last_year or 0, first.code))
            evidence = _years(last, then, "undeclared") | {"basis": rule.basis}
            yield Late(last.code, then.code, USUAL, evidence)


def _speaks_of(promise: Timed, words: Sequence[str]) -> bool:
    title = promise.title.casefold()
    return any(word in title for word in words)


def _comes_late(first: Timed, then: Timed, kind: str) -> bool:
    """Finish to start by the last year of the first, start to start by its first."""
    ready = first.last_year if kind == FINISH_START else first.first_year
    return ready is not None and then.first_year is not None and ready > then.first_year


def _years(first: Timed, then: Timed, kind: str) -> dict[str, str]:
    return {
        "dependency": kind,
        "first_begins": str(first.first_year),
        "first_ends": str(first.last_year),
        "then_begins": str(then.first_year),
    }
