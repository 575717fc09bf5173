"""Places as anyone may read them."""

from http import HTTPStatus


async def test_there_are_52_spaces_of_two_kinds(start) -> None:
    registry = await start("registry")

    async with registry.as_anyone() as anyone:
        spaces = (await anyone.get("/v1/spaces")).json()["items"]

    assert sum(space["population_2011"] for space in spaces) == 51_770_563
    assert sum(space["population_2016"] for space in spaces) == 55_653_655
    kinds = [space["category"] for space in spaces]
    assert (kinds.count("district"), kinds.count("metro")) == (44, 8)


async def test_a_space_lists_the_municipalities_that_lie_in_it(start) -> None:
    registry = await start("registry")

    async with registry.as_anyone() as anyone:
        space = (await anyone.get("/v1/spaces/DC45")).json()

    inside = {place["code"]: place["miif_class"] for place in space["municipalities"]}
    assert space["name"] == "John Taolo Gaetsewe"
    assert inside == {"DC45": "C1", "NC451": "B4", "NC452": "B3", "NC453": "B3"}


async def test_a_space_says_how_its_province_plans(registry) -> None:
    async with registry.as_anyone() as anyone:
        spaces = [
            (await anyone.get(f"/v1/spaces/{code}")).json()["provincial_model"]
            for code in ("CPT", "ETH", "DC45")
        ]

    assert [model and model["code"] for model in spaces] == ["JDMA", "DGDP", None]


async def test_municipalities_are_257_of_three_categories(start) -> None:
    registry = await start("registry")

    async with registry.as_anyone() as anyone:
        every = (await anyone.get("/v1/municipalities")).json()["items"]
        local = await anyone.get("/v1/municipalities", params={"category": "B"})

    assert len(every) == 257
    assert len(local.json()["items"]) == 205
    assert {place["parent_code"] for place in every if place["code"] == "NC451"} == {
        "DC45"
    }


async def test_a_municipality_is_found_as_of_the_day_it_stood(start) -> None:
    registry = await start("registry")

    async with registry.as_anyone() as anyone:
        before = await anyone.get("/v1/municipalities/EC103?as_of=2016-08-02")
        after = await anyone.get("/v1/municipalities/EC103?as_of=2016-08-03")

    assert before.json()["name"] == "Ikwezi"
    assert after.status_code == HTTPStatus.NOT_FOUND
    assert after.json()["code"] == "municipality-not-found"


async def test_an_unchanged_list_is_not_sent_again(start) -> None:
    registry = await start("registry")

    async with registry.as_anyone() as anyone:
        first = await anyone.get("/v1/spaces")
        again = await anyone.get(
            "/v1/spaces", headers={"if-none-match": first.headers["etag"]}
        )

    assert again.status_code == HTTPStatus.NOT_MODIFIED
    assert again.content == b""


async def test_a_day_that_is_none_is_refused_by_name(start) -> None:
    registry = await start("registry")

    async with registry.as_anyone() as anyone:
        refused = await anyone.get("/v1/spaces?as_of=2016-02-30")

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["errors"][0]["pointer"] == "/query/as_of"
