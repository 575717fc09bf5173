"""Pure: an organ that belongs to another does not go on without it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from services.registry.organs.models import Organ

Children = Mapping[str, Sequence[Organ]]
"""The periods in which organs belong to an organ, by its code."""


def children(organs: Iterable[Organ]) -> Children:
    """Of two that are the same period, the later says what it is."""
    found: dict[str, list[Organ]] = defaultdict(list)
    for organ in {(each.code, each.valid_from): each for each in organs}.values():
        if organ.parent_code is not None:
            found[organ.parent_code].append(organ)
    return found


def left_behind(found: Children, code: str, ends: date | None) -> str | None:
    """An organ that would go on under this one after it ended."""
    periods = (each for each in found.get(code, ()) if outlives(each.valid_to, ends))
    return next((each.code for each in periods), None)


def outlives(child: date | None, parent: date | None) -> bool:
    """Whether what ends on the one day goes on after what ends on the other."""
    return parent is not None and (child is None or child > parent)


def end_of(organ: Organ, periods: Iterable[Organ]) -> date | None:
    """The day on which it is no more, through the periods that follow; oldest first."""
    ends = organ.valid_to
    for period in periods:
        if ends is not None and period.valid_from == ends:
            ends = period.valid_to
    return ends
