"""What planners and approvers do all day: draft, load, complete, decide."""

import csv
import io
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text

from chassis.database import EVERYWHERE, transaction
from chassis.identifiers import new_id
from contracts.event import Event
from contracts.events.registry import OrganRecord, OrgansRegistered, PlacesPublished
from services.registry import reference
from services.registry.places import pack
from tests.harness import Running

DEMO = Path(__file__).parents[2] / "deploy" / "demo_data"
EXAMPLE = (DEMO / "dc45" / "interventions.csv").read_bytes()
STAGES = (
    "diagnostic",
    "vision_setting",
    "strategy_formulation",
    "implementation_commitment",
)
AREAS = (
    "demographic_change_people_development",
    "economic_positioning",
    "spatial_restructuring_environment",
    "infrastructure_engineering",
    "integrated_services_provisioning",
    "governance_financial_management",
)
ROW = {
    "intervention_id": "A1",
    "title": "Bulk water",
    "focus_area": "infrastructure_engineering",
    "location_code": "NC451",
    "lead_organ": "DWS",
    "sphere": "national",
    "planned_2026_27": "100",
}


def the_registry_speaks() -> list[Event]:
    """The real places and organs, as the registry tells them."""
    places = tuple(place.record() for place in pack.history()[0])
    return [
        PlacesPublished(vintage="za", part=1, parts=1, places=places),
        OrgansRegistered(batch="za", organs=the_organs_of_today()),
    ]


def the_organs_of_today() -> tuple[OrganRecord, ...]:
    """The named organs that stand, and every municipality under its own code."""
    named = [
        OrganRecord(
            code=organ.code,
            name=organ.name,
            kind=organ.kind,
            sphere=organ.sphere,
            place_code=organ.place_code,
            version=1,
        )
        for organ in reference.organ_periods()
        if organ.valid_to is None
    ]
    municipal = [
        OrganRecord(
            code=place.code,
            name=place.name,
            kind="municipality",
            sphere="local",
            place_code=place.code,
            version=1,
        )
        for place in reference.municipalities()
    ]
    return (*named, *municipal)


def a_new_organ(code: str, *, version: int = 1, sphere: str = "national") -> Event:
    """The registry tells of an organ of this sphere."""
    organ = OrganRecord(
        code=code,
        name="New",
        kind="agency",
        sphere=sphere,
        place_code=None,
        version=version,
    )
    return OrgansRegistered(batch=str(new_id()), organs=(organ,))


def file_of(*rows: dict[str, str]) -> bytes:
    """A CSV file with one row per change to the usual row, in their order."""
    full = [ROW | row for row in rows]
    names = list(dict.fromkeys(name for row in full for name in row))
    written = io.StringIO()
    writer = csv.DictWriter(written, names)
    writer.writeheader()
    writer.writerows(full)
    return written.getvalue().encode()


async def a_draft(planner: httpx.AsyncClient, **changes: Any) -> str:
    sent = {"space_code": "DC45", "title": "One Plan"} | changes
    drafted = await planner.post("/v1/plans", json=sent)
    assert drafted.status_code == 201, drafted.text
    return str(drafted.json()["id"])


async def load(
    planner: httpx.AsyncClient, plan: str, content: bytes, **changes: Any
) -> httpx.Response:
    fields = {"format": "interventions", "unit": "R thousand"} | changes
    return await planner.post(
        f"/v1/plans/{plan}/imports",
        data=fields,
        files={"file": ("plan.csv", content, "text/csv")},
    )


async def complete(planner: httpx.AsyncClient, plan: str, stage: str) -> httpx.Response:
    return await planner.post(f"/v1/plans/{plan}/stages/{stage}/completion")


def content_for(*codes: str) -> dict[str, Any]:
    """The least that the gates of all stages want, with these interventions."""
    source = {"title": "A census", "published_on": "2022-10-10"}
    measure = {"baseline": "1", "baseline_year": 2025, "target": "2.5"}
    return {
        "vision": "A district that works",
        "issues": [
            {"code": f"D{n}", "focus_area": area, "statement": "x", "sources": [source]}
            for n, area in enumerate(AREAS, start=1)
        ],
        "outcomes": [
            {"code": "O1", "focus_area": AREAS[0], "statement": "Better"}
            | {"indicator": "jobs", "target_year": 2035}
            | measure
        ],
        "strategies": [
            {"code": "S1", "focus_area": AREAS[0], "statement": "Do it"}
            | {"answers": ["D1"], "serves": ["O1"]}
        ],
        "tree": {"S1": list(codes)},
    }


async def state_content(
    planner: httpx.AsyncClient, plan: str, **changes: Any
) -> httpx.Response:
    """Say the least that is needed, of all the plan's interventions."""
    codes = [item["code"] for item in await all_interventions(planner, plan)]
    said = content_for(*codes) | changes
    return await planner.post(f"/v1/plans/{plan}/content", json=said)


async def a_ready_plan(
    planner: httpx.AsyncClient, content: bytes = EXAMPLE, **changes: Any
) -> str:
    """A draft with interventions and all four stages complete."""
    plan = await a_draft(planner, **changes)
    loaded = await load(planner, plan, content)
    assert loaded.status_code == 201, loaded.text
    stated = await state_content(planner, plan)
    assert stated.status_code == 200, stated.text
    for stage in STAGES:
        completed = await complete(planner, plan, stage)
        assert completed.status_code == 200, completed.text
    return plan


async def approve(approver: httpx.AsyncClient, plan: str) -> httpx.Response:
    return await approver.post(
        f"/v1/plans/{plan}/adoption", json={"decision": "approve"}
    )


async def an_adopted_plan(plans: Running, **changes: Any) -> str:
    async with plans.as_("administrator") as planner, plans.as_("approver") as approver:
        plan = await a_ready_plan(planner, **changes)
        decided = await approve(approver, plan)
        assert decided.status_code == 200, decided.text
    return plan


async def told(plans: Running, plan: str) -> list[tuple[str, dict[str, Any]]]:
    """Events about a plan, in order: name and content."""
    async with transaction(plans.sessions, EVERYWHERE) as session:
        rows = await session.execute(
            text(
                "select split_part(subject, '.', 3) as name, payload from outbox "
                "where aggregate = :plan order by aggregate_seq"
            ),
            {"plan": plan},
        )
        return [(row.name, row.payload) for row in rows]


async def all_interventions(client: httpx.AsyncClient, plan: str) -> list[Any]:
    """Every page of a plan's interventions, put together."""
    items: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = await client.get(
            f"/v1/plans/{plan}/interventions", params={"limit": "7"} | cursor
        )
        items += page.json()["items"]
        if page.json()["next_cursor"] is None:
            return items
        cursor = {"cursor": page.json()["next_cursor"]}
