"""Kamwenge's improvement plan: started with its neighbours', written, and decided.

As with the story of South Africa, a step that has been taken is not taken again.
"""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from deploy.demo.api import Cast, Json, Role, cast
from deploy.demo.story import DATA
from deploy.demo.tables import show_improvement, show_processes
from deploy.dev_clients import DevelopmentClient

KAMWENGE = DATA / "kamwenge"
DISTRICTS = ("UG413", "UG404", "UG419")
ITEMS = ("assessments", "gaps", "actions")
SPEAKERS = {"dtpc": "office_bearer", "dec": "approver", "council": "hub_practitioner"}
"""Who holds an office of which body: see appointments.csv."""
ROLES = ("administrator", "district_planner", *SPEAKERS.values())
PLANS = "/v1/improvement-plans"


async def improve_kamwenge(
    gateway_url: str, clients: Sequence[DevelopmentClient]
) -> None:
    """Tell how Kamwenge's improvement plan came about, and show it."""
    said = json.loads(await asyncio.to_thread(_example))
    async with cast(gateway_url, clients, *ROLES) as people:
        administrator, planner = people["administrator"], people["district_planner"]
        await _appointed(administrator, people["approver"])
        plan, *neighbours = await _started(administrator, said)
        if plan["status"] == "draft" and not plan["decided"]:
            await _written(planner, plan, said)
        await _decided(people, plan)
        await _worked_through(planner, plan)
        await _begun(administrator, neighbours[0])
        show_improvement(await planner.get(f"{PLANS}/{plan['id']}"))
        show_processes(
            await administrator.get(
                f"{PLANS}/process-comparison", template=said["template"]
            )
        )


def _example() -> str:
    return (KAMWENGE / "improvement_plan.json").read_text("utf-8")


async def _appointed(proposer: Role, reviewer: Role) -> None:
    """Propose who holds the offices of Kamwenge, and have somebody else approve it."""
    speaker = await proposer.get("/v1/offices/UG413.district_speaker")
    if speaker["status"] != "not_recorded":
        return
    proposal = await proposer.upload(
        "/v1/change-proposals/files",
        KAMWENGE / "appointments.csv",
        subject="appointments",
        effective_from="2026-07-01",
        reason="illustrative holders of offices in Kamwenge",
        dry_run="false",
    )
    address = f"/v1/change-proposals/{proposal['id']}"
    await reviewer.post(f"{address}/approval", {"reason": "illustrative"})


async def _started(administrator: Role, said: Json) -> list[Json]:
    """The plans of Kamwenge and its neighbours, started together if they are not."""
    found = (await administrator.get(PLANS, template=said["template"]))["items"]
    if not found:
        batch = {
            "template": said["template"],
            "title": said["title"],
            "starts_on": "2026-07-01",
            "provenance": "illustrative",
            "space_codes": DISTRICTS,
        }
        found = (await administrator.post(f"{PLANS}/batches", batch))["plans"]
    by_space = {plan["space_code"]: plan for plan in found}
    return [by_space[space_code] for space_code in DISTRICTS]


async def _written(planner: Role, plan: Json, said: Json) -> None:
    """Write what the example says, and meet about it."""
    for items in ITEMS:
        for code, item in said[items].items():
            await planner.change("PUT", f"{PLANS}/{plan['id']}/{items}/{code}", item)
    if not plan["validated"]:
        meeting = {
            "held_on": _today(),
            "participants": ["District planner", "An implementing partner"],
            "summary": "Illustrative: agreed with the gaps and their order.",
        }
        await planner.post(f"{PLANS}/{plan['id']}/validation-meetings", meeting)


async def _decided(people: Cast, plan: Json) -> None:
    """Each body in its turn, by somebody who holds an office in it."""
    for body in list(SPEAKERS)[plan["decided"] :]:
        decision = {
            "body": body,
            "verdict": "agrees",
            "decided_on": _today(),
            "minute_no": f"illustrative/{body}/1",
        }
        path = f"{PLANS}/{plan['id']}/decisions"
        await people[SPEAKERS[body]].post_in_office(path, decision)


async def _worked_through(planner: Role, plan: Json) -> None:
    """Report the tasks up to the approval as done."""
    tasks = (await planner.get(f"{PLANS}/{plan['id']}/tasks"))["items"]
    for task in tasks[: [each["code"] for each in tasks].index("implementation")]:
        await _done(planner, task)


async def _begun(administrator: Role, plan: Json) -> None:
    """A neighbour has got through the first task only."""
    tasks = (await administrator.get(f"{PLANS}/{plan['id']}/tasks"))["items"]
    await _done(administrator, tasks[0])


async def _done(who: Role, task: Json) -> None:
    if task["status"] == "done":
        return
    path = f"{PLANS}/{task['plan_id']}/tasks/{task['code']}"
    if task["status"] == "pending":
        await who.post(f"{path}/start", {"responsible": f"Example {task['role']}"})
    await who.change("PATCH", path, {"ticked": task["checklist"]})
    await who.post(f"{path}/completion")


def _today() -> str:
    return str(datetime.now(UTC).date())
