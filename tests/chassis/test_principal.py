"""A scope and where it holds stay a pair, however many offices somebody has."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.principal import OfficeHeld, Principal

SPACES = ("DC45", "DC21", "ETH")
SCOPES = ("plans:read", "plans:write", "budgets:write")

spaces = st.frozensets(st.sampled_from(SPACES)) | st.just(frozenset({"*"}))
scopes = st.frozensets(st.sampled_from(SCOPES))
grants = st.lists(st.tuples(scopes, spaces), min_size=1, max_size=4)


def office(held: frozenset[str], where: frozenset[str]) -> OfficeHeld:
    return OfficeHeld("DC45-MM", "acting", "01", "DC45", held, where)


def caller(
    pairs: list[tuple[frozenset[str], frozenset[str]]], *needed: str
) -> Principal:
    (own_scopes, own_spaces), *offices = pairs
    return Principal(
        sub="thandi",
        client_id="thandi",
        role="office_bearer",
        service="plans",
        own_scopes=own_scopes,
        own_spaces=own_spaces,
        offices=tuple(office(*pair) for pair in offices),
        needed=frozenset(needed),
    )


def holds(
    pairs: list[tuple[frozenset[str], frozenset[str]]], scope: str, space: str
) -> bool:
    return any(
        scope in held and (space in where or "*" in where) for held, where in pairs
    )


@given(pairs=grants, needed=st.sets(st.sampled_from(SCOPES), min_size=1, max_size=2))
@settings(max_examples=50)
def test_one_may_act_where_one_grant_or_another_gives_each_scope_there(
    pairs: list[tuple[frozenset[str], frozenset[str]]], needed: set[str]
) -> None:
    who = caller(pairs, *needed)

    for space in SPACES:
        may = all(holds(pairs, scope, space) for scope in needed)
        assert who.may_act_in(space) is may


@given(pairs=grants)
@settings(max_examples=50)
def test_what_one_sees_under_a_scope_is_where_it_is_held(
    pairs: list[tuple[frozenset[str], frozenset[str]]],
) -> None:
    seen = caller(pairs).sees("plans:read")

    for space in SPACES:
        assert (space in seen or "*" in seen) is holds(pairs, "plans:read", space)


def test_an_office_that_may_not_read_shows_nothing_where_no_scope_is_asked() -> None:
    own = (frozenset({"plans:read"}), frozenset({"DC21"}))
    writes = (frozenset({"plans:write"}), frozenset({"DC45"}))
    reads = (frozenset({"plans:read"}), frozenset({"ETH"}))

    assert caller([own, writes]).spaces == {"DC21"}
    assert caller([own, writes, reads]).spaces == {"DC21", "ETH"}
