"""From the district to the province to the nation, with a clock."""

import asyncio
from datetime import date, timedelta

import httpx
import pytest

from chassis import clock
from services.plans.escalations.periods import days_to_acknowledge
from tests.plans.secretariat import (
    NATION,
    PROVINCE,
    a_quorate_sitting,
    agreed,
    does,
    items,
    plan,
    the_forums_stand,
)

REASON = {"reason": "Too big for us"}


@pytest.fixture
async def matter(plans, planner) -> str:
    """A challenge that a sitting of the district's forum left behind."""
    await plans.hears(*the_forums_stand())
    sitting = await a_quorate_sitting(planner)
    challenge = await does(planner, sitting, "challenges", content="No water")
    await does(planner, sitting, "closing")
    return str(challenge["id"])


async def escalate(client: httpx.AsyncClient, matter: str) -> httpx.Response:
    return await client.post(f"/v1/matters/{matter}/escalations", json=REASON)


async def test_a_matter_climbs_and_every_level_answers(plans, planner, matter) -> None:
    async with (
        plans.as_("provincial_coordinator") as province,
        plans.as_("administrator") as nation,
    ):
        first = agreed(await escalate(planner, matter))
        at = f"/v1/escalations/{first['id']}"
        by_district = await planner.post(f"{at}/acknowledgement")
        too_soon = await province.post(f"{at}/answer", json={"answer": "x"})
        again = await escalate(planner, matter)
        known = agreed(await province.post(f"{at}/acknowledgement"))
        below = await escalate(planner, matter)
        second = agreed(await escalate(province, matter))
        top = f"/v1/escalations/{second['id']}"
        agreed(await nation.post(f"{top}/acknowledgement"))
        nothing = await escalate(nation, matter)
        agreed(await nation.post(f"{top}/return", json={"answer": "It is yours"}))
        answered = agreed(
            await province.post(f"{at}/answer", json={"answer": "A fund"})
        )
        twice = await province.post(f"{at}/return", json={"answer": "x"})

    assert (first["to_structure"], second["to_structure"]) == (PROVINCE, NATION)
    assert by_district.json()["title"] == below.json()["title"] == "NotPermittedInSpace"
    assert too_soon.json()["title"] == twice.json()["title"] == "EscalationNotOpen"
    assert again.json()["title"] == "EscalatedAlready"
    assert nothing.json()["title"] == "NothingAbove"
    assert known["acknowledged_on"] == clock.today().isoformat()
    assert answered["status"] == "answered"
    listed = await items(planner, "/v1/escalations", matter=matter)
    assert [each["status"] for each in listed] == ["answered", "returned"]


async def test_the_clock_runs_and_who_is_late_is_listed(
    planner, matter, monkeypatch
) -> None:
    escalation = agreed(await escalate(planner, matter))
    days = days_to_acknowledge("provincial", on=clock.today())
    due = clock.today() + timedelta(days=days)

    assert escalation["acknowledge_by"] == due.isoformat()
    assert await items(planner, "/v1/escalations", overdue=True) == []
    monkeypatch.setattr(clock, "today", lambda: due + timedelta(days=1))
    late = await items(planner, "/v1/escalations", overdue=True, structure=PROVINCE)
    assert [each["id"] for each in late] == [escalation["id"]]
    assert late[0]["is_overdue"]


async def test_what_is_escalated_opens_the_agenda_above_and_stays_below(
    plans, planner, matter
) -> None:
    agreed(await escalate(planner, matter))
    day = {"begins_on": "2018-05-02", "ends_on": "2018-05-02"}
    below = await plan(planner, **day)

    async with plans.as_("provincial_coordinator") as province:
        above = await plan(province, structure_code=PROVINCE, **day)
        await does(province, above, "carry-over")
        await does(province, above, "carry-over")
        agenda = await items(province, f"/v1/sittings/{above}/agenda-items")
    await does(planner, below, "carry-over")

    assert [item["matter_id"] for item in agenda] == [matter]
    stays = await items(planner, f"/v1/sittings/{below}/agenda-items")
    assert [item["matter_id"] for item in stays] == [matter]


async def test_a_matter_is_escalated_once_at_a_time(planner, matter) -> None:
    answers = await asyncio.gather(*(escalate(planner, matter) for _ in range(4)))

    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]


async def test_who_keeps_records_of_one_space_plans_nothing_for_the_province(
    plans, planner, matter
) -> None:
    draft = {"kind": "forum", "title": "x", "provenance": "own"}
    day = {"begins_on": "2018-05-02", "ends_on": "2018-05-02"}

    async with plans.as_("provincial_coordinator") as province:
        answers = [
            await client.post(
                "/v1/sittings", json=draft | day | {"structure_code": structure}
            )
            for client, structure in (
                (planner, PROVINCE),
                (planner, NATION),
                (province, PROVINCE),
                (province, NATION),
            )
        ]

    assert [each.status_code for each in answers] == [403, 403, 201, 403]


def test_the_days_to_acknowledge_are_dated() -> None:
    day = date(2026, 11, 22)

    assert days_to_acknowledge("provincial", on=day) < days_to_acknowledge(
        "national", on=day
    )
    assert days_to_acknowledge("elsewhere", on=day) == 30
