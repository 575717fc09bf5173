"""Pure: what rows make of the periods of organs, and the rules they must keep."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chassis.identifiers import new_id
from services.registry.organs.families import (
    Children,
    children,
    end_of,
    left_behind,
    outlives,
)
from services.registry.organs.kinds import CHARACTERS, Character, OrganKind
from services.registry.organs.models import Organ
from services.registry.organs.rows import OrganRow
from services.registry.periods import PROPOSAL
from services.registry.statements import Difference, Effect, Faults

STATED = (
    "name",
    "kind",
    "place_code",
    "parent_code",
    "vote",
    "functions",
    "valid_to",
    "source",
)
CONTENT = tuple(name for name in STATED if name not in {"valid_to", "source"})
Periods = Mapping[str, Sequence[Organ]]
Places = Mapping[str, set[str]]
"""The kinds of the places that stand under a code on the effective day."""


@dataclass
class Stating:
    """Rows that are being stated: what is known, what is touched, what is wrong."""

    effective: date
    today: date
    known: Periods
    places: Places
    functions: frozenset[str]
    standing: dict[str, Organ] = field(default_factory=dict)
    written: list[Organ] = field(default_factory=list)
    removed: list[Organ] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)


def state(stating: Stating, rows: Sequence[OrganRow]) -> None:
    """Bring the periods to what the rows say; faults are collected, not raised."""
    stating.standing |= {
        code: organ
        for code, periods in stating.known.items()
        for organ in periods
        if organ.stood_on(stating.effective)
    }
    seen: dict[str, int] = {}
    for index, row in enumerate(rows):
        first = seen.setdefault(row.code, index)
        if first != index:
            stating.faults.add(
                index, "code", "code-repeated", f"/rows/{first} states it already"
            )
            continue
        _state_row(stating, index, row)
    family = children(_periods(stating))
    for index, row in enumerate(rows):
        _check(stating, index, row)
        _check_children(stating, index, row, family)
    _check_votes(stating, seen)


def _state_row(stating: Stating, index: int, row: OrganRow) -> None:
    periods = stating.known.get(row.code, ())
    fault = _fault_of_time(stating, row, periods)
    if fault is not None:
        stating.faults.add(index, *fault)
        return
    current = stating.standing.get(row.code)
    if current is None or _differs(current, row):
        _begin(stating, row, current)
    elif current.valid_to != row.valid_to:
        _end(stating, row, current)


def _fault_of_time(
    stating: Stating, row: OrganRow, periods: Sequence[Organ]
) -> tuple[str, str, str] | None:
    day = stating.effective
    if row.valid_to is not None and row.valid_to <= day:
        return "valid_to", "period-empty", f"it ends after {day}, or is not stated"
    if not periods:
        return None
    last = periods[-1]
    if last.valid_from > day:
        return (
            "code",
            "period-overlaps",
            f"a period of {row.code} begins on {last.valid_from}",
        )
    if not last.stood_on(day):
        return (
            "code",
            "code-expired",
            f"{row.code} ended on {last.valid_to}; its code is not given again",
        )
    if last.valid_from == day <= stating.today and _differs(last, row):
        return (
            "code",
            "history-rewritten",
            f"a period of {row.code} began on {day}; state what follows it",
        )
    return None


def _differs(organ: Organ, row: OrganRow) -> bool:
    return any(getattr(organ, name) != getattr(row, name) for name in CONTENT)


def _begin(stating: Stating, row: OrganRow, before: Organ | None) -> None:
    day = stating.effective
    said = {name: getattr(row, name) for name in STATED} | {"kind": row.kind.value}
    organ = Organ(
        **said,
        code=row.code,
        valid_from=day,
        id=before.id if before else new_id(),
        sphere=CHARACTERS[row.kind].sphere.value,
        confidence=None,
        illustrative=before.illustrative if before else False,
        origin=PROPOSAL,
        version=before.version if before else 0,
    )
    effect = Effect.ADDED if before is None else Effect.CHANGED
    _note(stating, row.code, effect, shown(before), shown(organ))
    if before is not None and before.valid_from == day:
        stating.removed.append(before)
    elif before is not None:
        before.valid_to, before.origin = day, PROPOSAL
        stating.written.append(before)
    stating.written.append(organ)
    stating.standing[row.code] = organ


def _end(stating: Stating, row: OrganRow, current: Organ) -> None:
    before = shown(current)
    current.valid_to, current.origin = row.valid_to, PROPOSAL
    effect = Effect.CHANGED if row.valid_to is None else Effect.ENDED
    _note(stating, row.code, effect, before, shown(current))
    stating.written.append(current)


def _note(
    stating: Stating,
    code: str,
    effect: Effect,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    stating.differences.append(
        Difference(code, effect, stating.effective, before, after)
    )


def shown(organ: Organ | None) -> dict[str, Any]:
    """What a reviewer is shown of a period."""
    if organ is None:
        return {}
    names = ("valid_from", *STATED, "sphere")
    return {name: getattr(organ, name) for name in names}


def _check(stating: Stating, index: int, row: OrganRow) -> None:
    """The rules that need the other organs, and the places, of that day."""
    if row.kind is OrganKind.MUNICIPALITY:
        stating.faults.add(
            index, "kind", "follows-the-demarcation", "state a demarcation instead"
        )
        return
    character = CHARACTERS[row.kind]
    before = next(iter(stating.known.get(row.code, ())), None)
    if before is not None and before.kind != row.kind.value:
        stating.faults.add(
            index, "kind", "kind-changed", f"{row.code} is a {before.kind}"
        )
    _check_place(stating, index, row, character)
    _check_parent(stating, index, row, character)
    if row.vote is not None and not character.has_vote:
        stating.faults.add(index, "vote", "vote-not-expected", f"a {row.kind} has none")
    for function in row.functions:
        if function not in stating.functions:
            detail = f"there is no function {function}"
            stating.faults.add(index, "functions", "function-unknown", detail)


def _periods(stating: Stating) -> Iterator[Organ]:
    for periods in stating.known.values():
        yield from periods
    yield from stating.standing.values()


def _check_children(
    stating: Stating, index: int, row: OrganRow, family: Children
) -> None:
    child = left_behind(family, row.code, row.valid_to)
    if child is not None:
        detail = f"{child} goes on under {row.code}"
        stating.faults.add(index, "valid_to", "children-go-on", detail)


def _check_place(
    stating: Stating, index: int, row: OrganRow, character: Character
) -> None:
    if row.place_code is None:
        if character.needs_place:
            stating.faults.add(
                index, "place_code", "place-missing", f"a {row.kind} serves a place"
            )
        return
    kinds = stating.places.get(row.place_code)
    if kinds is None:
        stating.faults.add(
            index, "place_code", "place-unknown", f"there is no place {row.place_code}"
        )
    elif not kinds:
        detail = f"no place {row.place_code} stands on {stating.effective}"
        stating.faults.add(index, "place_code", "place-expired", detail)
    elif not kinds & character.places:
        wanted = ", ".join(sorted(character.places)) or "none"
        detail = f"places of a {row.kind}: {wanted}"
        stating.faults.add(index, "place_code", "place-of-wrong-kind", detail)


def _check_parent(
    stating: Stating, index: int, row: OrganRow, character: Character
) -> None:
    code = row.parent_code
    if code is None:
        if character.needs_parent:
            stating.faults.add(
                index, "parent_code", "parent-missing", f"a {row.kind} has a parent"
            )
        return
    parent = stating.standing.get(code)
    if parent is None:
        ended = code in stating.known
        stating.faults.add(
            index,
            "parent_code",
            "parent-expired" if ended else "parent-unknown",
            f"no organ {code} stands on {stating.effective}",
        )
    elif parent.kind not in character.parents:
        wanted = ", ".join(sorted(character.parents)) or "none"
        detail = f"parents of a {row.kind}: {wanted}"
        stating.faults.add(index, "parent_code", "parent-of-wrong-kind", detail)
    else:
        ends = end_of(parent, stating.known.get(code, ()))
        if outlives(row.valid_to, ends):
            detail = f"{code} ends on {ends}"
            stating.faults.add(index, "parent_code", "parent-ends-before", detail)


def _check_votes(stating: Stating, stated: Mapping[str, int]) -> None:
    """On one day a vote of one budget belongs to one organ."""
    holders: dict[tuple[str, str | None, int], str] = {}
    for organ in sorted(stating.standing.values(), key=lambda each: each.code):
        if organ.vote is None:
            continue
        budget = (organ.sphere, organ.place_code, organ.vote)
        holder = holders.setdefault(budget, organ.code)
        if holder == organ.code:
            continue
        index = stated.get(organ.code, stated.get(holder))
        if index is not None:
            detail = f"vote {organ.vote} is that of {holder} and of {organ.code}"
            stating.faults.add(index, "vote", "vote-taken", detail)
