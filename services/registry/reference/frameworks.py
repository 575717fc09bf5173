"""What plans refer to: frameworks by version, their items, and public programmes."""

from dataclasses import dataclass
from datetime import date

from services.registry.reference.files import rows
from services.registry.reference.money import functions, grants

FUNCTIONS, GRANTS = "MUNICIPAL_FUNCTIONS", "CONDITIONAL_GRANTS"


@dataclass(frozen=True, slots=True)
class Framework:
    """One version; `supersedes` is another, written FRAMEWORK/VERSION."""

    framework: str
    version: str
    name: str
    authority: str
    begins: date
    ends: date | None
    supersedes: str | None
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class FrameworkItem:
    """An item of a version, below another one or (level 1) below none."""

    framework: str
    version: str
    code: str
    parent: str | None
    level: int
    title: str
    confidence: str


@dataclass(frozen=True, slots=True)
class FrameworkMapping:
    """How an item of one framework relates to an item of another."""

    framework: str
    version: str
    code: str
    to_framework: str
    to_version: str
    to_code: str
    relation: str
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Programme:
    code: str
    name: str
    lead: str
    lead_organ: str | None
    begins: date
    ends: date | None
    confidence: str
    source: str


def frameworks() -> list[Framework]:
    return [
        Framework(
            framework=row["framework"],
            version=row["version"],
            name=row["name"],
            authority=row["authority"],
            begins=date.fromisoformat(row["begins"]),
            ends=_day(row["ends"]),
            supersedes=row["supersedes"] or None,
            confidence=row["confidence"],
            source=row["source"],
        )
        for row in rows("frameworks.csv")
    ]


def framework_items() -> list[FrameworkItem]:
    """Those of the file, and what the files of public money hold already."""
    written = [
        FrameworkItem(
            framework=row["framework"],
            version=row["version"],
            code=row["code"],
            parent=row["parent"] or None,
            level=int(row["level"]),
            title=row["title"],
            confidence=row["confidence"],
        )
        for row in rows("framework_items.csv")
    ]
    versions = {each.framework: each.version for each in frameworks()}
    money = [
        *((FUNCTIONS, each.code, each.name, "high") for each in functions()),
        *((GRANTS, each.code, each.name, each.confidence) for each in grants()),
    ]
    return written + [
        FrameworkItem(framework, versions[framework], code, None, 1, title, confidence)
        for framework, code, title, confidence in money
    ]


def framework_mappings() -> list[FrameworkMapping]:
    return [FrameworkMapping(**row) for row in rows("framework_mappings.csv")]


def programmes() -> list[Programme]:
    return [
        Programme(
            code=row["code"],
            name=row["name"],
            lead=row["lead"],
            lead_organ=row["lead_organ"] or None,
            begins=date.fromisoformat(row["begins"]),
            ends=_day(row["ends"]),
            confidence=row["confidence"],
            source=row["source"],
        )
        for row in rows("programmes.csv")
    ]


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
