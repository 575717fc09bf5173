"""Who may perform which function follows from what a municipality is."""

from http import HTTPStatus

import pytest

from services.registry import reference
from services.registry.organs import pack
from services.registry.organs.kinds import CHARACTERS, OrganKind
from services.registry.organs.powers import powers_of
from services.registry.places.models import Place
from tests.harness import Running

WATER = ("4201", "4202", "4203", "4301", "4302", "4304")


async def get(registry: Running, path: str):
    async with registry.as_anyone() as anyone:
        return await anyone.get(path)


async def performers(registry: Running, function: str, place: str) -> set[str]:
    answer = await get(registry, f"/v1/functions/{function}/organs?place={place}")
    return {each["organ"]["code"] for each in answer.json()["items"] if each["power"]}


@pytest.mark.parametrize(
    ("place", "authorities"),
    [
        ("DC45", {"NC451", "NC452", "NC453"}),
        ("NC451", {"NC451"}),
        ("DC21", {"DC21"}),
        ("KZN212", {"DC21"}),
        ("JHB", {"JHB"}),
    ],
)
async def test_the_water_services_authority_of_a_place_follows_from_class(
    registry: Running, place: str, authorities: set[str]
) -> None:
    for function in WATER:
        assert await performers(registry, function, place) == authorities


async def test_every_municipality_has_one_water_services_authority() -> None:
    places = {
        row.code: Place(
            kind="municipality",
            code=row.code,
            category=row.category,
            miif_class=row.miif_class,
            parent_code=row.parent_code,
        )
        for row in reference.municipalities()
    }

    for place in places.values():
        if place.category == "C":
            continue
        both = (place, places.get(place.parent_code or ""))
        holders = [
            each.code
            for each in both
            if each is not None
            and "water_services" in powers_of(each, places, reference.powers())
        ]
        assert len(holders) == 1, place.code


async def test_an_entity_performs_what_it_was_given(registry: Running) -> None:
    answer = await get(registry, "/v1/functions/4202/organs?place=JHB")

    found = {each["organ"]["code"]: each["power"] for each in answer.json()["items"]}
    assert found == {"JHB": "water_services", "JOHANNESBURG-WATER": None}


async def test_the_functions_of_an_organ_are_listed_with_their_power(
    registry: Running,
) -> None:
    district = (await get(registry, "/v1/organs/DC45/functions")).json()["items"]
    local = (await get(registry, "/v1/organs/NC451/functions")).json()["items"]

    assert "4202" not in {each["code"] for each in district}
    named = {each["code"]: each for each in local}
    assert named["4202"]["power"] == "water_services"
    assert named["4202"]["name"] == "Water Distribution"


async def test_functions_and_places_nobody_knows_are_refused(
    registry: Running,
) -> None:
    function = await get(registry, "/v1/functions/9999/organs?place=JHB")
    place = await get(registry, "/v1/functions/4202/organs?place=ATLANTIS")

    assert function.status_code == HTTPStatus.NOT_FOUND
    assert function.json()["title"] == "FunctionNotFound"
    assert place.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert place.json()["title"] == "FunctionPlaceUnknown"


def test_every_organ_of_the_pack_is_what_its_kind_implies() -> None:
    for organ in pack.organs({}):
        character = CHARACTERS[OrganKind(organ.kind)]
        assert organ.sphere == character.sphere, organ.code
        assert (organ.place_code is not None) or not character.needs_place
        assert organ.vote is None or character.has_vote
        assert organ.parent_code is not None or not character.needs_parent
