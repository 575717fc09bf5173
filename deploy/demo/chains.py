"""Two plans before the bodies of a chain: one that they adopt, one that still waits.

What is said and by whom is data (`demo_data/chains`). As with the story before it, a
step that has been taken is not taken again.
"""

import asyncio
import csv
import json
from collections.abc import Mapping
from pathlib import Path

from deploy.demo.api import Cast, Json, Role, signed_in
from deploy.demo.consultation import hear_the_public
from deploy.demo.deciding import decide, sign
from deploy.demo.story import DATA, Draft, appointed, drafted, stages_completed
from deploy.demo.tables import show_chain
from deploy.dev_clients import (
    DevelopmentClient,
    Part,
    Post,
    development_clients,
    kept_clients,
)

CHAINS = DATA / "chains"
EXAMPLES = ("dc9", "dc8")
ROLES = (
    "administrator",
    "approver",
    "auditor",
    "national_viewer",
    "provincial_coordinator",
)
PLAYERS = "players.json"


async def tell_chains(gateway_url: str, data_dir: Path) -> None:
    """Tell how Frances Baard's bodies adopted its plan, and where another waits."""
    clients = await asyncio.to_thread(_clients, data_dir)
    async with signed_in(gateway_url, clients) as people:
        await appointed(
            people, CHAINS / "appointments.csv", unless="DC9.executive_mayor"
        )
        for name in EXAMPLES:
            await _show(people["auditor"], await _told(people, name))


def _clients(data_dir: Path) -> Mapping[str, DevelopmentClient]:
    """By role those that take part, by name one for each person of the examples."""
    parts = [
        Part(
            row["client_id"],
            row["role"],
            Post(tuple(row["spaces"].split()), row["organ"], row["sphere"] or None),
        )
        for row in csv.DictReader(_text("clients.csv").splitlines())
    ]
    ours = development_clients(data_dir)
    return {each.role: each for each in ours if each.role in ROLES} | {
        each.client_id: each for each in kept_clients(data_dir, PLAYERS, parts)
    }


def _text(name: str) -> str:
    return (CHAINS / name).read_text("utf-8")


async def _told(people: Cast, name: str) -> str:
    """From the rule of the space to the last signature, as far as it comes."""
    said: Json = json.loads(_text(f"{name}.json"))
    await _rule_stated(people["administrator"], said)
    planner = people[said["planner"]]
    plan = await drafted(planner, _draft(name, said))
    address = f"/v1/plans/{plan['id']}"
    if plan["approval_round_id"] is None:
        await hear_the_public(planner, people["national_viewer"], plan, said)
        await stages_completed(planner, plan)
        await planner.post(f"{address}/submission")
    for act in said["acts"]:
        await decide(people, address, act)
    await sign(people, address, said)
    return address


def _draft(name: str, said: Json) -> Draft:
    return Draft(
        space_code=said["space_code"],
        title=said["title"],
        provenance="illustrative",
        file=CHAINS / f"{name}_interventions.csv",
        unit="R thousand",
        content=CHAINS / "content.json",
        tree=said["tree"],
    )


async def _rule_stated(administrator: Role, said: Json) -> None:
    """Say once that the chain decides in this space."""
    stated = (await administrator.get("/v1/approval-rules"))["items"]
    if said["space_code"] not in {rule["space_code"] for rule in stated}:
        rule = said["rule"] | {"space_code": said["space_code"]}
        await administrator.post("/v1/approval-rules", rule)


async def _show(reader: Role, address: str) -> None:
    rounds = await reader.get(f"{address}/approval-rounds")
    compact = await reader.get(f"{address}/compact")
    show_chain(await reader.get(address), rounds["items"][-1], compact)
