"""What a code stood for depends on the day; nothing that was is rewritten."""

from datetime import date, timedelta
from http import HTTPStatus
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.database import EVERYWHERE, transaction
from services.registry.places import pack
from services.registry.places.periods import Histories

PLACES, _ = pack.history()
HISTORIES = Histories.of(PLACES)
REORGANISED = date(2016, 8, 3)


async def municipality(registry, code: str, day: str):
    async with registry.as_anyone() as anyone:
        return await anyone.get(f"/v1/municipalities/{code}", params={"as_of": day})


async def test_a_code_that_passed_on_names_another_place_each_time(registry) -> None:
    before = (await municipality(registry, "EC101", "2016-08-02")).json()
    after = (await municipality(registry, "EC101", "2016-08-03")).json()
    coast = (await municipality(registry, "KZN216", "2016-08-02")).json()

    assert (before["name"], before["valid_to"]) == ("Camdeboo", "2016-08-03")
    assert (after["name"], after["since"]) == ("Dr Beyers Naudé", "2016-08-03")
    assert coast["name"] == "Hibiscus Coast"


async def test_ikwezi_stood_in_dc10_until_the_day_before(registry) -> None:
    before = (await municipality(registry, "EC103", "2016-08-02")).json()
    after = await municipality(registry, "EC103", "2016-08-03")

    assert (before["name"], before["parent_code"]) == ("Ikwezi", "DC10")
    assert before["space_code"] == "DC10"
    assert after.status_code == HTTPStatus.NOT_FOUND
    assert after.json()["title"] == "MunicipalityNotFound"
    assert after.json()["detail"].endswith("it ended on 2016-08-03; successors: EC101")


@pytest.mark.parametrize(
    ("code", "successors"),
    [
        ("FS164", "MAN"),
        ("LIM342", "LIM341, LIM343"),
        ("KZN283", "KZN281, KZN282, KZN285"),
    ],
)
async def test_what_is_gone_names_its_successors(registry, code, successors) -> None:
    gone = await municipality(registry, code, "2026-11-21")

    assert gone.json()["detail"].endswith(f"successors: {successors}")


async def test_figures_say_when_boundaries_changed_between_them(registry) -> None:
    async with registry.as_anyone() as anyone:
        before = (await anyone.get("/v1/spaces/DC16?as_of=2016-08-02")).json()
        after = (await anyone.get("/v1/spaces/DC16")).json()

    assert (before["population_2011"], before["population_2016"]) == (146259, None)
    assert (after["population_2011"], after["population_2016"]) == (146259, 125884)
    assert after["boundaries_since"] == "2016-08-03"
    assert (before["populations_comparable"], after["populations_comparable"]) == (
        True,
        False,
    )
    assert "FS164" in {place["code"] for place in before["municipalities"]}


async def test_the_country_is_read_as_a_tree(registry) -> None:
    async with registry.as_anyone() as anyone:
        country = (await anyone.get("/v1/hierarchy")).json()
        before = (await anyone.get("/v1/hierarchy?as_of=2016-08-02")).json()
        never = await anyone.get("/v1/hierarchy?as_of=1999-01-01")

    spaces = [s for province in country["children"] for s in province["children"]]
    earlier = [s for province in before["children"] for s in province["children"]]
    dc45 = next(space for space in spaces if space["code"] == "DC45")
    assert (len(country["children"]), len(spaces)) == (9, 52)
    assert sum(len(space["children"]) for space in spaces) == 257
    assert sum(len(space["children"]) for space in earlier) == 278
    assert [m["code"] for m in dc45["children"]] == ["DC45", "NC451", "NC452", "NC453"]
    assert never.status_code == HTTPStatus.NOT_FOUND


async def test_children_are_read_page_by_page(registry) -> None:
    async with registry.as_anyone() as anyone:
        first = (await anyone.get("/v1/places/province/NC/children?limit=3")).json()
        rest = await anyone.get(
            "/v1/places/province/NC/children", params={"cursor": first["next_cursor"]}
        )
        gone = await anyone.get("/v1/places/municipality/EC103/children")

    codes = [place["code"] for place in first["items"] + rest.json()["items"]]
    assert codes == ["DC45", "DC6", "DC7", "DC8", "DC9"]
    assert gone.json()["title"] == "MunicipalityNotFound"


async def test_everything_a_code_stood_for_is_listed(registry) -> None:
    async with registry.as_anyone() as anyone:
        found = (await anyone.get("/v1/places/municipality/EC101/periods")).json()
        never = await anyone.get("/v1/places/ward/21001001/periods")

    assert [place["name"] for place in found["items"]] == [
        "Camdeboo",
        "Dr Beyers Naudé",
    ]
    assert never.json()["title"] == "PlaceNotFound"


@pytest.mark.parametrize(
    "statement",
    [
        "update place set valid_to = '2016-08-01' where code = 'EC103'",
        "update place set valid_to = null where code = 'EC103'",
        "delete from place where code = 'EC103'",
        "update place_transition set new_code = 'EC102' where old_code = 'EC103'",
        "delete from place_transition",
        (
            "update place_transition set weight = 0.4, weight_basis = 'declared', "
            "weight_source = 'x' where old_code = 'LIM342'"
        ),
        (
            "insert into place select kind, code, '2015-01-01', null, name, category, "
            "miif_class, seat, parent_code, space_code, province_code, null, null, "
            "'2015-01-01', '2015-01-01', 'renamed', 'x' from place where code = 'DC45'"
        ),
    ],
)
async def test_the_database_keeps_history_as_it_was(registry, statement) -> None:
    with pytest.raises(DBAPIError, match=r"not rewritten|overlap|sum to 1"):
        async with transaction(registry.sessions, EVERYWHERE) as session:
            await session.execute(text(statement))


@given(st.dates(min_value=date(2000, 12, 5), max_value=date(2040, 1, 1)))
def test_on_any_day_the_places_are_one_tree_that_covers_the_country(day) -> None:
    standing = HISTORIES.standing(day)

    for place in standing.values():
        steps, above = 0, place.above
        while above is not None:
            assert above in standing, f"{place.key} on {day}"
            above, steps = standing[above].above, steps + 1
        assert steps == ["country", "province", "space", "municipality"].index(
            place.kind
        )
        if place.kind == "municipality":
            space = standing["space", place.space_code]
            assert space.province_code == place.province_code


def test_periods_of_a_code_never_overlap() -> None:
    for periods in HISTORIES.periods.values():
        for before, after in pairwise(periods):
            assert before.valid_to is not None
            assert before.valid_to <= after.valid_from


def test_there_were_278_municipalities_the_day_before_and_257_on_the_day() -> None:
    eve = HISTORIES.standing(REORGANISED - timedelta(days=1))
    day = HISTORIES.standing(REORGANISED)

    assert sum(kind == "municipality" for kind, _ in eve) == 278
    assert sum(kind == "municipality" for kind, _ in day) == 257
