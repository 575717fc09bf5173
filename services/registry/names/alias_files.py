"""Aliases from a file: all of its rows, or nothing and the reasons."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.identifiers import new_id
from chassis.messaging import outbox
from chassis.tabular.columns import Column
from chassis.tabular.faults import RowErrors, collecting_errors
from chassis.tabular.kinds import boolean, choice, code, day, text
from chassis.tabular.layout import Layout
from chassis.tabular.rows import read_rows
from chassis.tabular.upload import Upload, read_table
from services.registry import reference
from services.registry.names import service
from services.registry.names.answers import Question
from services.registry.names.lexicon import Lexicon
from services.registry.names.models import (
    ADOPTED,
    FORMER,
    AliasFileEmpty,
    Decision,
    NameAlias,
    Subject,
    alias_adopted,
)
from services.registry.names.repository import NAMED_KINDS, Aliases, Bearers
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


LAYOUT = Layout(
    AliasRow,
    (
        Column("scheme", code, required=True),
        Column("identifier", text(200), required=True),
        Column("code", code, required=True),
        Column("subject", choice([subject.value for subject in Subject])),
        Column("kind", choice(NAMED_KINDS)),
        Column("valid_from", day),
        Column("valid_to", day),
        Column("needs_title", boolean),
    ),
)


@dataclass(frozen=True)
class Loaded:
    """What a file changed, or would: aliases added, and those that were there."""

    added: int
    unchanged: int


async def load_aliases(
    session: AsyncSession, upload: Upload, *, made: Decision, dry_run: bool
) -> Loaded:
    """Add a file's aliases; loading it again changes nothing."""
    table = await read_table(upload)
    await Aliases(session).lock()
    with collecting_errors() as errors:
        rows = await read_rows(table, LAYOUT, unit=None, errors=errors)
        await _check(session, rows, errors)
    if not rows:
        raise AliasFileEmpty("the file has a header and nothing below it")
    known = {_identity(vars(alias)) for alias in await Aliases(session).every()}
    found = {_identity(_values(row)): row for row in rows}
    new = [row for identity, row in found.items() if identity not in known]
    if new and not dry_run:
        await _add(session, new, made)
    return Loaded(len(new), len(rows) - len(new))


async def _add(session: AsyncSession, rows: Sequence[AliasRow], made: Decision) -> None:
    provenance = {
        "confidence": None,
        "source": "file",
        "adopted_by": made.by,
        "adopted_at": made.at,
        "reason": made.reason,
    }
    values = [_values(row) | provenance | {"id": new_id()} for row in rows]
    await Aliases(session).add_new(values)
    for value in values:
        if value["subject"] == Subject.PLACE:
            outbox.record(session, alias_adopted(NameAlias(**value), made))


async def _check(
    session: AsyncSession, rows: Sequence[AliasRow], errors: RowErrors
) -> None:
    """The rules of rows that need the register."""
    lexicon = await service.lexicon_of(session)
    organs = await Bearers(session).organs(
        codes=[row.code for row in rows if row.subject == Subject.ORGAN]
    )
    known_organs = {organ.code for organ in organs}
    taken = _taken(await Aliases(session).every(), rows)
    for row in rows:
        for column, rule, detail in (
            *_own_faults(row),
            *_faults_of_subject(row, lexicon, known_organs),
            *_faults_of_name(row, lexicon, taken),
        ):
            errors.add(row.row, column, getattr(row, column), rule=rule, detail=detail)


def _own_faults(row: AliasRow) -> list[Fault]:
    found = []
    if row.scheme in KEPT_BY_THE_REGISTRY | {reference.country().code_scheme}:
        found.append(("scheme", "scheme-kept", "the registry fills this scheme itself"))
    if row.valid_from and row.valid_to and row.valid_to <= row.valid_from:
        found.append(("valid_to", "period-reversed", "after the first day"))
    if row.subject == Subject.ORGAN and row.kind is not None:
        found.append(("kind", "kind-of-organ", "only places have a kind"))
    return found


def _faults_of_subject(
    row: AliasRow, lexicon: Lexicon, organs: set[str]
) -> list[Fault]:
    if row.subject == Subject.ORGAN:
        known = row.code in organs
    else:
        known = any(
            bearer.code == row.code
            and row.kind in {None, bearer.kind}
            and bearer.overlaps(row.valid_from)
            for bearer in lexicon.codes.get(row.code.upper(), ())
        )
    detail = "no such place or organ then; without valid_from: today"
    return [] if known else [("code", "subject-unknown", detail)]


def _faults_of_name(row: AliasRow, lexicon: Lexicon, taken: Taken) -> list[Fault]:
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
    place = resolve(lexicon, Question(row.identifier, clock.today())).place
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


def _values(row: AliasRow) -> dict[str, Any]:
    values = asdict(row) | {"key": row.key}
    del values["row"]
    return values


def _identity(values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(
        values[name]
        for name in ("subject", "scheme", "key", "code", "kind", "valid_from")
    )
