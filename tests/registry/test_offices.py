"""Offices of the pack: for every municipality, province and space, held or not."""

from collections import Counter
from http import HTTPStatus

import pytest

from gateway.roles import SCOPES
from services.registry import reference
from tests.harness import Running

WRITES = {"plans:write", "plans:adopt"}


async def listed(registry: Running, query: str = "", limit: int = 500) -> list[dict]:
    found, cursor = [], ""
    async with registry.as_anyone() as anyone:
        while cursor is not None:
            page = await anyone.get(f"/v1/offices?limit={limit}{query}{cursor}")
            assert page.status_code == HTTPStatus.OK, page.text
            found += page.json()["items"]
            after = page.json()["next_cursor"]
            cursor = f"&cursor={after}" if after else None
    return found


async def test_every_municipality_has_a_mayor_and_a_municipal_manager(registry) -> None:
    codes = {office["code"] for office in await listed(registry)}

    for place in reference.municipalities():
        mayor = "mayor" if place.category == "B" else "executive_mayor"
        assert {f"{place.code}.{mayor}", f"{place.code}.municipal_manager"} <= codes


async def test_every_space_has_its_champions_and_every_province_its_offices(
    registry,
) -> None:
    offices = await listed(registry)
    kinds = Counter(office["kind"] for office in offices)
    champions = Counter(
        (space, office["champion"])
        for office in offices
        for space in office["space_codes"]
        if office["champion"]
    )

    for kind in ("premier", "mec_local_government", "provincial_director_general"):
        assert kinds[kind] == 9
    for space in reference.spaces():
        assert champions[space.code, "local"] == 1
        assert champions[space.code, "national"] == 1
        assert champions[space.code, "provincial"] == 2


async def test_what_the_pack_does_not_know_is_not_recorded_rather_than_vacant(
    registry,
) -> None:
    offices = await listed(registry, limit=100)
    async with registry.as_anyone() as anyone:
        vacancies = await anyone.get("/v1/vacancies")

    assert {office["status"] for office in offices} == {"not_recorded"}
    assert vacancies.json()["items"] == []


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("&kind=premier&province=NC", {"NC.premier"}),
        ("&place=NC451", {"NC451.mayor", "NC451.municipal_manager"}),
        ("&organ=DC45", {"DC45.executive_mayor", "DC45.municipal_manager"}),
        ("&space=DC45&champion=local", {"DC45.executive_mayor"}),
        ("&space=DC45&champion=national", {"DC45.national_champion"}),
        ("&champion=overall", {"ZA.president"}),
        ("&kind=premier&status=vacant", set()),
        ("&place=DC45&as_of=1999-01-01", set()),
    ],
)
async def test_offices_are_found_by_what_they_are(
    registry, query: str, codes: set[str]
) -> None:
    assert {office["code"] for office in await listed(registry, query)} == codes


async def test_an_office_that_is_not_is_refused_by_name(registry) -> None:
    async with registry.as_anyone() as anyone:
        unknown = await anyone.get("/v1/offices/DC45.emperor")
        early = await anyone.get("/v1/offices/DC45.executive_mayor?as_of=1999-01-01")
        never = await anyone.get("/v1/offices/DC45.emperor/appointments")

    for answer in (unknown, early, never):
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert answer.json()["title"] == "OfficeNotFound"


async def test_kinds_of_office_say_what_they_let_their_holders_do(registry) -> None:
    async with registry.as_anyone() as anyone:
        answer = await anyone.get("/v1/office-kinds")
    kinds = {kind["kind"]: kind for kind in answer.json()["items"]}

    manager = kinds["municipal_manager"]["powers"][0]["scopes"]
    assert {"plans:write", "budgets:write"} <= set(manager)


def test_no_office_both_writes_and_adopts_and_all_powers_are_scopes() -> None:
    for power in reference.office_powers():
        assert not set(power.scopes) >= WRITES, power.kind
        assert set(power.scopes) <= SCOPES
