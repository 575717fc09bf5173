"""Whatever municipalities merge or move, the country stays one tree on every day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.tabular.faults import RowErrors
from services.registry.demarcation.layouts import PlaceRow, TransitionRow
from services.registry.demarcation.models import Changes, DemarcationHasErrors
from services.registry.demarcation.outcome import outcome
from services.registry.places import pack
from services.registry.places.models import MUNICIPALITY, Place
from services.registry.places.periods import Histories

PLACES, TRANSITIONS = pack.history()
DAY = date(2026, 11, 4)
STANDING = Histories.of(PLACES).standing(DAY)
LOCALS = sorted(
    code
    for (kind, code), place in STANDING.items()
    if kind == MUNICIPALITY and place.category == "B"
)
DISTRICTS = sorted({STANDING[MUNICIPALITY, code].parent_code for code in LOCALS})


def row(number: int, code: str, district: str, name: str = "Name") -> PlaceRow:
    space = STANDING[MUNICIPALITY, district]
    return PlaceRow(
        row=number,
        kind=MUNICIPALITY,
        column="parent_code",
        code=code,
        name=name,
        parent_code=district,
        valid_from=DAY,
        stated={
            "category": "B",
            "miif_class": None,
            "space_code": space.space_code,
            "province_code": space.province_code,
        },
    )


def step(number: int, old: str, new: str) -> TransitionRow:
    return TransitionRow(
        row=number,
        date=DAY,
        old_code=old,
        new_code=new,
        old_change="disestablished",
        new_change="established",
    )


def redrawn(rows: list[PlaceRow], steps: list[TransitionRow]) -> Changes:
    errors = {"municipalities": RowErrors(), "transitions": RowErrors()}
    return outcome("za-test", PLACES, TRANSITIONS, rows, steps, errors)


def after(changes: Changes) -> Histories:
    places = {(p.kind, p.code, p.valid_from): p for p in PLACES}
    places |= {(p.kind, p.code, p.valid_from): p for p in changes.places}
    return Histories.of(places.values())


def assert_one_tree(standing: dict[tuple[str, str], Place]) -> None:
    for place in standing.values():
        assert place.above is None or place.above in standing, place.key
        if place.kind == MUNICIPALITY:
            space = standing["space", place.space_code or ""]
            assert space.province_code == place.province_code


moves = st.lists(
    st.tuples(st.sampled_from(LOCALS), st.sampled_from(DISTRICTS)),
    min_size=1,
    max_size=6,
    unique_by=lambda pair: pair[0],
)
mergers = st.lists(st.sampled_from(LOCALS), min_size=2, max_size=4, unique=True)


@settings(max_examples=30)
@given(moves, mergers, st.sampled_from(DISTRICTS))
def test_moves_and_mergers_leave_one_tree(moved, merging, district) -> None:
    moved = [pair for pair in moved if pair[0] not in merging]
    rows = [row(n, code, to) for n, (code, to) in enumerate(moved, start=2)]
    rows.append(row(99, "XX991", district, "New"))
    steps = [step(n, code, "XX991") for n, code in enumerate(merging, start=2)]

    histories = after(redrawn(rows, steps))

    eve = histories.standing(DAY - timedelta(days=1))
    day = histories.standing(DAY)
    assert_one_tree(eve)
    assert_one_tree(day)
    assert {key: place.parent_code for key, place in eve.items()} == {
        key: place.parent_code
        for key, place in Histories.of(PLACES).standing(DAY - timedelta(days=1)).items()
    }
    assert len(day) == len(STANDING) - len(merging) + 1
    for periods in histories.periods.values():
        for earlier, later in pairwise(periods):
            assert earlier.valid_to is not None
            assert earlier.valid_to <= later.valid_from


@settings(max_examples=20)
@given(st.sampled_from(LOCALS), st.sampled_from(LOCALS))
def test_no_local_hangs_under_another(below, above) -> None:
    with pytest.raises(DemarcationHasErrors) as refused:
        redrawn([row(2, below, above)], [])

    assert {error.code for error in refused.value.errors} <= {
        "parent-of-wrong-kind",
        "hierarchy-cycle",
    }
