"""The country pack's words, names and places, as the lexicon takes them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from services.registry import reference
from services.registry.names.lexicon import Alias, Bearer, Period
from services.registry.names.models import Subject
from services.registry.names.rules import fold
from services.registry.names.wording import Word, Wording
from services.registry.places.models import Place
from services.registry.reference import names, places

Row = dict[str, Any]

OTHER_PLACE = "merger"
"""A former name of a code that stood for another area: that area is its own place."""


def wording() -> Wording:
    country = reference.country()
    return Wording(
        (Word(word.word, word.role, word.meaning) for word in names.label_words()),
        code_shape=country.label_code_pattern,
        codes=country.schemes_written_as("code") - {country.code_scheme},
        numbers=country.schemes_written_as("number"),
    )


def bearers(found: Iterable[Place]) -> list[Bearer]:
    """Places with all their periods; a code used again is another bearer."""
    periods: dict[tuple[str, str, date], list[Period]] = defaultdict(list)
    for place in sorted(found, key=lambda each: each.valid_from):
        periods[place.kind, place.code, place.since].append(
            Period(
                place.valid_from,
                place.valid_to,
                place.name,
                place.category or "",
                place.province_code,
                place.space_code,
            )
        )
    return [
        Bearer(kind, code, tuple(held)) for (kind, code, _), held in periods.items()
    ]


def alias_rows() -> list[Row]:
    """Every alias of places and organs that the pack's files hold."""
    return [*_identifiers(), *_former_names(), *_other_names(), *_organ_names()]


def aliases(rows: Iterable[Row]) -> list[Alias]:
    """Aliases of places, from rows as the table has them."""
    return [
        Alias(**{name: row[name] for name in Alias.__slots__})
        for row in rows
        if row["subject"] == Subject.PLACE
    ]


def _identifiers() -> list[Row]:
    return [
        _row(Subject.PLACE, alias.scheme, alias.alias, alias.code)
        for alias in places.aliases()
    ]


def _former_names() -> list[Row]:
    directions = wording().directions
    return [
        _row(
            Subject.PLACE,
            "former",
            former.former_name,
            former.code,
            valid_from=former.valid_from,
            valid_to=_last_day(former.valid_to),
            needs_title=set(fold(former.former_name)) <= directions,
            confidence=former.confidence,
        )
        for former in places.former_names()
        if former.basis != OTHER_PLACE
    ]


def _other_names() -> list[Row]:
    return [_other(Subject.PLACE, other) for other in names.place_names()]


def _organ_names() -> list[Row]:
    return [_other(Subject.ORGAN, other) for other in names.organ_names()]


def _other(subject: Subject, other: names.OtherName) -> Row:
    return _row(
        subject,
        other.scheme,
        other.name,
        other.code,
        valid_from=other.valid_from,
        valid_to=other.valid_to,
        needs_title=other.needs_title,
        confidence=other.confidence,
    )


def _row(
    subject: Subject, scheme: str, identifier: str, code: str, **more: object
) -> Row:
    return {
        "subject": subject.value,
        "scheme": scheme,
        "identifier": identifier,
        "kind": None,
        "code": code,
        "valid_from": None,
        "valid_to": None,
        "needs_title": False,
        "confidence": None,
        **more,
    }


def _last_day(text: str) -> date:
    """The day a name ended; of a year alone, its last."""
    return date.fromisoformat(text if "-" in text else f"{text}-12-31")
