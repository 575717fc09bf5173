"""Which intergovernmental structures there are, by rule, and who sits in them.

A kind says what there is one for each of; a seat says which offices take it. Nothing
here names a person, and no structure is written down by hand.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.registry.reference.files import Row, rows

STATED = "stated"
"""A kind of which there are only those that somebody states."""


@dataclass(frozen=True, slots=True)
class StructureKind:
    """A kind of structure; `per` is country, sector, province, space or stated.

    Codes and names have the place's or sector's in place of {code}, {name} and
    {province}. A category limits the kind to spaces of it.
    """

    kind: str
    per: str
    category: str | None
    code: str
    name: str
    tier: str
    reports_to: str | None
    secretariat: str | None
    quorum_share: Decimal
    quorum_exceeds: bool
    quorum_basis: str
    term: str
    provider_meetings_a_year: int
    is_optional: bool
    valid_from: date
    citations: str
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class SeatRule:
    """Who sits in structures of a kind: every office of a kind, of some places.

    `of` is country (all there are), sector, province, space, locals (of the space) or
    spaces (of the province); one of the words stands in the office's title, if any.
    """

    kind: str
    category: str | None
    role: str
    votes: bool
    office_kind: str
    of: str
    words: tuple[str, ...]
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A function that ministers and members of executive councils meet about."""

    code: str
    name: str
    national_words: tuple[str, ...]
    provincial_words: tuple[str, ...]


def structure_kinds() -> list[StructureKind]:
    return [_kind(row) for row in rows("structure_kinds.csv")]


def _kind(row: Row) -> StructureKind:
    return StructureKind(
        kind=row["kind"],
        per=row["per"],
        category=row["category"] or None,
        code=row["code"],
        name=row["name"],
        tier=row["tier"],
        reports_to=row["reports_to"] or None,
        secretariat=row["secretariat"] or None,
        quorum_share=Decimal(row["quorum_share"]),
        quorum_exceeds=row["quorum_exceeds"] == "1",
        quorum_basis=row["quorum_basis"],
        term=row["term"],
        provider_meetings_a_year=int(row["provider_meetings_a_year"]),
        is_optional=row["is_optional"] == "1",
        valid_from=date.fromisoformat(row["valid_from"]),
        citations=row["citations"],
        confidence=row["confidence"],
        source=row["source"],
    )


def seat_rules() -> list[SeatRule]:
    return [
        SeatRule(
            kind=row["kind"],
            category=row["category"] or None,
            role=row["role"],
            votes=row["votes"] == "1",
            office_kind=row["office_kind"],
            of=row["of"],
            words=_choices(row["words"]),
            confidence=row["confidence"],
            source=row["source"],
        )
        for row in rows("structure_members.csv")
    ]


def sectors() -> list[Sector]:
    return [
        Sector(
            code=row["code"],
            name=row["name"],
            national_words=_choices(row["national_words"]),
            provincial_words=_choices(row["provincial_words"]),
        )
        for row in rows("structure_sectors.csv")
    ]


def _choices(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))
