"""What places and organs are also called, and what words of labels mean."""

from dataclasses import dataclass
from datetime import date

from services.registry.reference.files import Row, rows


@dataclass(frozen=True, slots=True)
class OtherName:
    """A name or identifier in a scheme; `valid_to` null means it is still in use.

    A name that needs a title is also a common word, a town's, or half a name.
    """

    scheme: str
    name: str
    code: str
    needs_title: bool
    valid_from: date | None
    valid_to: date | None
    confidence: str


@dataclass(frozen=True, slots=True)
class LabelWord:
    """A word in labels: a title with the kinds it allows, a direction, a short form."""

    word: str
    role: str
    meaning: str


def place_names() -> list[OtherName]:
    return [_other_name(row) for row in rows("place_names.csv")]


def organ_names() -> list[OtherName]:
    return [_other_name(row) for row in rows("organ_names.csv")]


def label_words() -> list[LabelWord]:
    return [LabelWord(**row) for row in rows("label_words.csv")]


def names_of_no_place() -> list[str]:
    """Towns, countries and former provinces that labels name and the register lacks."""
    return [row["name"] for row in rows("other_names.csv")]


def _other_name(row: Row) -> OtherName:
    return OtherName(
        scheme=row["scheme"],
        name=row["name"],
        code=row["code"],
        needs_title=row.get("needs_title") == "1",
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        confidence=row["confidence"],
    )


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
