"""Figures by municipality and year, as recorded or on the boundaries of a day.

Sums are preserved to the cent: every figure is in exactly one place, also one that
cannot be restated, which stays where it was recorded and says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from contracts.boundaries import (
    Holder,
    Share,
    ShareUnknown,
    Step,
    apportion,
    carry,
    heirs_of,
    holder_of,
)

Amounts = tuple[Decimal, ...]


@dataclass(frozen=True)
class Recorded:
    """Figures of a municipality in a year, on the boundaries of a day in it."""

    space_code: str
    code: str
    financial_year: str
    day: date
    amounts: Amounts


@dataclass(frozen=True)
class Brought:
    """What came of another municipality's figures, or an earlier one's of this code."""

    code: str
    space_code: str
    weight: Decimal
    amounts: Amounts
    via: tuple[Step, ...]


@dataclass(frozen=True)
class Missing:
    """Recorded figures that belong here in a share nobody has established."""

    code: str
    space_code: str
    amounts: Amounts
    parts: tuple[Step, ...]


@dataclass
class Row:
    """A municipality's figures in a year.

    `amounts` is None where nothing is known on these boundaries. `restated` is false
    for figures that stay as recorded because a share is not established.
    """

    space_code: str
    code: str
    financial_year: str
    restated: bool
    amounts: Amounts | None = None
    brought: list[Brought] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, str, str]:
        kind = "current" if self.restated else "recorded"
        return self.code, self.financial_year, self.space_code, kind

    def add(self, amounts: Amounts) -> None:
        known = self.amounts or (Decimal("0.00"),) * len(amounts)
        self.amounts = _sum(known, amounts)


class _Rows(dict[tuple[str, str, str, str], Row]):
    def of(self, code: str, year: str, space: str, *, restated: bool) -> Row:
        row = Row(space, code, year, restated)
        return self.setdefault(row.key, row)

    def in_order(self) -> list[Row]:
        return [self[key] for key in sorted(self, key="/".join)]


def as_recorded(recorded: Iterable[Recorded]) -> list[Row]:
    """By municipality and year, whatever became of it since."""
    rows = _Rows()
    for figure in recorded:
        rows.of(
            figure.code, figure.financial_year, figure.space_code, restated=False
        ).add(figure.amounts)
    return rows.in_order()


def restated(
    recorded: Iterable[Recorded], steps: Sequence[Step], *, target: date
) -> list[Row]:
    """By municipality of `target` and year, with what came from where."""
    rows = _Rows()
    for figure in _added_up(recorded):
        holder = holder_of(figure.code, figure.day, steps)
        try:
            shares = _shares(figure, holder, steps, target=target)
        except ShareUnknown as unknown:
            heirs = heirs_of(unknown.parts, steps, target=target)
            if _crossing(figure, steps, target=target):
                heirs[holder] = figure.space_code
            _leave(rows, figure, heirs, unknown.parts)
        else:
            _bring(rows, figure, shares)
    return rows.in_order()


def _shares(
    figure: Recorded, holder: Holder, steps: Sequence[Step], *, target: date
) -> dict[Holder, Share]:
    """What became of a figure; one of a space that lost a municipality is unknown."""
    crossing = _crossing(figure, steps, target=target)
    if crossing:
        raise ShareUnknown(crossing)
    return carry(holder, steps, as_of=figure.day, target=target)


def _bring(rows: _Rows, figure: Recorded, shares: Mapping[Holder, Share]) -> None:
    weights = {holder: share.weight for holder, share in shares.items()}
    parts = [apportion(amount, weights) for amount in figure.amounts]
    for holder, share in shares.items():
        space = share.via[-1].new_space if share.via else figure.space_code
        row = rows.of(holder[0], figure.financial_year, space, restated=True)
        amounts = tuple(part[holder] for part in parts)
        row.add(amounts)
        if share.via:
            came = (figure.code, figure.space_code, share.weight, amounts, share.via)
            row.brought.append(Brought(*came))


def _added_up(recorded: Iterable[Recorded]) -> list[Recorded]:
    """One figure per municipality, year, space and day: its cents are shared once."""
    found: dict[tuple[str, str, str, date], Recorded] = {}
    for each in recorded:
        key = (each.code, each.financial_year, each.space_code, each.day)
        before = found.get(key)
        amounts = _sum(before.amounts, each.amounts) if before else each.amounts
        found[key] = replace(each, amounts=amounts)
    return [found[key] for key in sorted(found)]


def _crossing(figure: Recorded, steps: Sequence[Step], *, target: date) -> list[Step]:
    """Steps out of a space, if the figure is of that space as a whole."""
    return sorted(
        (
            step
            for step in steps
            if figure.code == figure.space_code == step.old_space != step.new_space
            and figure.day < step.effective <= target
            and step.old[0] != figure.code
        ),
        key=lambda step: (step.effective, step.old[0], step.new[0]),
    )


def _leave(
    rows: _Rows,
    figure: Recorded,
    heirs: Mapping[Holder, str],
    parts: Sequence[Step],
) -> None:
    code, year, space = figure.code, figure.financial_year, figure.space_code
    rows.of(code, year, space, restated=False).add(figure.amounts)
    missing = Missing(code, space, figure.amounts, tuple(parts))
    for (heir, _), heirs_space in heirs.items():
        rows.of(heir, year, heirs_space, restated=True).missing.append(missing)


def _sum(first: Amounts, second: Amounts) -> Amounts:
    return tuple(one + other for one, other in zip(first, second, strict=True))
