"""The registry of Uganda: the same code, other files, and nothing South African."""

from http import HTTPStatus

import pytest

from chassis.database import EVERYWHERE, transaction
from services.registry.countries.models import CountryDiffers
from services.registry.loading import load_reference

COUNTRY = "ug"


async def test_the_country_says_what_it_calls_things(registry) -> None:
    async with registry.as_anyone() as anyone:
        country = (await anyone.get("/v1/country")).json()

    levels = {level["kind"]: level["singular"] for level in country["levels"]}
    assert (country["code"], country["currency"]) == ("UG", "UGX")
    assert levels["province"] == "region"
    assert levels["space"] == "district"
    assert {s["year_starts"] for s in country["spheres"]} == {"07-01"}
    assert [each["act"] for each in country["approvals"]] == [
        "endorses",
        "recommends",
        "approves",
    ]


async def test_the_hierarchy_is_that_of_uganda(registry) -> None:
    async with registry.as_anyone() as anyone:
        root = (await anyone.get("/v1/hierarchy")).json()
        regions = (await anyone.get("/v1/provinces")).json()["items"]
        kamwenge = (await anyone.get("/v1/spaces/UG413")).json()

    assert root["name"] == "Uganda"
    assert [region["name"] for region in regions] == [
        "Central",
        "Eastern",
        "Northern",
        "Western",
    ]
    assert kamwenge["provincial_model"] is None
    inside = [place["category"] for place in kamwenge["municipalities"]]
    assert (inside.count("sub_county"), inside.count("town_council")) == (8, 3)


@pytest.mark.parametrize(
    ("label", "kind", "code"),
    [
        ("KAMWENGE DISTRICT LOCAL GOVERNMENT", "municipality", "UG413"),
        ("Kahunge Town Council", "municipality", "UG41309"),
        ("Kahunge Sub-county", "municipality", "UG41306"),
        ("Western Region", "province", "UGW"),
        ("UG-310", "space", "UG310"),
    ],
)
async def test_a_label_finds_its_place(registry, label, kind, code) -> None:
    async with registry.as_anyone() as anyone:
        answer = await anyone.get(
            "/v1/places/resolve", params={"name": label, "kind": kind}
        )

    assert answer.json()["place"] is not None, answer.text
    assert answer.json()["place"]["code"] == code


async def test_a_title_tells_the_local_government_from_the_area(registry) -> None:
    async with registry.as_anyone() as anyone:
        answer = await anyone.get(
            "/v1/places/resolve", params={"name": "KAMWENGE DISTRICT LOCAL GOVERNMENT"}
        )

    assert answer.json()["place"]["kind"] == "municipality", answer.text


async def test_a_local_government_is_found_by_its_vote_of_a_year(registry) -> None:
    vote = {"scheme": "vote", "identifier": "518"}
    async with registry.as_anyone() as anyone:
        then = await anyone.get(
            "/v1/organ-lookup", params=vote | {"as_of": "2021-01-01"}
        )
        now = await anyone.get("/v1/organ-lookup", params=vote)

    assert "Kamwenge District Local Government" in then.text
    assert now.status_code == HTTPStatus.NOT_FOUND


async def test_a_district_has_the_bodies_that_approve_its_plan(registry) -> None:
    async with registry.as_anyone() as anyone:
        found = await anyone.get("/v1/structures", params={"space": "UG413"})

    reports = {each["code"]: each["reports_to"] for each in found.json()["items"]}
    assert reports == {
        "UG413-DTPC": "UG413-DEC",
        "UG413-DEC": "UG413-COUNCIL",
        "UG413-COUNCIL": None,
    }


async def test_its_officers_may_do_what_their_offices_let_them(registry) -> None:
    async with registry.as_anyone() as anyone:
        kinds = (await anyone.get("/v1/office-kinds")).json()["items"]

    scopes = {
        kind["kind"]: {each for power in kind["powers"] for each in power["scopes"]}
        for kind in kinds
    }
    assert "budgets:write" in scopes["chief_administrative_officer"]
    assert "plans:decide" in scopes["district_chairperson"]
    assert "plans:decide" not in scopes["district_planner"]


async def test_nothing_south_african_is_left(registry) -> None:
    async with registry.as_anyone() as anyone:
        answers = [
            await anyone.get(path)
            for path in (
                "/v1/country",
                "/v1/hierarchy",
                "/v1/spaces",
                "/v1/municipalities",
                "/v1/organs",
                "/v1/places/aliases",
                "/v1/organ-aliases",
                "/v1/lineages",
                "/v1/tile-grid",
                "/v1/structures",
                "/v1/offices",
            )
        ]
        johannesburg = await anyone.get("/v1/spaces/JHB")

    for answer in answers:
        assert answer.status_code == HTTPStatus.OK
        for word in ("ZA-", "DC45", "South Africa", "Gauteng", "mdb", '"GT"'):
            assert word not in answer.text
    assert johannesburg.status_code == HTTPStatus.NOT_FOUND


async def test_a_category_the_country_has_not_is_refused(registry) -> None:
    async with registry.as_anyone() as anyone:
        refused = await anyone.get("/v1/municipalities", params={"category": "B"})

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["errors"][0]["pointer"] == "/query/category"


async def test_a_database_is_of_one_country_for_good(registry, monkeypatch) -> None:
    monkeypatch.setenv("ONEDISTRICT_COUNTRY", "za")

    with pytest.raises(CountryDiffers, match="holds UG"):
        async with transaction(registry.sessions, EVERYWHERE) as session:
            await load_reference(session)
