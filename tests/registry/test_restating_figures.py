"""Restating moves people between places; it makes none and loses none."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.registry.figures.grounds import Grounds
from services.registry.figures.restating import compare
from services.registry.lineage.rules import spread, weights_by_population
from services.registry.places.models import MUNICIPALITY, SPACE, Place, Transition

BEFORE, CHANGED, AFTER = date(2011, 10, 9), date(2016, 8, 3), date(2022, 2, 2)
OPENED = date(2000, 12, 5)
people = st.integers(0, 10_000_000)


def place(kind: str, code: str, space: str, since: date, until: date | None) -> Place:
    return Place(
        kind=kind,
        code=code,
        name=code,
        valid_from=since,
        valid_to=until,
        since=OPENED if since == CHANGED and kind == SPACE else since,
        boundaries_since=since,
        space_code=space,
    )


def figure(kind: str, code: str, value: int) -> SimpleNamespace:
    return SimpleNamespace(
        kind=kind, code=code, value=Decimal(value), year=2011, boundaries_on=BEFORE
    )


def part(new: str, space: str, weight: Decimal) -> Transition:
    return Transition(
        effective=CHANGED,
        old_code="M",
        old_since=OPENED,
        old_space_code="A",
        new_code=new,
        new_since=CHANGED,
        new_space_code=space,
        weight=weight,
    )


@settings(max_examples=50)
@given(
    divided=people,
    rest=people,
    other=people,
    shares=st.tuples(st.integers(1, 999), st.integers(1, 999), st.integers(1, 999)),
)
def test_what_leaves_one_space_arrives_in_another(divided, rest, other, shares) -> None:
    weights = weights_by_population(dict(zip("NOP", shares, strict=True)))
    spaces = {"N": "A", "O": "B", "P": "C"}
    grounds = Grounds(
        places=[
            *(place(SPACE, code, code, OPENED, CHANGED) for code in "ABC"),
            *(place(SPACE, code, code, CHANGED, None) for code in "ABC"),
            place(MUNICIPALITY, "M", "A", OPENED, CHANGED),
            *(place(MUNICIPALITY, c, s, CHANGED, None) for c, s in spaces.items()),
        ],
        transitions=[part(c, s, weights[c]) for c, s in spaces.items()],
        figures=[
            figure(SPACE, "A", divided + rest),
            figure(SPACE, "B", other),
            figure(SPACE, "C", 0),
            figure(MUNICIPALITY, "M", divided),
        ],
        target=AFTER,
        decimals=0,
    )

    found = {
        each.place.code: each.earlier.value
        for each in compare(grounds, SPACE, None, (2011, 2016))
    }
    parts = compare(grounds, MUNICIPALITY, None, (2011, 2016))

    assert sum(found.values()) == divided + rest + other
    assert found["A"] >= rest
    assert all(value == value.to_integral_value() for value in found.values())
    assert sum(each.earlier.value for each in parts) == divided


@settings(max_examples=50)
@given(
    tenths=st.integers(0, 10**9),
    shares=st.lists(st.integers(1, 10**6), min_size=1, max_size=7),
)
def test_a_figure_is_spread_to_its_last_unit(tenths, shares) -> None:
    amount = Decimal(tenths) / 10
    parts = spread(
        amount, weights_by_population(dict(enumerate(shares))), Decimal("0.1")
    )

    assert sum(parts.values()) == amount
    assert min(parts.values()) >= 0
