"""Differences as sentences, for somebody who sits in a forum and not at a screen."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.plans.versions.schemas import Differences, FieldChange

NOUNS = {
    "issues": "Issue",
    "outcomes": "Outcome",
    "strategies": "Strategy",
    "links": "Link",
    "interventions": "Intervention",
}
DERIVED = frozenset({"horizon_years"})
LONGEST_NAME = 80
Said = Mapping[str, Any]


def told(found: Differences, old: Said, new: Said) -> Iterator[str]:
    """A line per difference; `old` and `new` are the documents that differ."""
    for change in found.plan:
        yield from (f"The plan: {words}" for words in _changed(change))
    for name, section in found.sections.items():
        before = {record["code"]: record for record in old[name]}
        after = {record["code"]: record for record in new[name]}
        for code in section.added:
            yield f"{_named(name, after[code])} is new"
        for code in section.removed:
            yield f"{_named(name, before[code])} is gone"
        for record in section.changed:
            subject = _named(name, after[record.code])
            for change in record.fields:
                yield from (f"{subject}: {words}" for words in _changed(change))


def _named(section: str, record: Said) -> str:
    """`Intervention I05 (Kathu bulk water connection)`."""
    name = record.get("title") or record.get("statement")
    if name is None:
        name = f"{record['framework']} {record['item']}"
    if len(name) > LONGEST_NAME:
        name = f"{name[:LONGEST_NAME].rstrip()}..."
    return f"{NOUNS[section]} {record['code']} ({name})"


def _changed(change: FieldChange) -> Iterator[str]:
    """What one field said before and says now; money year by year."""
    before, after = change.before, change.after
    words = change.field.replace("_", " ")
    if change.field in DERIVED:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted(before.keys() | after.keys()):
            if before.get(key) != after.get(key):
                was, now = _shown(before.get(key)), _shown(after.get(key))
                yield f"{words} {key} was {was}, is {now}"
    else:
        yield f"{words} was {_shown(before)}, is {_shown(after)}"


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
