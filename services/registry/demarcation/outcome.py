"""Pure: what the files of a demarcation make of the histories, step by step."""

from collections.abc import Sequence
from datetime import date

from chassis.tabular.faults import RowErrors
from services.registry.demarcation import checks, differences, rules, shares
from services.registry.demarcation.layouts import PlaceRow, TransitionRow
from services.registry.demarcation.models import Changes, DemarcationHasErrors
from services.registry.demarcation.rules import Applying
from services.registry.places import periods
from services.registry.places.models import Place, Transition
from services.registry.places.periods import Change, Histories


def outcome(  # noqa: PLR0913, PLR0917  what is known, and what was sent
    vintage: str,
    every: Sequence[Place],
    transitions: Sequence[Transition],
    rows: Sequence[PlaceRow],
    steps: Sequence[TransitionRow],
    errors: dict[str, RowErrors],
) -> Changes:
    """What the rows change, or DemarcationHasErrors; nothing given is changed."""
    known = {(t.effective, t.old_code, t.new_code): t for t in transitions}
    histories = Histories.of(periods.copy(place) for place in every)
    before = differences.snapshot(histories)
    applying = Applying(histories, vintage, errors)
    new_steps = [s for s in steps if (s.date, s.old_code, s.new_code) not in known]
    rules.end_disestablished(applying, new_steps)
    rules.apply_places(applying, rows)
    shares.check_sides(applying, steps, known)
    shares.check_parts(applying, steps, known)
    weighed = shares.weighed(applying, steps)
    _refuse_rewriting(applying, weighed, steps, known)
    raise_if_any(errors)
    rules.change_boundaries(applying, [c for c in weighed if _key(c) not in known])
    checks.check_tree(applying)
    raise_if_any(errors)
    changes = differences.compare(before, histories)
    for place in changes.places:
        place.vintage = vintage
    stated = periods.transitions(weighed, histories, vintage=vintage)
    changes.transitions, changes.weighted = differences.new_transitions(stated, known)
    changes.differences += differences.of_transitions(
        changes.transitions, changes.weighted
    )
    return changes


def _key(change: Change) -> tuple[date, str, str]:
    return change.effective, change.old_code, change.new_code


def _refuse_rewriting(
    applying: Applying,
    changes: Sequence[Change],
    steps: Sequence[TransitionRow],
    known: differences.Known,
) -> None:
    rows = {(row.date, row.old_code, row.new_code): row for row in steps}
    for change in changes:
        if differences.rewrites(change, known):
            applying.refuse_transition(
                rows[change.effective, change.old_code, change.new_code],
                "old_code",
                "history-rewritten",
                "this transition is known, and says otherwise",
            )


def raise_if_any(errors: dict[str, RowErrors]) -> None:
    if any(each.total for each in errors.values()):
        raise DemarcationHasErrors(errors)
