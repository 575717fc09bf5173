"""Pure comparison of histories before and after: what a demarcation changes."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.registry.demarcation.models import ChangedPlace, Changes
from services.registry.places.models import CONTINUING, Place, Transition
from services.registry.places.periods import Change, Histories
from services.registry.statements import Difference, Effect

COLUMNS = tuple(Place.__table__.columns.keys())
NAMING_OF_TRANSITIONS = {"effective", "old_code", "new_code", "vintage"}
NAMING = {"kind", "code", "valid_from", "vintage"}
TRANSITION_COLUMNS = tuple(Transition.__table__.columns.keys())
Identity = tuple[object, ...]
Known = Mapping[tuple[date, str, str], Transition]
"""Transitions by day, old code and new code."""


def snapshot(histories: Histories) -> dict[Identity, tuple[object, ...]]:
    """Every period as plain values, by its key."""
    return {
        (place.kind, place.code, place.valid_from): _values(place)
        for found in histories.periods.values()
        for place in found
    }


def _values(place: Place) -> tuple[object, ...]:
    return tuple(getattr(place, name) for name in COLUMNS)


def compare(before: Mapping[Identity, tuple[object, ...]], after: Histories) -> Changes:
    """What was begun, ended, moved, renamed, and where boundaries changed."""
    changes = Changes()
    for found in after.periods.values():
        previous: Place | None = None
        for place in found:
            known = before.get((place.kind, place.code, place.valid_from))
            if known != _values(place):
                changes.places.append(place)
            if known is None:
                _note_begun(changes, place, previous)
                changes.differences.append(_begun(place, previous))
            _note_end(changes, place, known, found)
            previous = place
    return changes


def _note_begun(changes: Changes, place: Place, previous: Place | None) -> None:
    if previous is None or place.begun_by not in CONTINUING:
        changes.added.append(_changed(place))
        return
    if place.name != previous.name:
        changes.renamed.append(_changed(place, previous.name, place.name))
    if (place.parent_code, place.space_code) != (
        previous.parent_code,
        previous.space_code,
    ):
        changes.moved.append(_changed(place, previous.parent_code, place.parent_code))
    if _classes(place) != _classes(previous):
        changes.reclassified.append(
            _changed(place, _classes(previous), _classes(place))
        )
    if place.boundaries_since == place.valid_from:
        changes.boundaries_changed.append(_changed(place))


def _note_end(
    changes: Changes,
    place: Place,
    known: tuple[object, ...] | None,
    found: Sequence[Place],
) -> None:
    ended_before = known is not None and known[COLUMNS.index("valid_to")] is not None
    if place.valid_to is None or ended_before:
        return
    goes_on = any(
        later.valid_from == place.valid_to and later.begun_by in CONTINUING
        for later in found
    )
    if not goes_on:
        changes.ended.append(
            ChangedPlace(place.kind, place.code, place.name, place.valid_to)
        )
        changes.differences.append(
            Difference(
                _record(place), Effect.ENDED, place.valid_to, before=_shown(place)
            )
        )


def _begun(place: Place, previous: Place | None) -> Difference:
    """A place that is new, or one that goes on otherwise."""
    after = _shown(place)
    if previous is None or place.begun_by not in CONTINUING:
        return Difference(_record(place), Effect.ADDED, place.valid_from, after=after)
    before = _shown(previous)
    names = [name for name in before | after if before.get(name) != after.get(name)]
    return Difference(
        _record(place),
        Effect.CHANGED,
        place.valid_from,
        {name: before.get(name) for name in names},
        {name: after.get(name) for name in names},
    )


def _record(place: Place) -> str:
    return f"{place.kind} {place.code}"


def _shown(place: Place) -> dict[str, object]:
    values = {name: getattr(place, name) for name in COLUMNS if name not in NAMING}
    return {name: value for name, value in values.items() if value is not None}


def of_transitions(
    added: Sequence[Transition], weighted: Sequence[Transition]
) -> list[Difference]:
    """Transitions not known before, and shares of known ones."""
    return [
        Difference(
            f"transition {each.old_code} {each.new_code}",
            effect,
            each.effective,
            after={
                name: value
                for name in TRANSITION_COLUMNS
                if name not in NAMING_OF_TRANSITIONS
                and (value := getattr(each, name)) is not None
            },
        )
        for effect, found in ((Effect.ADDED, added), (Effect.CHANGED, weighted))
        for each in found
    ]


def _classes(place: Place) -> str:
    return " ".join(filter(None, (place.category, place.miif_class)))


def _changed(
    place: Place, before: str | None = None, after: str | None = None
) -> ChangedPlace:
    return ChangedPlace(
        place.kind, place.code, place.name, place.valid_from, before, after
    )


def new_transitions(
    stated: Sequence[Transition], known: Known
) -> tuple[list[Transition], list[Transition]]:
    """Those not known yet, and known ones whose shares are established now."""
    added, weighted = [], []
    for each in stated:
        earlier = known.get((each.effective, each.old_code, each.new_code))
        if earlier is None:
            added.append(each)
        elif earlier.weight is None and each.weight is not None:
            weighted.append(each)
    return added, weighted


def rewrites(change: Change, known: Known) -> bool:
    """Whether it says otherwise what is known of the same transition."""
    earlier = known.get((change.effective, change.old_code, change.new_code))
    if earlier is None:
        return False
    if (earlier.old_change, earlier.new_change) != (
        change.old_change,
        change.new_change,
    ):
        return True
    stated = change.weight
    return (
        stated is not None and earlier.weight is not None and stated != earlier.weight
    )
