"""A draft that two organs write: the district, and the department of health."""

import httpx

from tests.plans.desk import a_draft, file_of, load

AREA = "integrated_services_provisioning"
HEALTH = {
    "code": "S5",
    "title": "Services to households",
    "focus_area": AREA,
    "owner_organ": "NC-DOH",
}
CLINIC = {
    "intervention_id": "H1",
    "title": "Mothibistad clinic",
    "focus_area": AREA,
    "location_code": "NC452",
    "lead_organ": "NC-DOH",
    "sphere": "provincial",
}


async def an_offered_draft(planner: httpx.AsyncClient, **changes: str) -> str:
    """Two interventions; the section of one is offered, and nobody has taken it."""
    plan = await a_draft(planner)
    loaded = await load(planner, plan, file_of({}, CLINIC))
    assert loaded.status_code == 201, loaded.text
    opened = await planner.post(f"/v1/plans/{plan}/sections", json=HEALTH | changes)
    assert opened.status_code == 201, opened.text
    return plan


async def a_divided_draft(planner: httpx.AsyncClient, owner: httpx.AsyncClient) -> str:
    """The same, with the section taken by its owner."""
    plan = await an_offered_draft(planner)
    taken = await move(owner, plan, "taking")
    assert taken.status_code == 200, taken.text
    return plan


async def retitle(
    client: httpx.AsyncClient, plan: str, code: str, title: str
) -> httpx.Response:
    return await client.patch(
        f"/v1/plans/{plan}/interventions/{code}",
        json={"title": title},
        headers={"if-match": "*"},
    )


async def move(
    client: httpx.AsyncClient,
    plan: str,
    step: str,
    *,
    if_match: str | None = None,
    **sent: str,
) -> httpx.Response:
    headers = {} if if_match is None else {"if-match": if_match}
    return await client.post(
        f"/v1/plans/{plan}/sections/S5/{step}", json=sent, headers=headers
    )


async def section(client: httpx.AsyncClient, plan: str) -> dict[str, object]:
    found = await client.get(f"/v1/plans/{plan}/sections/S5")
    assert found.status_code == 200, found.text
    return dict(found.json())
