"""Bodies sit, decide in their turn, and sign: each by the holder of its office.

A forum and a council decide in one of their sittings, whose attendance is its quorum;
the authority of an organ decides by itself.
"""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from deploy.demo.api import Cast, Json, Role
from deploy.demo.sittings import DATA

APPOINTMENTS = DATA / "chains" / "appointments.csv"

OPTIONAL = ("conditions", "reference")


@cache
def _holders() -> Mapping[str, Mapping[str, str]]:
    """Who holds each office, as it was proposed."""
    with APPOINTMENTS.open(newline="", encoding="utf-8") as file:
        return {row["office_code"]: row for row in csv.DictReader(file)}


async def decide(people: Cast, address: str, act: Json) -> None:
    """What one body decides in a sitting, or authorities by themselves."""
    planner = people[act["secretary"]]
    steps = await _undecided(planner, address)
    waiting = [each for each in act["decisions"] if _key(each) in steps]
    if not waiting:
        return
    sits = "sitting" in act and any(steps[_key(e)]["verdict"] is None for e in waiting)
    sitting = await _opened(planner, act) if sits else None
    for said in waiting:
        step = steps[_key(said)]
        await _decided(_speaker(people, said), address, step, said, sitting)
    if sitting is not None:
        await _recorded(planner, sitting, act)


def _key(named: Json) -> tuple[str, str]:
    return named["step"], named["body"]


async def _undecided(reader: Role, address: str) -> dict[tuple[str, str], Json]:
    """The steps of the plan's round that have yet to be decided, or satisfied."""
    rounds = (await reader.get(f"{address}/approval-rounds"))["items"]
    if not rounds or rounds[-1]["status"] != "open":
        return {}
    return {
        (step["step"], step["body_code"]): step
        for step in rounds[-1]["steps"]
        if not step["is_satisfied"]
    }


def _speaker(people: Cast, said: Json) -> Role:
    return people[_holders()[said["office"]]["identity"]]


async def _opened(secretary: Role, act: Json) -> str:
    """A sitting of the body today, with those who are there; its address."""
    today = str(datetime.now(UTC).date())
    sitting = await _begun(secretary, act["sitting"], today)
    address = f"/v1/sittings/{sitting['id']}"
    if sitting["status"] == "planned":
        await secretary.post(f"{address}/convening")
    if "present" in act:
        entries = [_present(office, today) for office in act["present"]]
        entries += [_apology(office, today) for office in act.get("away", [])]
        await secretary.post_in_office(f"{address}/attendance", {"entries": entries})
    return address


async def _begun(secretary: Role, planned: Json, today: str) -> Json:
    """The sitting that an interrupted story left behind, or a new one."""
    for status in ("planned", "convened"):
        left = await secretary.get("/v1/sittings", kind=planned["kind"], status=status)
        for sitting in left["items"]:
            if (sitting["title"], sitting["begins_on"]) == (planned["title"], today):
                return dict(sitting)
    days = {"begins_on": today, "ends_on": today, "provenance": "illustrative"}
    return await secretary.post("/v1/sittings", planned | days)


def _present(office: str, today: str) -> Json:
    person = _holders()[office]["holder"]
    entry = {"day": today, "office_code": office, "manner": "holder"}
    return entry | {"person": person}


def _apology(office: str, today: str) -> Json:
    return {"day": today, "office_code": office, "manner": "apology"}


async def _decided(
    speaker: Role, address: str, step: Json, said: Json, sitting: str | None
) -> None:
    """Say it in the office, and that a condition is met where one was set."""
    conditions = step["conditions"]
    if step["verdict"] is None:
        decision = {"decision": said["decision"]}
        decision |= {name: said[name] for name in OPTIONAL if name in said}
        if sitting is not None:
            decision["sitting_id"] = sitting.rsplit("/", maxsplit=1)[-1]
        await speaker.post_in_office(f"{address}/steps/{step['id']}/decision", decision)
        rounds = await speaker.get(f"{address}/approval-rounds")
        conditions = [
            condition
            for each in rounds["items"][-1]["steps"]
            for condition in each["conditions"]
            if each["id"] == step["id"]
        ]
    for condition in conditions:
        met = {"evidence": said["met"]}
        await speaker.post(f"{address}/conditions/{condition['id']}/fulfilment", met)


async def _recorded(secretary: Role, sitting: str, act: Json) -> None:
    """What was resolved, then the minutes."""
    resolved = {"content": act["resolved"], "outcome": "adopted"}
    await secretary.post(f"{sitting}/resolutions", resolved)
    await secretary.post(f"{sitting}/closing")
    await secretary.post(f"{sitting}/minutes", {"content": act["minutes"]})


async def sign(people: Cast, address: str, said: Json) -> None:
    """The compact over the seal: those whose signature binds, then witnesses."""
    reader = people[said["planner"]]
    plan = await reader.get(address)
    if plan["status"] != "adopted":
        return
    compact = await reader.get(f"{address}/compact")
    given = [
        *compact["witnesses"],
        *(each["signature"] for each in compact["signatories"]),
    ]
    signed = {signature["signed_by"] for signature in given if signature is not None}
    for capacity, names in said["signatures"].items():
        for name in names:
            if name not in signed:
                signature = {"seal": plan["seal"], "capacity": capacity}
                await people[name].post_in_office(f"{address}/signatures", signature)
