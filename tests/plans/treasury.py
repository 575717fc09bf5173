"""What organs do with the commitment matrix: state, pledge, confirm."""

from http import HTTPStatus

from tests.plans.desk import (
    EXAMPLE,
    a_draft,
    load,
)

CELL = {
    "intervention_code": "I01",
    "organ": "DWS",
    "period": "2026/27",
    "amount": "20000000.00",
    "output": "12 km of pipe",
    "place_code": "NC451",
}


def officer(plans, organ="DWS", **changes):
    """Somebody who states what an organ commits."""
    claims = {"organ": organ, "sub": f"officer of {organ}", "client_id": f"of-{organ}"}
    return plans.as_("district_planner", **(claims | changes))


def authority(plans, organ="DWS", **changes):
    """Somebody who confirms in the name of an organ."""
    claims = {"organ": organ, "sub": f"head of {organ}", "client_id": f"head-{organ}"}
    return plans.as_("approver", **(claims | changes))


async def a_plan(planner) -> str:
    plan = await a_draft(planner)
    await load(planner, plan, EXAMPLE)
    return plan


async def state(client, plan, *cells, **more):
    said = {"cells": [CELL | cell for cell in cells]} | more
    return await client.post(f"/v1/plans/{plan}/commitments", json=said)


async def a_pledge(plans, plan, **cell) -> str:
    async with officer(plans, cell.get("organ", "DWS")) as client:
        stated = await state(client, plan, cell)
    assert stated.status_code == HTTPStatus.OK, stated.text
    return f"/v1/plans/{plan}/commitments/{stated.json()['commitments'][0]['id']}"
