"""Many organs edit one plan at once, and no change is lost."""

import asyncio
from http import HTTPStatus

import pytest

from tests.plans.desk import (
    ROW,
    a_draft,
    all_interventions,
    file_of,
    load,
    state_content,
)

pytestmark = pytest.mark.standing


async def add_one_rand(client, address: str) -> None:
    """Read, add and write with If-Match; look again if that was late, or too busy."""
    while True:
        read = await client.get(address)
        if read.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            continue
        amount = float(read.json()["planned"]["2026/27"]) + 1
        wrote = await client.patch(
            address,
            json={"planned": {"2026/27": f"{amount:.2f}"}},
            headers={"if-match": read.headers["etag"]},
        )
        if wrote.status_code == HTTPStatus.OK:
            return
        assert wrote.status_code in {
            HTTPStatus.PRECONDITION_FAILED,
            HTTPStatus.SERVICE_UNAVAILABLE,
        }


async def edit_at_once(plans, *, interventions: int, organs: int, edits: int) -> None:
    """Organs add one rand each, again and again, to interventions that two share.

    The sum tells whether a change was lost, or made twice.
    """
    rows = [{"intervention_id": f"P{n:04}"} for n in range(interventions)]
    async with plans.as_("district_planner") as planner:
        plan = await a_draft(planner)
        await load(planner, plan, file_of(*rows), unit="rand")
        await state_content(planner, plan)

    async def work(organ: int) -> None:
        for turn in range(edits):
            code = f"P{(organ // 2 * edits + turn) % interventions:04}"
            async with plans.as_("district_planner", sub=f"organ-{organ}") as client:
                await add_one_rand(client, f"/v1/plans/{plan}/interventions/{code}")

    await asyncio.gather(*(work(organ) for organ in range(organs)))

    async with plans.as_("district_planner") as planner:
        found = await all_interventions(planner, plan)
    total = sum(float(item["planned"]["2026/27"]) for item in found)
    assert total == interventions * float(ROW["planned_2026_27"]) + organs * edits
    assert sum(item["revision"] - 2 for item in found) == organs * edits


async def test_twenty_organs_edit_at_once_and_no_change_is_lost(plans) -> None:
    await edit_at_once(plans, interventions=40, organs=20, edits=4)


@pytest.mark.nightly
@pytest.mark.timeout(900)
async def test_twenty_organs_edit_two_thousand_interventions(plans) -> None:
    await edit_at_once(plans, interventions=2000, organs=20, edits=100)
