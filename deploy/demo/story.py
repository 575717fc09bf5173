"""Draft, load, complete, adopt, budget: each step by the role whose work it is.

A step that has been taken is not taken again, so that the story can be told to a
system that has heard it before.
"""

import asyncio
import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.demo.api import Cast, Json, Role, cast
from deploy.demo.sittings import open_the_next_agenda, record_reports
from deploy.demo.tables import show_ageing, show_check, show_plans
from deploy.dev_clients import DevelopmentClient

DATA = Path(__file__).parents[1] / "demo_data"
DC45 = DATA / "dc45"
PUBLIC = DATA / "public"

STAGES = (
    "diagnostic",
    "vision_setting",
    "strategy_formulation",
    "implementation_commitment",
)
BUDGET_FILES = ("funds", "fund_allocations", "budget_lines")
ADOPTED_PUBLIC_SPACE = "ETH"
CHECK_PATIENCE_SECONDS = 60
LOOK_AGAIN_SECONDS = 0.05


@dataclass(frozen=True)
class Draft:
    """A plan of the demonstration, and where its interventions come from."""

    space_code: str
    title: str
    provenance: str
    file: Path
    unit: str
    content: Path | None = None
    tree: Json | None = None


EXAMPLE = Draft(
    space_code="DC45",
    title="John Taolo Gaetsewe One Plan (illustrative)",
    provenance="illustrative",
    file=DC45 / "interventions.csv",
    unit="R thousand",
    content=DC45 / "content.json",
)


async def load_demo(gateway_url: str, clients: Sequence[DevelopmentClient]) -> None:
    """Tell the story of DC45 and of the real plans, and show what came of it."""
    roles = ("district_planner", "budget_officer", "administrator", "approver")
    async with cast(gateway_url, clients, *roles) as people:
        await appointed(
            people, DC45 / "appointments.csv", unless="DC45.executive_mayor"
        )
        example = await drafted(people["district_planner"], EXAMPLE)
        await _adopted(people["district_planner"], people["approver"], example)
        await _budgeted(people["budget_officer"])
        real = [
            await drafted(people["administrator"], draft) for draft in public_drafts()
        ]
        for plan in real:
            if plan["space_code"] == ADOPTED_PUBLIC_SPACE:
                await _adopted(people["administrator"], people["approver"], plan)
        await _show(people, example, real)
        await record_reports(people["administrator"])
        show_ageing(await open_the_next_agenda(people["district_planner"]))


def public_drafts() -> list[Draft]:
    """Draft One Plans compiled from published commitments, one per space."""
    rows = csv.DictReader((PUBLIC / "plans.csv").read_text("utf-8").splitlines())
    return [
        Draft(
            space_code=row["space_code"],
            title=row["title"],
            provenance=row["provenance"],
            file=PUBLIC / row["file"],
            unit="rand",
        )
        for row in rows
    ]


async def appointed(people: Cast, file: Path, *, unless: str) -> None:
    """Propose who holds offices, unless one of them is held, and have it approved."""
    known = await people["administrator"].get(f"/v1/offices/{unless}")
    if known["status"] != "not_recorded":
        return
    proposal = await people["administrator"].upload(
        "/v1/change-proposals/files",
        file,
        subject="appointments",
        effective_from="2026-07-01",
        reason="illustrative holders of offices",
        dry_run="false",
    )
    address = f"/v1/change-proposals/{proposal['id']}"
    await people["approver"].post(f"{address}/approval", {"reason": "illustrative"})


async def drafted(planner: Role, draft: Draft) -> Json:
    """The plan with this title, drafted and loaded if it is not there yet."""
    known = await planner.get("/v1/plans", space=draft.space_code)
    for plan in known["items"]:
        if plan["title"] == draft.title:
            return dict(plan)
    plan = await planner.post(
        "/v1/plans",
        {
            "space_code": draft.space_code,
            "title": draft.title,
            "provenance": draft.provenance,
        },
    )
    await planner.upload(
        f"/v1/plans/{plan['id']}/imports",
        draft.file,
        format="interventions",
        unit=draft.unit,
    )
    if draft.content is not None:
        said = json.loads(await asyncio.to_thread(draft.content.read_text, "utf-8"))
        tree = {} if draft.tree is None else {"tree": draft.tree}
        await planner.post(f"/v1/plans/{plan['id']}/content", said | tree)
    return plan


async def _adopted(planner: Role, approver: Role, plan: Json) -> None:
    """Complete the four legal stages, then let someone else decide."""
    if plan["status"] != "draft":
        return
    await stages_completed(planner, plan)
    await approver.post(f"/v1/plans/{plan['id']}/adoption", {"decision": "approve"})


async def stages_completed(planner: Role, plan: Json) -> None:
    """Declare the legal stages complete that are not yet."""
    for stage in STAGES[len(plan["stages"]) :]:
        await planner.post(f"/v1/plans/{plan['id']}/stages/{stage}/completion")


async def _budgeted(officer: Role) -> None:
    """Load the One Budget of DC45; a file loaded before changes nothing."""
    for name in BUDGET_FILES:
        await officer.upload(
            "/v1/budget-imports",
            DC45 / f"{name}.csv",
            format=name,
            unit="R thousand",
            space="DC45",
            provenance="illustrative",
        )


async def _show(people: Cast, example: Json, real: Sequence[Json]) -> None:
    planner, administrator = people["district_planner"], people["administrator"]
    spaces = await administrator.get("/v1/spaces")
    names = {space["code"]: space["name"] for space in spaces["items"]}
    show_plans([await _summary(administrator, plan, names) for plan in real])
    for plan in real:
        if plan["space_code"] == ADOPTED_PUBLIC_SPACE:
            show_check(plan, await _checked(administrator, plan))
    show_check(example, await _checked(planner, example))


async def _summary(
    reader: Role, plan: Json, names: Mapping[str, str]
) -> tuple[str, str, str, int]:
    """Space, its name, the plan's status now, and how many interventions it has."""
    now = await reader.get(f"/v1/plans/{plan['id']}")
    interventions = await reader.get(f"/v1/plans/{plan['id']}/interventions")
    space = now["space_code"]
    return space, names[space], now["status"], len(interventions["items"])


async def _checked(reader: Role, plan: Json) -> Json:
    """The plan's alignment check, once it has been made."""
    async with asyncio.timeout(CHECK_PATIENCE_SECONDS):
        while True:
            check: Any = await reader.find(f"/v1/plans/{plan['id']}/alignment")
            if check is not None:
                return dict(check)
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
