"""Pure arithmetic of shares: they sum to the whole, to the last decimal and cent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import TypeVar

from services.registry.lineage.models import WeightsNotEstablished
from services.registry.places.models import Transition

Key = TypeVar("Key")
Holder = tuple[str, date]
"""A municipality: its code, and its first day under it."""

SMALLEST_WEIGHT = Decimal("0.000000000001")
CENT = Decimal("0.01")


def weights_by_population(people: Mapping[Key, int]) -> dict[Key, Decimal]:
    """Shares of the whole by how many people live in each part; they sum to 1.

    Nobody anywhere is no basis: ValueError.
    """
    total = sum(people.values())
    if total <= 0 or min(people.values()) < 0:
        raise ValueError("weights need people")
    return _rounded(
        {key: Fraction(count, total) for key, count in people.items()}, SMALLEST_WEIGHT
    )


def apportion(amount: Decimal, weights: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """An amount in rand and cents over parts whose weights sum to 1, to the cent.

    Every part gets its share cut to the cent; cents left over go one each to the parts
    that lost most (largest remainder), the earlier one on a tie. A negative amount is
    apportioned as its opposite.
    """
    if sum(weights.values()) != 1:
        raise ValueError("weights sum to 1")
    if amount != amount.quantize(CENT):
        raise ValueError("an amount is in whole cents")
    whole = abs(Fraction(amount))
    shares = {key: whole * Fraction(weight) for key, weight in weights.items()}
    sign = -1 if amount < 0 else 1
    return {key: sign * share for key, share in _rounded(shares, CENT).items()}


def _rounded(shares: Mapping[Key, Fraction], unit: Decimal) -> dict[Key, Decimal]:
    """Shares in whole units with the same sum, which is itself in whole units."""
    exact = {key: share / Fraction(unit) for key, share in shares.items()}
    units = {key: int(share) for key, share in exact.items()}
    left_over = int(sum(exact.values())) - sum(units.values())
    by_loss = sorted(exact, key=lambda key: exact[key] - units[key], reverse=True)
    for key in by_loss[:left_over]:
        units[key] += 1
    return {
        key: (count * unit).quantize(unit, ROUND_DOWN) for key, count in units.items()
    }


def carry(
    holder: Holder, transitions: Sequence[Transition], *, as_of: date, target: date
) -> dict[Holder, Decimal]:
    """In which municipalities of `target` the one of `as_of` lies, by weight.

    `transitions` are in order of their day. Raises WeightsNotEstablished.
    """
    shares: dict[Holder, Fraction] = {holder: Fraction(1)}
    days = sorted({t.effective for t in transitions if as_of < t.effective <= target})
    for day in days:
        shares = _carry_over(
            shares, [change for change in transitions if change.effective == day]
        )
    return {
        key: weight
        for key, weight in _rounded(shares, SMALLEST_WEIGHT).items()
        if weight
    }


def _carry_over(
    shares: Mapping[Holder, Fraction], changes: Sequence[Transition]
) -> dict[Holder, Fraction]:
    after: dict[Holder, Fraction] = defaultdict(Fraction)
    for holder, share in shares.items():
        parts = [c for c in changes if (c.old_code, c.old_since) == holder]
        if not parts:
            after[holder] += share
        for part in parts:
            if part.weight is None:
                raise _unestablished(holder[0], parts)
            after[part.new_code, part.new_since] += share * Fraction(part.weight)
    return after


def _unestablished(code: str, parts: Sequence[Transition]) -> WeightsNotEstablished:
    into = ", ".join(part.new_code for part in parts)
    day = parts[0].effective
    return WeightsNotEstablished(
        f"{code} went to {into} on {day}; nobody has established in which shares"
    )
