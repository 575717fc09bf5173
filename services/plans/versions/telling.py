"""Differences as sentences, for somebody who sits in a forum and not at a screen."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.plans.documents.content import FocusArea
from services.plans.sections.history import Writer
from services.plans.versions.schemas import Differences, FieldChange

NOUNS = {
    "issues": "Issue",
    "outcomes": "Outcome",
    "strategies": "Strategy",
    "links": "Link",
    "interventions": "Intervention",
}
ELSEWHERE = "links"
DERIVED = frozenset({"horizon_years"})
LONGEST_NAME = 80
Said = Mapping[str, Any]
Writers = Mapping[tuple[str, str, str], Writer]


def lines(found: Differences, old: Said, new: Said, writers: Writers) -> list[str]:
    """Headings of areas begin with `#`, then a line per difference.

    `old` and `new` are the documents that differ. Empty where nothing does.
    """
    told: dict[str, list[str]] = {a: [] for a in ("plan", *FocusArea, ELSEWHERE)}
    for change in found.plan:
        told["plan"] += (f"The plan: {words}" for _, words in _changed(change))
    for name, section in found.sections.items():
        before = {record["code"]: record for record in old[name]}
        after = {record["code"]: record for record in new[name]}
        for code in section.added:
            who = _who(writers, name, code, "")
            told[_area(after[code])].append(f"{_named(name, after[code])} is new{who}")
        for code in section.removed:
            who = _who(writers, name, code, "")
            gone = f"{_named(name, before[code])} is gone{who}"
            told[_area(before[code])].append(gone)
        for record in section.changed:
            stands = after[record.code]
            for change in record.fields:
                for field, words in _changed(change):
                    who = _who(writers, name, record.code, field)
                    sentence = f"{_named(name, stands)}: {words}{who}"
                    told[_area(stands)].append(sentence)
    return [
        line for area, said in told.items() if said for line in (_title(area), *said)
    ]


def _named(section: str, record: Said) -> str:
    """`Intervention I05 (Kathu bulk water connection)`."""
    name = record.get("title") or record.get("statement")
    if name is None:
        name = f"{record['framework']} {record['item']}"
    if len(name) > LONGEST_NAME:
        name = f"{name[:LONGEST_NAME].rstrip()}..."
    return f"{NOUNS[section]} {record['code']} ({name})"


def _changed(change: FieldChange) -> Iterator[tuple[str, str]]:
    """A field, and what it said before and says now; money year by year."""
    before, after = change.before, change.after
    words = change.field.replace("_", " ")
    if change.field in DERIVED:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted(before.keys() | after.keys()):
            if before.get(key) != after.get(key):
                was, now = _shown(before.get(key)), _shown(after.get(key))
                yield f"{change.field}.{key}", f"{words} {key} was {was}, is {now}"
    else:
        yield change.field, f"{words} was {_shown(before)}, is {_shown(after)}"


def _shown(value: object) -> str:
    match value:
        case None | [] | "":
            return "not said"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(_shown, value))
        case Mapping():
            return " ".join(_shown(each) for each in value.values() if each is not None)
        case str() if " " in value:
            return f'"{value}"'
        case _:
            return str(value)


def _who(writers: Writers, section: str, code: str, field: str) -> str:
    """For which organ it was last written and when, as far as the caller may know."""
    writer = writers.get((NOUNS[section].lower(), code, field))
    if writer is None:
        return ""
    day = f"{writer.at.day} {writer.at:%B %Y}"
    return f" ({writer.organ or 'the space'}, {day})"


def _area(record: Said) -> str:
    return str(record.get("focus_area", ELSEWHERE))


def _title(area: str) -> str:
    return f"# {area.replace('_', ' ').capitalize()}"
