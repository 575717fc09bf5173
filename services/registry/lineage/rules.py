"""Shares of figures along transitions, in the registry's own terms."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from contracts.boundaries import (
    SMALLEST_WEIGHT,
    ShareUnknown,
    Step,
    apportion,
    spread,
    weights_by_population,
)
from contracts.boundaries import carry as carry_along
from services.registry.lineage.models import WeightsNotEstablished
from services.registry.places.models import Transition

__all__ = [
    "SMALLEST_WEIGHT",
    "Holder",
    "apportion",
    "carry",
    "reach",
    "spread",
    "weights_by_population",
]

Holder = tuple[str, date]
"""A municipality: its code, and its first day under it."""


def carry(
    holder: Holder, transitions: Sequence[Transition], *, as_of: date, target: date
) -> dict[Holder, Decimal]:
    """In which municipalities of `target` the one of `as_of` lies, by weight.

    Raises WeightsNotEstablished.
    """
    steps = [
        Step(
            t.effective, (t.old_code, t.old_since), (t.new_code, t.new_since), t.weight
        )
        for t in transitions
    ]
    try:
        shares = carry_along(holder, steps, as_of=as_of, target=target)
    except ShareUnknown as unknown:
        raise _unestablished(unknown.parts) from None
    return {
        (code, since): share.weight
        for (code, since), share in shares.items()
        if since is not None
    }


def reach(
    holder: Holder, transitions: Sequence[Transition], *, as_of: date, target: date
) -> set[Holder]:
    """In which municipalities of `target` some of it lies, whatever the shares."""
    found = {holder}
    days = sorted({t.effective for t in transitions if as_of < t.effective <= target})
    for day in days:
        became: dict[Holder, set[Holder]] = {each: set() for each in found}
        for change in transitions:
            old = (change.old_code, change.old_since)
            if change.effective == day and old in became:
                became[old].add((change.new_code, change.new_since))
        found = {after for each in found for after in became[each] or {each}}
    return found


def _unestablished(parts: Sequence[Step]) -> WeightsNotEstablished:
    into = ", ".join(part.new[0] for part in parts)
    return WeightsNotEstablished(
        f"{parts[0].old[0]} went to {into} on {parts[0].effective};"
        " nobody has established in which shares"
    )
