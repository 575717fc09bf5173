"""Pure rules of transitions: both sides stood, and the shares of one make a whole."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from services.registry.demarcation.differences import Known
from services.registry.demarcation.layouts import TransitionRow
from services.registry.demarcation.rules import Applying
from services.registry.lineage.rules import weights_by_population
from services.registry.places.models import MUNICIPALITY
from services.registry.places.periods import Change

Parts = Mapping[tuple[date, str], list[TransitionRow]]


def by_old(rows: Sequence[TransitionRow]) -> Parts:
    parts: dict[tuple[date, str], list[TransitionRow]] = defaultdict(list)
    for row in rows:
        parts[row.date, row.old_code].append(row)
    return parts


def check_sides(
    applying: Applying, rows: Sequence[TransitionRow], known: Known
) -> None:
    """Refuse a row whose old one did not stand, or whose new one does not."""
    seen: set[tuple[date, str, str]] = set()
    for row in rows:
        key = (row.date, row.old_code, row.new_code)
        if key in seen:
            applying.refuse_transition(
                row, "new_code", "transition-repeated", "a row before says it"
            )
        seen.add(key)
        if key in known:
            continue
        eve = row.date - timedelta(days=1)
        _check_side(applying, row, "old_code", eve)
        _check_side(applying, row, "new_code", row.date)
        _check_changes(applying, row)


def _check_side(applying: Applying, row: TransitionRow, column: str, day: date) -> None:
    code = getattr(row, column)
    if applying.histories.on((MUNICIPALITY, code), day) is not None:
        return
    ever = applying.histories.last((MUNICIPALITY, code)) is not None
    applying.refuse_transition(
        row,
        column,
        "code-expired" if ever else "code-unknown",
        f"no municipality {code} stands on {day}",
    )


def _check_changes(applying: Applying, row: TransitionRow) -> None:
    """What a row says of each side is what the periods say of it."""
    histories = applying.histories
    old = histories.on((MUNICIPALITY, row.old_code), row.date - timedelta(days=1))
    after = histories.on((MUNICIPALITY, row.old_code), row.date)
    new = histories.on((MUNICIPALITY, row.new_code), row.date)
    if old is None or new is None:
        return
    goes_on = after is not None and after.since == old.since
    if goes_on != (row.old_change == "continued"):
        applying.refuse_transition(
            row,
            "old_change",
            "transition-contradicts",
            "it goes on after that day" if goes_on else "it ends on that day",
        )
    if (new.since == row.date) != (row.new_change != "continued"):
        applying.refuse_transition(
            row,
            "new_change",
            "transition-contradicts",
            f"it stands since {new.since}",
        )


def check_parts(
    applying: Applying, rows: Sequence[TransitionRow], known: Known
) -> None:
    """A division that is known is named with all of its parts, and with no others."""
    for (day, old), parts in by_old(rows).items():
        before = {new for (at, code, new) in known if (at, code) == (day, old)}
        named = {row.new_code for row in parts}
        if before and (before - named or named - before - {old}):
            applying.refuse_transition(
                parts[0],
                "new_code",
                "history-rewritten",
                f"known parts of {old} on {day}: {', '.join(sorted(before))}",
            )


def weighed(applying: Applying, rows: Sequence[TransitionRow]) -> list[Change]:
    """The rows as changes, with the shares that were declared or follow from people."""
    changes: list[Change] = []
    for parts in by_old(rows).values():
        weights, basis = _weights(applying, parts)
        changes += [
            Change(
                row.date,
                row.old_code,
                row.new_code,
                row.old_change,
                row.new_change,
                weights.get(row.new_code),
                basis if row.new_code in weights else None,
                row.source if row.new_code in weights else None,
            )
            for row in parts
        ]
    return changes


def _weights(
    applying: Applying, parts: Sequence[TransitionRow]
) -> tuple[dict[str, Decimal], str]:
    declared = {row.new_code: row.weight for row in parts if row.weight is not None}
    people = {
        row.new_code: row.population for row in parts if row.population is not None
    }
    if not declared and not people:
        return {}, ""
    fault = _fault(parts, declared, people)
    if fault is not None:
        applying.refuse_transition(parts[0], *fault)
        return {}, ""
    if people:
        return weights_by_population(people), "population"
    return declared, "declared"


def _fault(
    parts: Sequence[TransitionRow],
    declared: Mapping[str, Decimal],
    people: Mapping[str, int],
) -> tuple[str, str, str] | None:
    old = parts[0].old_code
    codes = {row.new_code for row in parts}
    if parts[0].old_change == "continued":
        codes.add(old)
    if (declared and set(declared) != codes) or (people and set(people) != codes):
        return (
            "weight" if declared else "population",
            "weights-incomplete",
            f"shares of {old} are given for all of {', '.join(sorted(codes))} or none",
        )
    if declared and people:
        return "weight", "weights-twice", "give weights or people, not both"
    if any(not row.source for row in parts):
        return "source", "source-missing", "who established these shares"
    if declared and sum(declared.values()) != 1:
        total = sum(declared.values())
        return "weight", "weights-not-one", f"the shares of {old} sum to {total}, not 1"
    if people and not all(people.values()):
        return "population", "weights-not-one", f"every part of {old} has people"
    return None
