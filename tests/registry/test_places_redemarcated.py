"""What a demarcation makes of the places, on its day and before."""

from http import HTTPStatus

from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from tests.registry.demarcating import MUNICIPALITY, WARD, applied, events, merger


async def test_a_merged_municipality_ends_and_its_successor_begins(start) -> None:
    registry = await start("registry")

    await applied(registry, **merger())

    async with registry.as_anyone() as anyone:
        gone = await anyone.get("/v1/municipalities/NC452?as_of=2026-11-04")
        before = await anyone.get("/v1/municipalities/NC452?as_of=2026-11-03")
        lineage = await anyone.get("/v1/municipalities/NC454/lineage")
        imports = (await anyone.get("/v1/demarcation-imports")).json()["items"]
    assert gone.json()["detail"].endswith("successors: NC454")
    assert before.json()["name"] == "Ga-Segonyana"
    assert [p["code"] for p in lineage.json()["predecessors"]] == ["NC452", "NC453"]
    assert [each["counts"]["added"] for each in imports] == [1]
    assert await events(registry) == ["places_published", "municipalities_transitioned"]


async def test_a_restart_keeps_what_a_later_demarcation_changed(start) -> None:
    registry = await start("registry")
    from services.registry.loading import load_reference  # noqa: PLC0415

    async with registry.as_("administrator") as administrator:
        await applied(registry, **merger())
        async with transaction(registry.sessions, EVERYWHERE) as session:
            await session.execute(
                text("update reference_edition set sha256 = '' where part = 'places'")
            )
        async with transaction(registry.sessions, EVERYWHERE) as session:
            await load_reference(session)
        gone = await administrator.get("/v1/municipalities/NC452")

    assert gone.status_code == HTTPStatus.NOT_FOUND


async def test_a_municipality_that_crosses_changes_both_spaces(start) -> None:
    registry = await start("registry")
    wards = WARD + "30901001,,NC091,2021-11-01,\n"
    moved = "NC453,Gamagara,B,DC8,DC8,NC,,2026-11-04,,\n"

    async with registry.as_("administrator") as administrator:
        await applied(
            registry,
            wards=WARD + "34503001,,NC453,2021-11-01,\n" + wards[len(WARD) :],
        )
        view = await applied(registry, municipalities=MUNICIPALITY + moved)
        ward = await administrator.get("/v1/places/ward/34503001/periods")
        space = await administrator.get("/v1/spaces/DC45")

    assert [(p["code"], p["before"], p["after"]) for p in view["moved"]] == [
        ("NC453", "DC45", "DC8"),
        ("34503001", "NC453", "NC453"),
    ]
    assert {(p["kind"], p["code"]) for p in view["boundaries_changed"]} == {
        ("space", "DC45"),
        ("space", "DC8"),
        ("municipality", "DC45"),
        ("municipality", "DC8"),
    }
    assert [p["space_code"] for p in ward.json()["items"]] == ["DC45", "DC8"]
    assert space.json()["boundaries_since"] == "2026-11-04"
    assert space.json()["population_2016"] is None


async def test_wards_hang_under_their_municipality(start) -> None:
    registry = await start("registry")
    wards = WARD + "34501001,,NC451,2021-11-01,\n34501002,,NC451,2021-11-01,\n"

    async with registry.as_("administrator") as administrator:
        view = await applied(registry, wards=wards)
        below = await administrator.get("/v1/places/municipality/NC451/children")
        whole = await administrator.get("/v1/hierarchy?down_to=ward")

    assert view["counts"]["added"] == 2
    assert [w["name"] for w in below.json()["items"]] == ["Ward 1", "Ward 2"]
    assert below.json()["items"][0]["space_code"] == "DC45"
    assert '"34501001"' in whole.text


async def test_a_rename_keeps_boundaries_and_people(start) -> None:
    registry = await start("registry")
    renamed = "NC451,Kgalagadi,B,DC45,DC45,NC,B4,2026-11-04,,\n"

    async with registry.as_("administrator") as administrator:
        view = await applied(registry, municipalities=MUNICIPALITY + renamed)
        now = (await administrator.get("/v1/municipalities/NC451")).json()
        then = (
            await administrator.get("/v1/municipalities/NC451?as_of=2026-11-03")
        ).json()

    assert [(p["before"], p["after"]) for p in view["renamed"]] == [
        ("Joe Morolong", "Kgalagadi")
    ]
    assert then["name"] == "Joe Morolong"
    assert now["since"] == now["boundaries_since"] == "2000-12-05"
    assert now["population_2016"] == then["population_2016"] == 84201
