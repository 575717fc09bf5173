"""Pure rules of new aliases: of what they are, and that no name is taken twice."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from services.registry import reference
from services.registry.names.answers import Question
from services.registry.names.lexicon import Lexicon
from services.registry.names.models import ADOPTED, FORMER, NameAlias, Subject
from services.registry.names.resolving import resolve
from services.registry.names.rules import key_of

Fault = tuple[str, str, str]
"""Column, rule and detail of what is wrong in a row."""

Period = tuple[date | None, date | None]
Taken = dict[tuple[str, str, str], list[tuple[str, Period]]]

KEPT_BY_THE_REGISTRY = frozenset({ADOPTED, "name", "code"})


@dataclass(frozen=True)
class AliasRow:
    """One row of a file of aliases."""

    row: int
    scheme: str
    identifier: str
    code: str
    subject: str = Subject.PLACE.value
    kind: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    needs_title: bool = False

    @property
    def key(self) -> str:
        return key_of(self.identifier)

    @property
    def period(self) -> Period:
        return self.valid_from, self.valid_to

    @property
    def topic(self) -> tuple[str, str, str]:
        return self.subject, self.scheme, self.key


@dataclass(frozen=True)
class Register:
    """What new aliases are held against: names, organs and aliases, on a day."""

    lexicon: Lexicon
    organs: set[str]
    aliases: Sequence[NameAlias]
    today: date


def faults(
    rows: Sequence[AliasRow], register: Register
) -> Iterator[tuple[AliasRow, Fault]]:
    """What is wrong in which row."""
    taken = _taken(register.aliases, rows)
    for row in rows:
        for fault in (
            *_own_faults(row),
            *_faults_of_subject(row, register),
            *_faults_of_name(row, register, taken),
        ):
            yield row, fault


def _own_faults(row: AliasRow) -> list[Fault]:
    found = []
    if row.scheme in KEPT_BY_THE_REGISTRY | {reference.country().code_scheme}:
        found.append(("scheme", "scheme-kept", "the registry fills this scheme itself"))
    if row.valid_from and row.valid_to and row.valid_to <= row.valid_from:
        found.append(("valid_to", "period-reversed", "after the first day"))
    if row.subject == Subject.ORGAN and row.kind is not None:
        found.append(("kind", "kind-of-organ", "only places have a kind"))
    return found


def _faults_of_subject(row: AliasRow, register: Register) -> list[Fault]:
    if row.subject == Subject.ORGAN:
        known = row.code in register.organs
    else:
        known = any(
            bearer.code == row.code
            and row.kind in {None, bearer.kind}
            and bearer.overlaps(row.valid_from)
            for bearer in register.lexicon.codes.get(row.code.upper(), ())
        )
    detail = "no such place or organ then; without valid_from: today"
    return [] if known else [("code", "subject-unknown", detail)]


def _faults_of_name(row: AliasRow, register: Register, taken: Taken) -> list[Fault]:
    others = {
        code
        for code, period in taken.get(row.topic, ())
        if _overlap(period, row.period)
    } - {row.code}
    if row.scheme != FORMER and others:
        named = ", ".join(sorted(others))
        return [("identifier", "identifier-taken", f"it identifies {named}")]
    if row.subject == Subject.ORGAN or row.needs_title:
        return []
    place = resolve(register.lexicon, Question(row.identifier, register.today)).place
    if place is None or place.code == row.code:
        return []
    return [("identifier", "name-taken", f"it names {place.code}")]


def _taken(aliases: Sequence[NameAlias], rows: Sequence[AliasRow]) -> Taken:
    """The codes of each identifier and when, in the register and in the file."""
    found: Taken = defaultdict(list)
    for alias in aliases:
        topic = (alias.subject, alias.scheme, alias.key)
        found[topic].append((alias.code, (alias.valid_from, alias.valid_to)))
    for row in rows:
        found[row.topic].append((row.code, row.period))
    return found


def _overlap(one: Period, other: Period) -> bool:
    begins = max(one[0] or date.min, other[0] or date.min)
    return begins < min(one[1] or date.max, other[1] or date.max)


def values_of(row: AliasRow) -> dict[str, Any]:
    values = asdict(row) | {"key": row.key}
    del values["row"]
    return values


def identity_of(values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(
        values[name]
        for name in ("subject", "scheme", "key", "code", "kind", "valid_from")
    )
