"""Pure rules of who may hold an office: one at a time, and acting only in their place.

A book is one office's periods. Rows change it in turn; then it must stand as a whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.registry.appointments.models import Appointment, Capacity

ALONE = {
    Capacity.SUBSTANTIVE: "substantive-overlaps",
    Capacity.ACTING: "acting-overlaps",
    Capacity.VACANT: "vacancy-overlaps",
    Capacity.ABSENT: "absence-overlaps",
}
ENDED_BY_APPOINTING = (Capacity.VACANT, Capacity.ABSENT, Capacity.ACTING)


@dataclass(frozen=True)
class Fault:
    row: int
    column: str
    rule: str
    detail: str


@dataclass
class Book:
    """One office's periods; `changed` says by which row, for those a row touched."""

    periods: list[Appointment]
    changed: dict[int, int] = field(default_factory=dict)
    removed: list[Appointment] = field(default_factory=list)

    def note(self, period: Appointment, row: int) -> None:
        self.changed[id(period)] = row

    def row_of(self, *periods: Appointment) -> int:
        """The last row that touched one of these, or the book's first."""
        rows = [self.changed[id(p)] for p in periods if id(p) in self.changed]
        return max(rows, default=min(self.changed.values(), default=0))

    def touched(self) -> list[Appointment]:
        return [period for period in self.periods if id(period) in self.changed]

    def of(self, *capacities: Capacity) -> list[Appointment]:
        found = [each for each in self.periods if each.capacity in capacities]
        return sorted(found, key=lambda each: each.valid_from)

    def find(self, capacity: Capacity, first_day: date) -> Appointment | None:
        """The period of this capacity that begins on this day."""
        found = (p for p in self.of(capacity) if p.valid_from == first_day)
        return next(found, None)


def end(book: Book, capacity: Capacity, day: date, *, row: int) -> bool:
    """End what is under way; an absence ends with its holder. False if nothing is."""
    found = (p for p in book.of(capacity) if p.valid_from < day and p.is_in_force(day))
    period = next(found, None)
    if period is None:
        return False
    period.valid_to = day
    book.note(period, row)
    if capacity is Capacity.SUBSTANTIVE:
        end(book, Capacity.ABSENT, day, row=row)
    return True


def take_back(
    book: Book, capacity: Capacity, day: date, *, today: date, row: int
) -> bool:
    """Remove the next period from that day on that is not history yet.

    False if there is none.
    """
    first = max(day, today)
    period = next((p for p in book.of(capacity) if p.valid_from >= first), None)
    if period is None:
        return False
    book.periods.remove(period)
    book.removed.append(period)
    book.note(period, row)
    return True


def begin(book: Book, period: Appointment, *, row: int) -> None:
    """Add a period. Somebody appointed ends the vacancy, and whoever acted in it."""
    if period.capacity is Capacity.SUBSTANTIVE:
        for capacity in ENDED_BY_APPOINTING:
            end(book, capacity, period.valid_from, row=row)
    book.periods.append(period)
    book.note(period, row)


def faults(book: Book) -> Iterator[Fault]:
    """What is wrong with the book as it would stand."""
    for capacity, rule in ALONE.items():
        yield from _apart(book, book.of(capacity), rule)
    held = book.of(Capacity.SUBSTANTIVE)
    away = book.of(Capacity.VACANT, Capacity.ABSENT)
    for vacant in book.of(Capacity.VACANT):
        for holder in filter(vacant.overlaps, held):
            row = book.row_of(vacant, holder)
            detail = f"{holder.holder} holds it from {holder.valid_from}"
            yield Fault(row, "valid_from", "vacant-while-held", detail)
    for absent in book.of(Capacity.ABSENT):
        if not covered(absent, held):
            detail = "only who holds the office can be absent, while they hold it"
            yield Fault(book.row_of(absent), "capacity", "absent-not-held", detail)
    for acting in book.of(Capacity.ACTING):
        if not covered(acting, away):
            detail = "first state the vacancy or the absence, for all of the time"
            yield Fault(book.row_of(acting), "capacity", "acting-not-vacant", detail)


def covered(period: Appointment, by: Sequence[Appointment]) -> bool:
    """Whether every day of the period lies in one of these."""
    day = period.valid_from
    for each in sorted(by, key=lambda other: other.valid_from):
        if each.valid_from > day:
            return False
        if each.valid_to is None:
            return True
        day = max(day, each.valid_to)
        if period.valid_to is not None and day >= period.valid_to:
            return True
    return False


def _apart(book: Book, periods: Iterable[Appointment], rule: str) -> Iterator[Fault]:
    before: Appointment | None = None
    for period in periods:
        if before is not None and before.overlaps(period):
            until = f" until {before.valid_to}" if before.valid_to else ""
            detail = f"it is {before.capacity} from {before.valid_from}{until} already"
            yield Fault(book.row_of(before, period), "valid_from", rule, detail)
        before = period
