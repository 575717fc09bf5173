"""Registering organs of state, and what is refused."""

from http import HTTPStatus

from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from tests.harness import Running

EDUCATION = {
    "code": "NC-DOE",
    "name": "Northern Cape Department of Education",
    "kind": "provincial_department",
    "sphere": "provincial",
    "place_code": "NC",
}


async def subjects(registry: Running) -> list[str]:
    async with transaction(registry.sessions, EVERYWHERE) as session:
        rows = await session.scalars(
            text("select subject from outbox where aggregate = 'NC-DOE'")
        )
        return list(rows)


async def test_an_organ_is_registered_and_told_to_the_others(start) -> None:
    registry = await start("registry")

    async with registry.as_("administrator") as administrator:
        registered = await administrator.post("/v1/organs", json=EDUCATION)
        read = await administrator.get("/v1/organs/NC-DOE")

    assert registered.status_code == HTTPStatus.CREATED
    assert read.json() == registered.json()
    assert await subjects(registry) == ["onedistrict.registry.organs_registered.v1"]


async def test_a_code_is_registered_only_once(start) -> None:
    registry = await start("registry")

    async with registry.as_("administrator") as administrator:
        await administrator.post("/v1/organs", json=EDUCATION)
        again = await administrator.post("/v1/organs", json=EDUCATION)

    assert again.status_code == HTTPStatus.CONFLICT
    assert again.json()["title"] == "OrganCodeTaken"
    assert len(await subjects(registry)) == 1


async def test_a_repeated_request_is_answered_again_and_done_once(start) -> None:
    registry = await start("registry")
    key = {"idempotency-key": "registering-education"}

    async with registry.as_("administrator") as administrator:
        first = await administrator.post("/v1/organs", json=EDUCATION, headers=key)
        again = await administrator.post("/v1/organs", json=EDUCATION, headers=key)
        other = await administrator.post(
            "/v1/organs", json=EDUCATION | {"code": "OTHER"}, headers=key
        )

    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert other.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert other.json()["title"] == "IdempotencyKeyReused"
    assert len(await subjects(registry)) == 1


async def test_an_organ_serves_a_place_that_exists(start) -> None:
    registry = await start("registry")

    async with registry.as_("administrator") as administrator:
        refused = await administrator.post(
            "/v1/organs", json=EDUCATION | {"place_code": "ATLANTIS"}
        )

    assert refused.json()["title"] == "OrganPlaceUnknown"
    assert await subjects(registry) == []


async def test_only_a_registrar_registers(start) -> None:
    registry = await start("registry")

    async with registry.as_("district_planner") as planner:
        forbidden = await planner.post("/v1/organs", json=EDUCATION)
    async with registry.as_anyone() as anyone:
        unknown = await anyone.post("/v1/organs", json=EDUCATION)

    assert forbidden.status_code == HTTPStatus.FORBIDDEN
    assert unknown.status_code == HTTPStatus.UNAUTHORIZED


async def test_organs_are_read_page_by_page_without_a_gap(start) -> None:
    registry = await start("registry")
    codes: list[str] = []
    cursor: dict[str, str] = {}

    async with registry.as_anyone() as anyone:
        while True:
            page = (await anyone.get("/v1/organs?limit=100", params=cursor)).json()
            codes += [organ["code"] for organ in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}

    assert codes == sorted(set(codes))
    assert {"DWS", "ESKOM", "NC451", "DC45", "ETH"} <= set(codes)
