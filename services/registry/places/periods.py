"""Pure rules of periods: where boundaries changed, a new one begins."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from services.registry.places.models import (
    CONTINUING,
    MUNICIPALITY,
    SAME_BOUNDARIES,
    SPACE,
    Place,
    Transition,
)

Key = tuple[str, str]
WHOLE = Decimal(1)


@dataclass(frozen=True)
class Change:
    """One row of a file of transitions; `weight` is None where it was not declared."""

    effective: date
    old_code: str
    new_code: str
    old_change: str
    new_change: str
    weight: Decimal | None = None
    weight_basis: str | None = None
    weight_source: str | None = None


@dataclass
class Histories:
    """All periods of all places, by kind and code, oldest first."""

    periods: dict[Key, list[Place]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, places: Iterable[Place]) -> "Histories":
        histories = cls()
        for place in sorted(places, key=lambda each: each.valid_from):
            histories.periods[place.key].append(place)
        return histories

    def on(self, key: Key, day: date) -> Place | None:
        """What stood under this code on that day."""
        found = self.periods.get(key, ())
        return next((place for place in found if place.stood_on(day)), None)

    def last(self, key: Key) -> Place | None:
        found = self.periods.get(key)
        return found[-1] if found else None

    def standing(self, day: date) -> dict[Key, Place]:
        return {
            key: place
            for key, periods in self.periods.items()
            for place in periods
            if place.stood_on(day)
        }

    def begin(self, place: Place) -> None:
        """Append a period, of the same place or of another one with its code."""
        before = self.last(place.key)
        goes_on = before is not None and place.begun_by in CONTINUING
        place.since = before.since if before and goes_on else place.valid_from
        same = before is not None and place.begun_by in SAME_BOUNDARIES
        place.boundaries_since = (
            before.boundaries_since if before and same else place.valid_from
        )
        self.periods[place.key].append(place)


def copy(place: Place, **changes: object) -> Place:
    """The same place with other values; not part of any session."""
    names = Place.__table__.columns.keys()
    return Place(**({name: getattr(place, name) for name in names} | changes))


def boundary_changes(
    changes: Sequence[Change], histories: Histories
) -> set[tuple[Key, date]]:
    """Places that go on with other boundaries, and the day from which.

    A municipality that crosses from one space into another changes both spaces, and
    the district or metropolitan municipalities that coincide with them.
    """
    found: set[tuple[Key, date]] = set()
    for change in changes:
        if change.old_change == "continued":
            found.add(((MUNICIPALITY, change.old_code), change.effective))
        if change.new_change == "continued":
            found.add(((MUNICIPALITY, change.new_code), change.effective))
        spaces = spaces_of(change, histories)
        if spaces[0] != spaces[1]:
            found |= {((SPACE, space), change.effective) for space in spaces}
            found |= {((MUNICIPALITY, space), change.effective) for space in spaces}
    return found


def spaces_of(change: Change, histories: Histories) -> tuple[str, str]:
    """The spaces of the old municipality the day before, and of the new that day."""
    eve = change.effective - timedelta(days=1)
    old = histories.on((MUNICIPALITY, change.old_code), eve)
    new = histories.on((MUNICIPALITY, change.new_code), change.effective)
    return (old.space_code if old else "") or "", (new.space_code if new else "") or ""


def cut(histories: Histories, key: Key, day: date, *, vintage: str) -> list[Place]:
    """End the period that is under way on `day` and begin the next, otherwise alike.

    Returns the periods touched; none where one begins on `day`, or none stands.
    """
    place = histories.on(key, day)
    if place is None or place.valid_from == day:
        return []
    after = copy(
        place,
        valid_from=day,
        begun_by="continued",
        boundaries_since=day,
        vintage=vintage,
        population_2011=None,
        population_2016=None,
    )
    place.valid_to = day
    periods = histories.periods[key]
    periods.insert(periods.index(place) + 1, after)
    _inherit(periods)
    return [place, after]


def _inherit(periods: Sequence[Place]) -> None:
    for before, after in pairwise(periods):
        if after.begun_by in CONTINUING:
            after.since = before.since
        if after.begun_by in SAME_BOUNDARIES:
            after.boundaries_since = before.boundaries_since


def transitions(
    changes: Sequence[Change], histories: Histories, *, vintage: str
) -> list[Transition]:
    """The changes between places as they stood; a part that is the whole weighs 1."""
    parts: Mapping[tuple[date, str], list[Change]] = defaultdict(list)
    for change in changes:
        parts[change.effective, change.old_code].append(change)
    return [
        _transition(change, len(siblings), histories, vintage)
        for siblings in parts.values()
        for change in siblings
    ]


def _transition(
    change: Change, siblings: int, histories: Histories, vintage: str
) -> Transition:
    eve = change.effective - timedelta(days=1)
    old = histories.on((MUNICIPALITY, change.old_code), eve)
    new = histories.on((MUNICIPALITY, change.new_code), change.effective)
    if old is None or new is None:
        raise LookupError(
            f"{change.old_code} to {change.new_code} on {change.effective}"
        )
    whole = siblings == 1 and change.old_change != "continued"
    return Transition(
        effective=change.effective,
        old_code=old.code,
        new_code=new.code,
        old_since=old.since,
        new_since=new.since,
        old_change=change.old_change,
        new_change=change.new_change,
        change=kind_of(change, siblings),
        old_space_code=old.space_code,
        new_space_code=new.space_code,
        weight=WHOLE if whole else change.weight,
        weight_basis="whole" if whole else change.weight_basis,
        weight_source="the whole area" if whole else change.weight_source,
        vintage=vintage,
    )


def kind_of(change: Change, siblings: int) -> str:
    """In one word, from what the change did to both and in how many parts."""
    if change.old_code == change.new_code:
        return "retained" if change.old_change == "continued" else "reconstituted"
    if change.old_change == "continued":
        return "ceded"
    if siblings > 1:
        return "divided"
    return "merged" if change.new_change == "established" else "absorbed"
