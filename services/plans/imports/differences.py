"""What the rows of a file add to a plan, and change in it, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from services.plans.content.models import Record
from services.plans.documents.content import Intervention

Thing = TypeVar("Thing", bound=Record | Intervention)


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True)
class FieldDifference:
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """What one row changes; a new record has no fields that differ."""

    row: int
    code: str
    change: Change
    fields: Sequence[FieldDifference]


@dataclass(frozen=True)
class Changes(Generic[Thing]):
    """What rows mean for a plan: new records, and known ones as they become."""

    created: list[Thing]
    updated: list[tuple[Thing, Thing]]
    differences: list[Difference]


def compare(
    stated: Sequence[tuple[int, Thing]], standing: Mapping[str, Thing]
) -> Changes[Thing]:
    """What these, by their row, add to and change in what stands."""
    changes: Changes[Thing] = Changes([], [], [])
    for row, thing in stated:
        known = standing.get(thing.code)
        if known is None:
            changes.created.append(thing)
            new = Difference(row, thing.code, Change.NEW, [])
            changes.differences.append(new)
        elif fields := _fields(known.states(), thing.states()):
            changes.updated.append((known, thing))
            changed = Difference(row, thing.code, Change.CHANGED, fields)
            changes.differences.append(changed)
    return changes


def _fields(
    before: Mapping[str, object], after: Mapping[str, object]
) -> list[FieldDifference]:
    return [
        FieldDifference(name, before[name], after[name])
        for name in before
        if before[name] != after[name]
    ]
