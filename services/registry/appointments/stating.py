"""How it is stated who holds an office: rows from a day on, refused by name."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.identifiers import new_id
from services.registry.appointments import rules, service
from services.registry.appointments.models import HELD, Appointment, Capacity
from services.registry.appointments.repository import Appointments
from services.registry.appointments.rows import AppointmentRow
from services.registry.appointments.rules import Book
from services.registry.offices.models import Office, OfficePower
from services.registry.offices.repository import Kinds, Offices
from services.registry.statements import Difference, Effect, Faults, Subject

MOST_OFFICES = 8
"""Of one identity at a time: what its holder may do travels in a token."""

MOST_ROWS_OF_AN_OFFICE = 100

ORDER = (Capacity.SUBSTANTIVE, Capacity.VACANT, Capacity.ABSENT, Capacity.ACTING)
Wrong = tuple[str, str, str]
STATED = ("holder", "identity", "valid_to", "instrument", "reason", "illustrative")


@dataclass
class Stating:
    """Books as the rows leave them, and what was wrong on the way."""

    today: date
    offices: Mapping[str, Sequence[Office]]
    powers: Sequence[OfficePower]
    books: Mapping[str, Book]
    faults: Faults = field(default_factory=Faults)

    def refuse(self, row: int, column: str, rule: str, detail: str) -> None:
        self.faults.add(row, column, rule, detail)

    def office_on(self, code: str, day: date) -> Office | None:
        found = self.offices.get(code, ())
        return next((office for office in found if office.stood_on(day)), None)

    def powers_of(self, office: Office, day: date) -> set[str]:
        """What the office lets its holder do on that day, or from a later one on."""
        return {
            scope
            for power in self.powers
            if power.kind == office.kind
            and (power.valid_to is None or power.valid_to > day)
            for scope in power.scopes
        }


async def state_appointments(
    session: AsyncSession, rows: Sequence[AppointmentRow], effective: date
) -> list[Difference]:
    """State these appointments; `StatementRefused` names every row that is wrong."""
    await Offices(session).advance()
    codes = {row.office_code for row in rows}
    known = await Appointments(session).of_offices(codes)
    stating = Stating(
        clock.today(),
        await Offices(session).periods(codes),
        await Kinds(session).powers(),
        {code: Book(known.get(code, [])) for code in codes},
    )
    before = {each.id: each.says() for book in known.values() for each in book}
    _refuse_too_many_rows(stating, rows)
    await asyncio.to_thread(_apply, stating, rows, effective)
    stating.faults.refuse()
    touched = [each for book in stating.books.values() for each in book.touched()]
    changed = [each for each in touched if before.get(each.id) != each.says()]
    removed = [each for book in stating.books.values() for each in book.removed]
    await service.publish(session, changed, removed)
    await _refuse_too_many_offices(session, stating, rows, effective)
    return [
        *(_taken_back(each) for each in removed),
        *(_difference(each, before.get(each.id), effective) for each in changed),
    ]


def _apply(stating: Stating, rows: Sequence[AppointmentRow], effective: date) -> None:
    """Each row by its day; endings before beginnings."""

    def turn(index: int) -> tuple[date, bool, int]:
        row = rows[index]
        return row.valid_from or effective, not row.ends, ORDER.index(row.capacity)

    for index in sorted(range(len(rows)), key=turn):
        row, day = rows[index], rows[index].valid_from or effective
        wrong = list(_wrong(stating, row, day))
        for column, rule, detail in wrong:
            stating.refuse(index, column, rule, detail)
        if not wrong:
            _write(stating, index, row, day)
    for book in stating.books.values():
        for fault in rules.faults(book):
            stating.refuse(fault.row, fault.column, fault.rule, fault.detail)


def _wrong(stating: Stating, row: AppointmentRow, day: date) -> Iterator[Wrong]:
    office = stating.office_on(row.office_code, day)
    if office is None:
        yield "office_code", "office-unknown", f"no office {row.office_code} on {day}"
    elif not row.ends:
        yield from _wrong_person(row)
        yield from _wrong_powers(row, office, stating.powers_of(office, day))
        if row.valid_to is not None and row.valid_to <= day:
            yield "valid_to", "period-empty", "it ends after it begins"


def _wrong_person(row: AppointmentRow) -> Iterator[Wrong]:
    if row.capacity in HELD:
        if row.holder is None:
            yield "holder", "holder-missing", "name who holds the office"
        return
    for column in ("holder", "identity"):
        if getattr(row, column) is not None:
            yield column, "holder-not-expected", f"{row.capacity} names nobody"


def _wrong_powers(
    row: AppointmentRow, office: Office, powers: set[str]
) -> Iterator[Wrong]:
    if row.powers is not None and row.capacity is not Capacity.ACTING:
        yield "powers", "powers-not-delegated", "only who acts has delegated powers"
    beyond = sorted(set(row.powers or ()) - powers)
    if beyond:
        yield "powers", "power-not-of-office", f"{office.kind}: no {' '.join(beyond)}"


def _write(stating: Stating, index: int, row: AppointmentRow, day: date) -> None:
    book = stating.books[row.office_code]
    if row.ends:
        if not rules.end(book, row.capacity, day, row=index) and not rules.take_back(
            book, row.capacity, day, today=stating.today, row=index
        ):
            detail = f"nothing {row.capacity} is under way on {day}, nor begins later"
            stating.refuse(index, "ends", "nothing-to-end", detail)
        return
    known = book.find(row.capacity, day)
    if known is None:
        rules.begin(book, _appointment(row, day), row=index)
    elif known.holder != row.holder or id(known) in book.changed:
        rule = rules.ALONE[row.capacity]
        detail = f"it is {row.capacity} from {day} already"
        stating.refuse(index, "valid_from", rule, detail)
    else:
        book.note(known, index)
        for column in STATED:
            setattr(known, column, getattr(row, column))
        known.powers = None if row.powers is None else list(row.powers)


def _appointment(row: AppointmentRow, day: date) -> Appointment:
    return Appointment(
        id=new_id(),
        office_code=row.office_code,
        capacity=row.capacity,
        holder=row.holder,
        identity=row.identity,
        powers=None if row.powers is None else list(row.powers),
        valid_from=day,
        valid_to=row.valid_to,
        instrument=row.instrument,
        reason=row.reason,
        illustrative=row.illustrative,
        version=0,
    )


def _refuse_too_many_rows(stating: Stating, rows: Sequence[AppointmentRow]) -> None:
    """A book is weighed as a whole, each row against all others of its office."""
    seen: Counter[str] = Counter()
    for index, row in enumerate(rows):
        seen[row.office_code] += 1
        if seen[row.office_code] > MOST_ROWS_OF_AN_OFFICE:
            detail = f"at most {MOST_ROWS_OF_AN_OFFICE} rows of one office at a time"
            stating.refuse(index, "office_code", "too-many-rows", detail)
    stating.faults.refuse()


async def _refuse_too_many_offices(
    session: AsyncSession,
    stating: Stating,
    rows: Sequence[AppointmentRow],
    effective: date,
) -> None:
    named = {row.identity for row in rows if row.identity is not None}
    many = await Appointments(session).holding_more_than(
        MOST_OFFICES, named, since=effective
    )
    for index, row in enumerate(rows):
        if row.identity in many:
            detail = f"one identity holds at most {MOST_OFFICES} offices at a time"
            stating.refuse(index, "identity", "too-many-offices", detail)
    stating.faults.refuse()


def _difference(
    period: Appointment, before: dict[str, object] | None, effective: date
) -> Difference:
    after, record = period.says(), _record(period)
    if before is None:
        return Difference(record, Effect.ADDED, period.valid_from, {}, after)
    changed = {name for name in after if after[name] != before[name]}
    sooner = _is_sooner(period.valid_to, before["valid_to"])
    effect = Effect.ENDED if changed == {"valid_to"} and sooner else Effect.CHANGED
    return Difference(record, effect, period.valid_to or effective, before, after)


def _taken_back(period: Appointment) -> Difference:
    return Difference(
        _record(period), Effect.ENDED, period.valid_from, period.says(), {}
    )


def _record(period: Appointment) -> str:
    return f"{period.office_code} {period.capacity} {period.valid_from}"


def _is_sooner(ends: date | None, ended: object) -> bool:
    """Whether it ends, before the day on which it was to end until now, if any."""
    return ends is not None and (ended is None or ends.isoformat() < str(ended))


APPOINTMENTS = Subject("appointments", AppointmentRow, state_appointments)
