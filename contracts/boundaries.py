"""Figures on the boundaries of another day: one arithmetic for whoever holds figures.

The registry tells what municipalities became, and in which shares. Services that hold
money or results by municipality and year carry them along here, so that the same
question has the same answer everywhere. Nothing is guessed: without an established
share a figure stays where it was recorded.

A holder is a municipality: its code, and its first day under it, because codes are
used again. The boundaries of a financial year are those of its middle day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import TypeVar

from contracts.events.registry import TransitionRecord
from contracts.money import CENT

Key = TypeVar("Key")
Holder = tuple[str, date | None]

SMALLEST_WEIGHT = Decimal("0.000000000001")
GOING_ON = frozenset({"ceded", "retained"})
APRIL_TO_MARCH = frozenset({"national", "provincial"})


@dataclass(frozen=True, order=True)
class Step:
    """What became of one municipality in one other on a day."""

    effective: date
    old: Holder
    new: Holder
    weight: Decimal | None = None
    old_space: str = ""
    new_space: str = ""
    ends: bool = True
    """Whether the old one is no more; else it ceded a part, and goes on."""


@dataclass(frozen=True)
class Share:
    """A part of a municipality's figures, and the steps by which it came."""

    weight: Decimal
    via: tuple[Step, ...]


class ShareUnknown(LookupError):
    """Nobody has established which share of a municipality went into which."""

    def __init__(self, parts: Sequence[Step]) -> None:
        super().__init__(parts[0].old[0])
        self.parts = tuple(parts)


def step_of(record: TransitionRecord) -> Step:
    return Step(
        record.effective,
        (record.old_code, record.old_since),
        (record.new_code, record.new_since),
        record.weight,
        record.old_space_code,
        record.new_space_code,
        record.change not in GOING_ON,
    )


def middle_of(financial_year: str, sphere: str) -> date:
    """The middle day of such as 2015/16, whose boundaries are those of the year.

    National and provincial years begin in April, all others in July.
    """
    start = int(financial_year[:4])
    return date(start, 9, 30) if sphere in APRIL_TO_MARCH else date(start, 12, 31)


def holder_of(code: str, day: date, steps: Iterable[Step]) -> Holder:
    """Which municipality had this code on that day, as far as steps name it."""
    named = {side for step in steps for side in (step.old, step.new)}
    since = [first for known, first in named if known == code and first is not None]
    return code, max((first for first in since if first <= day), default=None)


def origins_of(code: str, steps: Iterable[Step]) -> set[str]:
    """The code, and those from which figures may have come to it."""
    steps, found, before = list(steps), {code}, set[str]()
    while found != before:
        before = set(found)
        found |= {step.old[0] for step in steps if step.new[0] in found}
    return found


def heirs_of(
    parts: Sequence[Step], steps: Iterable[Step], *, target: date
) -> dict[Holder, str]:
    """Where these parts lie on the boundaries of `target`, with the spaces of these."""
    heirs = _follow({part.old: part.old_space for part in parts}, parts)
    later: dict[date, list[Step]] = defaultdict(list)
    for step in steps:
        if parts[0].effective < step.effective <= target:
            later[step.effective].append(step)
    for day in sorted(later):
        heirs = _follow(heirs, later[day])
    return heirs


def _follow(heirs: Mapping[Holder, str], steps: Sequence[Step]) -> dict[Holder, str]:
    after = dict(heirs)
    for step in steps:
        if step.old in heirs and step.ends:
            after.pop(step.old, None)
    return after | {step.new: step.new_space for step in steps if step.old in heirs}


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
    if amount != amount.quantize(CENT):
        raise ValueError("an amount is in whole cents")
    return spread(amount, weights, CENT)


def spread(
    amount: Decimal, weights: Mapping[Key, Decimal], unit: Decimal
) -> dict[Key, Decimal]:
    """As `apportion`, in steps of any unit: people are spread in steps of 1."""
    if sum(weights.values()) != 1:
        raise ValueError("weights sum to 1")
    if amount != amount.quantize(unit):
        raise ValueError(f"an amount is in steps of {unit}")
    whole = abs(Fraction(amount))
    shares = {key: whole * Fraction(weight) for key, weight in weights.items()}
    sign = -1 if amount < 0 else 1
    return {key: sign * share for key, share in _rounded(shares, unit).items()}


def carry(
    holder: Holder, steps: Iterable[Step], *, as_of: date, target: date
) -> dict[Holder, Share]:
    """In which municipalities of `target` the one of `as_of` lies, and how it came.

    In whatever order the steps are given. Raises ShareUnknown.
    """
    by_day: dict[date, list[Step]] = defaultdict(list)
    for step in sorted(set(steps), key=_order):
        if as_of < step.effective <= target:
            by_day[step.effective].append(step)
    shares: dict[Holder, tuple[Fraction, tuple[Step, ...]]] = {
        holder: (Fraction(1), ())
    }
    for day in sorted(by_day):
        shares = _carry_over(shares, by_day[day])
    weights = _rounded(
        {key: each for key, (each, _) in shares.items()}, SMALLEST_WEIGHT
    )
    return {
        key: Share(weight, shares[key][1]) for key, weight in weights.items() if weight
    }


def _order(step: Step) -> tuple[date, str, str]:
    return step.effective, step.old[0], step.new[0]


def _carry_over(
    shares: Mapping[Holder, tuple[Fraction, tuple[Step, ...]]], steps: Sequence[Step]
) -> dict[Holder, tuple[Fraction, tuple[Step, ...]]]:
    after: dict[Holder, tuple[Fraction, tuple[Step, ...]]] = {}
    for holder, (share, via) in shares.items():
        parts = [step for step in steps if step.old == holder]
        if not parts:
            _add(after, holder, share, via)
            continue
        known = [step.weight for step in parts if step.weight is not None]
        if len(known) < len(parts) or sum(known) != 1:
            raise ShareUnknown(parts)
        for step, weight in zip(parts, known, strict=True):
            _add(after, step.new, share * Fraction(weight), (*via, step))
    return after


def _add(
    shares: dict[Holder, tuple[Fraction, tuple[Step, ...]]],
    holder: Holder,
    share: Fraction,
    via: tuple[Step, ...],
) -> None:
    before, known = shares.get(holder, (Fraction(0), ()))
    new = tuple(step for step in via if step not in known)
    shares[holder] = before + share, known + new


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
