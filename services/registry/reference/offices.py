"""Offices that follow from the places and organs of the pack, and what they may do.

Who holds them is not in the pack: people change, and the pack does not know.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from services.registry.reference.country import country
from services.registry.reference.files import Row, rows, words
from services.registry.reference.parties import (
    OrganPeriod,
    municipal_titles,
    organ_periods,
)
from services.registry.reference.places import municipalities, provinces, spaces


@dataclass(frozen=True, slots=True)
class OfficeKind:
    """What offices of a kind are called and serve.

    `champion` is the tier of the District Development Model that its holder champions;
    `per` is what there is one for each of, if the pack says so.
    """

    kind: str
    title: str
    sphere: str
    place_kind: str
    champion: str | None
    per: str
    organ_words: tuple[str, ...]
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class OfficePower:
    """Scopes that holders of a kind of office have where it acts, from day to day."""

    kind: str
    scopes: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Office:
    """One office, of an organ if the pack has it, for one place."""

    code: str
    title: str
    kind: str
    organ_code: str | None
    place_code: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class _Served:
    """What an office is named after, and from when to when that stands."""

    code: str
    name: str
    place_code: str
    valid_from: date
    valid_to: date | None = None
    organ_code: str | None = None


def office_kinds() -> list[OfficeKind]:
    return [
        OfficeKind(
            kind=row["kind"],
            title=row["title"],
            sphere=row["sphere"],
            place_kind=row["place_kind"],
            champion=row["champion"] or None,
            per=row["per"],
            organ_words=tuple(filter(None, row["organ_words"].split("|"))),
            valid_from=date.fromisoformat(row["valid_from"]),
            source=row["source"],
        )
        for row in rows("office_kinds.csv")
    ]


def office_powers() -> list[OfficePower]:
    return [
        OfficePower(
            kind=row["kind"],
            scopes=words(row["scopes"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=_day(row, "valid_to"),
            source=row["source"],
        )
        for row in rows("office_powers.csv")
    ]


def offices() -> list[Office]:
    """Every office the pack can derive, by the order of its kinds."""
    kinds, parties = office_kinds(), _parties()
    return [
        Office(
            code=f"{served.code}.{_word(kind)}",
            title=kind.title.format(place=served.name, organ=served.name),
            kind=kind.kind,
            organ_code=served.organ_code,
            place_code=served.place_code,
            valid_from=max(kind.valid_from, served.valid_from),
            valid_to=served.valid_to,
        )
        for kind in kinds
        for served in _served(kind, kinds, parties)
    ]


def _parties() -> list[OrganPeriod]:
    """Each organ as it last was, from the first day it was anything."""
    last: dict[str, OrganPeriod] = {}
    for period in organ_periods():
        before = last.get(period.code, period)
        since = min(before.valid_from, period.valid_from)
        newest = max(before, period, key=lambda each: each.valid_from)
        last[period.code] = replace(newest, valid_from=since)
    return list(last.values())


def _word(kind: OfficeKind) -> str:
    """What an office is called in its place, where its kind says more than that."""
    return kind.kind.removeprefix("local_").removeprefix("provincial_")


def _served(
    kind: OfficeKind, kinds: Iterable[OfficeKind], parties: list[OrganPeriod]
) -> Iterator[_Served]:
    per, _, which = kind.per.partition(":")
    if per == "country":
        whole = country()
        yield _Served(whole.code, whole.name, whole.code, kind.valid_from)
    elif per == "province":
        yield from _provinces(parties)
    elif per == "space":
        for space in spaces():
            yield _Served(space.code, space.name, space.code, space.valid_from)
    elif per == "municipality":
        yield from _municipalities(which.split())
    elif per == "organ":
        yield from _organs(which, kind, kinds, parties)


def _provinces(parties: Iterable[OrganPeriod]) -> Iterator[_Served]:
    governments = {
        organ.place_code: organ.code
        for organ in parties
        if organ.kind == "provincial_government"
    }
    for each in provinces():
        yield _Served(
            each.code,
            each.name,
            each.code,
            each.valid_from,
            organ_code=governments.get(each.code),
        )


def _municipalities(categories: Iterable[str]) -> Iterator[_Served]:
    """Municipalities are organs under their own codes."""
    titles = municipal_titles()
    for each in municipalities():
        if each.category in categories:
            yield _Served(
                each.code,
                f"{each.name} {titles[each.category]}",
                each.code,
                each.valid_from,
                organ_code=each.code,
            )


def _organs(
    organ_kind: str,
    kind: OfficeKind,
    kinds: Iterable[OfficeKind],
    parties: Iterable[OrganPeriod],
) -> Iterator[_Served]:
    """Organs that the kind's words name; without words, those no other kind names."""
    alike = [each for each in kinds if each.per == kind.per]
    others = [word for each in alike for word in each.organ_words]
    for organ in parties:
        named = any(word in organ.name for word in kind.organ_words or others)
        if organ.kind != organ_kind or named is not bool(kind.organ_words):
            continue
        place = organ.place_code or country().code
        yield _Served(
            place if kind.organ_words else organ.code,
            organ.name,
            place,
            organ.valid_from,
            organ.valid_to,
            organ.code,
        )


def _day(row: Row, column: str) -> date | None:
    return date.fromisoformat(row[column]) if row[column] else None
