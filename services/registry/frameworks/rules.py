"""Pure rules of stating: each record once, a change from a later day, history kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chassis.identifiers import new_id
from services.registry.frameworks.models import Stated
from services.registry.frameworks.rows import StatedRow
from services.registry.statements import Difference, Effect, Faults


@dataclass
class Stating:
    """Rows of one kind to be stated from a day on, and what comes of them."""

    model: type[Stated]
    effective: date
    stated_in: str
    known: Mapping[str, Stated]
    faults: Faults = field(default_factory=Faults)
    ended: list[Stated] = field(default_factory=list)
    added: list[Stated] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def after(self) -> dict[str, Any]:
        """What is stated then, by record."""
        gone = {each.record for each in self.ended}
        left = {
            record: each
            for record, each in self.known.items()
            if each.stated_to is None and record not in gone
        }
        return left | {each.record: each for each in self.added}


def state(stating: Stating, rows: Sequence[StatedRow]) -> None:
    """Say what every row ends and adds; one that says what is known does neither."""
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row.record in seen:
            stating.faults.add(
                index, row.key[-1], "record-repeated", "a row before states it"
            )
            continue
        seen.add(row.record)
        _state(stating, index, row)


def _state(stating: Stating, index: int, row: StatedRow) -> None:
    last = stating.known.get(row.record)
    current = last if last is not None and last.stated_to is None else None
    if _says(current, row):
        return
    first = _first_day(last)
    if first is not None and stating.effective < first:
        stating.faults.add(
            index, row.key[-1], "history-rewritten", f"state it from {first} or later"
        )
    elif current is not None and stating.effective == current.stated_from:
        stating.faults.add(
            index,
            row.key[-1],
            "history-rewritten",
            f"something else is stated from {current.stated_from} on",
        )
    else:
        _change(stating, row, current)


def _first_day(last: Stated | None) -> date | None:
    return None if last is None else (last.stated_to or last.stated_from)


def _says(current: Stated | None, row: StatedRow) -> bool:
    if current is None or row.withdrawn:
        return current is None and row.withdrawn
    return all(getattr(current, name) == getattr(row, name) for name in current.said)


def _change(stating: Stating, row: StatedRow, current: Stated | None) -> None:
    added = None if row.withdrawn else _stated(stating, row)
    if current is not None:
        stating.ended.append(current)
    if added is not None:
        stating.added.append(added)
    stating.differences.append(
        Difference(
            record=row.record,
            effect=_effect(current, added),
            effective=stating.effective,
            before={} if current is None else current.content(),
            after={} if added is None else added.content(),
        )
    )


def _effect(before: Stated | None, after: Stated | None) -> Effect:
    if after is None:
        return Effect.ENDED
    return Effect.ADDED if before is None else Effect.CHANGED


def _stated(stating: Stating, row: StatedRow) -> Stated:
    return stating.model(
        **{name: getattr(row, name) for name in (*row.key, *stating.model.said)},
        id=new_id(),
        record=row.record,
        stated_in=stating.stated_in,
        stated_from=stating.effective,
        stated_to=None,
    )
