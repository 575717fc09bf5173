"""How tests ask the registry for names, queue labels and decide on them."""

from http import HTTPStatus

from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from tests.harness import Running

RESOLVE = "/v1/places/resolve"


RESOLUTIONS = "/v1/places/resolutions"


LOOKUP = "/v1/places/lookup"


LABEL = "GRT KURUMAN MUNICIPALITY 17"


NC452 = {"kind": "municipality", "code": "NC452"}


async def queued(registry: Running, *labels: str, **known) -> list[dict]:
    """Reviews of these labels, oldest first."""
    async with registry.as_("administrator") as registrar:
        sent = {"labels": labels, "queue": True} | known
        answered = await registrar.post(RESOLUTIONS, json=sent)
        assert answered.status_code == HTTPStatus.OK, answered.text
        return (await registrar.get("/v1/name-reviews")).json()["items"]


async def decide(registry: Running, review: dict, place: dict | None, **headers):
    async with registry.as_("administrator", sub="a-registrar") as registrar:
        return await registrar.post(
            f"/v1/name-reviews/{review['id']}/decision",
            json={"place": place, "reason": "as the annual report of 2017 uses it"},
            headers=headers,
        )


async def resolved(registry: Running, name: str, **known) -> dict:
    async with registry.as_anyone() as anyone:
        return (await anyone.get(RESOLVE, params={"name": name} | known)).json()


async def events(registry: Running) -> list[dict]:
    async with transaction(registry.sessions, EVERYWHERE) as session:
        rows = await session.scalars(
            text(
                "select payload from outbox where subject like '%place_alias_adopted%'"
            )
        )
        return list(rows)
