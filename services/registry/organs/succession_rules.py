"""Pure: how organs go over into others, and what may not follow what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.registry.organs.families import children, left_behind
from services.registry.organs.models import Organ, OrganSuccession
from services.registry.organs.rows import OrganSuccessionRow, SuccessionChange
from services.registry.organs.rules import Periods, shown
from services.registry.periods import PROPOSAL
from services.registry.statements import Difference, Effect, Faults

Fault = tuple[str, str, str]
Edges = Mapping[str, set[str]]


@dataclass
class Succeeding:
    """Rows that are being stated: what is known, what is touched, what is wrong."""

    effective: date
    known: Periods
    successions: Sequence[OrganSuccession]
    added: list[OrganSuccession] = field(default_factory=list)
    ended: dict[str, Organ] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)


def succeed(succeeding: Succeeding, rows: Sequence[OrganSuccessionRow]) -> None:
    """Add what the rows say, and end the old organs; faults are collected."""
    known = {each.key: each for each in succeeding.successions}
    stated: dict[tuple[date, str, str], int] = {}
    for index, row in enumerate(rows):
        key = (succeeding.effective, row.old_code, row.new_code)
        first = stated.setdefault(key, index)
        fault = _fault(succeeding, row, known.get(key))
        if first != index:
            fault = ("new_code", "succession-repeated", f"/rows/{first} states it")
        if fault is not None:
            succeeding.faults.add(index, *fault)
        elif key not in known:
            _add(succeeding, row)
    edges = edges_of([*succeeding.successions, *succeeding.added])
    for index, row in enumerate(rows):
        if row.change is not SuccessionChange.TRANSFERRED and _leads(
            edges, row.new_code, row.old_code
        ):
            detail = f"{row.old_code} would come after itself"
            succeeding.faults.add(index, "new_code", "succession-cycle", detail)
    _check_children(succeeding, rows)


def _check_children(succeeding: Succeeding, rows: Sequence[OrganSuccessionRow]) -> None:
    """What belongs to an organ that ends is stated under another one first."""
    family = children(o for periods in succeeding.known.values() for o in periods)
    for index, row in enumerate(rows):
        if row.old_code not in succeeding.ended:
            continue
        child = left_behind(family, row.old_code, succeeding.effective)
        if child is not None:
            detail = f"{child} goes on under {row.old_code}"
            succeeding.faults.add(index, "old_code", "children-go-on", detail)


def edges_of(successions: Iterable[OrganSuccession]) -> Edges:
    """Into what organs ended; a transfer of functions ends nothing."""
    edges: dict[str, set[str]] = defaultdict(set)
    for each in successions:
        if each.change != SuccessionChange.TRANSFERRED:
            edges[each.old_code].add(each.new_code)
    return edges


def _leads(edges: Edges, start: str, wanted: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        code = waiting.pop()
        if code == wanted:
            return True
        if code not in seen:
            seen.add(code)
            waiting += edges.get(code, ())
    return False


def _fault(
    succeeding: Succeeding, row: OrganSuccessionRow, known: OrganSuccession | None
) -> Fault | None:
    if row.old_code == row.new_code:
        return "new_code", "succession-cycle", "an organ does not succeed itself"
    if known is not None:
        if known.change == row.change.value:
            return None
        return "change", "history-rewritten", f"it is known as {known.change}"
    day = succeeding.effective
    return (
        _not_standing(succeeding, "old_code", row.old_code, day - timedelta(days=1))
        or _not_standing(succeeding, "new_code", row.new_code, day)
        or _goes_on(succeeding, row)
    )


def _not_standing(
    succeeding: Succeeding, column: str, code: str, day: date
) -> Fault | None:
    periods = succeeding.known.get(code, ())
    if any(organ.stood_on(day) for organ in periods):
        return None
    rule = "code-expired" if periods else "code-unknown"
    return column, rule, f"no organ {code} stands on {day}"


def _goes_on(succeeding: Succeeding, row: OrganSuccessionRow) -> Fault | None:
    if row.change is SuccessionChange.TRANSFERRED:
        return None
    last = succeeding.known[row.old_code][-1]
    if last.valid_from < succeeding.effective:
        return None
    detail = f"a period of {row.old_code} begins on {last.valid_from}"
    return "old_code", "period-overlaps", detail


def _add(succeeding: Succeeding, row: OrganSuccessionRow) -> None:
    day = succeeding.effective
    succeeding.added.append(
        OrganSuccession(
            effective=day,
            old_code=row.old_code,
            new_code=row.new_code,
            change=row.change.value,
            confidence=None,
            source=row.source,
            origin=PROPOSAL,
        )
    )
    succeeding.differences.append(
        Difference(
            f"{row.old_code} to {row.new_code}",
            Effect.ADDED,
            day,
            after=row.model_dump(mode="json"),
        )
    )
    if row.change is not SuccessionChange.TRANSFERRED:
        _end(succeeding, row.old_code)


def _end(succeeding: Succeeding, code: str) -> None:
    last = succeeding.known[code][-1]
    if last.valid_to == succeeding.effective:
        return
    before = shown(last)
    last.valid_to = succeeding.effective
    last.origin = PROPOSAL
    succeeding.ended[code] = last
    succeeding.differences.append(
        Difference(code, Effect.ENDED, succeeding.effective, before, shown(last))
    )
