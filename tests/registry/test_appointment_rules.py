"""Whatever is stated: nobody shares an office, and nobody acts beside its holder."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.identifiers import new_id
from services.registry.appointments import rules
from services.registry.appointments.models import Appointment, Capacity
from services.registry.appointments.rules import Book

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]
steps = st.tuples(
    st.sampled_from(Capacity),
    st.integers(0, 9),
    st.none() | st.integers(1, 3),
    st.booleans(),
)


def period(capacity: Capacity, first: int, length: int | None) -> Appointment:
    held = capacity in {Capacity.SUBSTANTIVE, Capacity.ACTING}
    return Appointment(
        id=new_id(),
        office_code="DC45.municipal_manager",
        capacity=capacity,
        holder="A" if held else None,
        valid_from=DAYS[first],
        valid_to=None if length is None else DAYS[first] + timedelta(days=length),
    )


def told(book: Book, told: list[tuple[Capacity, int, int | None, bool]]) -> None:
    for row, (capacity, first, length, ends) in enumerate(told):
        if ends:
            rules.end(book, capacity, DAYS[first], row=row)
        else:
            rules.begin(book, period(capacity, first, length), row=row)


def on(book: Book, day: date) -> list[Capacity]:
    return [each.capacity for each in book.periods if each.is_in_force(day)]


def stands(found: list[Capacity]) -> bool:
    """The rules, said of one day."""
    alone = len(set(found)) == len(found)
    held = Capacity.SUBSTANTIVE in found
    away = Capacity.VACANT in found or Capacity.ABSENT in found
    return (
        alone
        and not (held and Capacity.VACANT in found)
        and (held or Capacity.ABSENT not in found)
        and (away or Capacity.ACTING not in found)
    )


@given(history=st.lists(steps, min_size=1, max_size=6))
@settings(max_examples=50)
def test_a_book_has_no_fault_exactly_when_every_day_of_it_stands(
    history: list[tuple[Capacity, int, int | None, bool]],
) -> None:
    book = Book([])
    told(book, history)

    last = [*DAYS, date(2099, 1, 1)]
    assert (not list(rules.faults(book))) is all(stands(on(book, d)) for d in last)
