"""What districts do with improvement plans: start, write, meet, decide."""

import json
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

import httpx

from contracts.events.registry import PlaceRecord, PlacesPublished
from tests.harness import Running
from tests.plans.desk import DEMO

KAMWENGE = json.loads((DEMO / "kamwenge" / "improvement_plan.json").read_text())
STARTS = "2026-07-01"
BODIES = ("dtpc", "dec", "council")
NOTHING: dict[str, dict[str, Any]] = {"start": {}}
MEETING = {
    "held_on": "2026-11-01",
    "participants": ["District planner", "A partner"],
    "summary": "Agreed with the gaps and their order.",
}


def the_districts_of_uganda(number: int) -> PlacesPublished:
    """So many districts, each a space, and the local government in it."""
    codes = ["UG413", *(f"UG{500 + each}" for each in range(number))]
    return PlacesPublished(
        vintage="ug",
        part=1,
        parts=1,
        places=tuple(
            PlaceRecord(
                code=code,
                name=f"District {code}",
                kind=kind,
                category="district",
                miif_class=None,
                parent_code="UGW",
                space_code=code,
                province_code="UGW",
                population_2011=None,
                population_2016=None,
                valid_from=date(2020, 7, 1),
                valid_to=None,
            )
            for code in codes
            for kind in ("space", "municipality")
        ),
    )


@dataclass
class Office:
    """Somebody who writes plans, and somebody else who records decisions."""

    plans: Running
    writer: httpx.AsyncClient
    clerk: httpx.AsyncClient
    numbers: count = field(default_factory=count)

    def a_district(self) -> str:
        return f"UG{500 + next(self.numbers)}"

    async def start(self, *spaces: str, **changes: Any) -> httpx.Response:
        sent = {
            "template": "dmip-ug",
            "title": "Improvement plan",
            "starts_on": STARTS,
            "space_codes": list(spaces),
            "provenance": "illustrative",
        }
        path = "/v1/improvement-plans/batches"
        return await self.writer.post(path, json=sent | changes)

    async def a_plan(self, space: str | None = None, **changes: Any) -> str:
        started = await self.start(space or self.a_district(), **changes)
        assert started.status_code == 201, started.text
        return f"/v1/improvement-plans/{started.json()['plans'][0]['id']}"

    async def put(
        self, plan: str, items: str, code: str, **sent: Any
    ) -> httpx.Response:
        path = f"{plan}/{items}/{code}"
        return await self.writer.put(path, json=sent, headers={"if-match": "*"})

    async def write_example(self, plan: str) -> None:
        """What Kamwenge's example says, said of this district."""
        space = (await self.read(plan))["space_code"]
        for items in ("assessments", "gaps", "actions"):
            for code, example in KAMWENGE[items].items():
                here = {"place_code": space} if "place_code" in example else {}
                answer = await self.put(plan, items, code, **example | here)
                assert answer.status_code == 200, answer.text

    async def meet(self, plan: str, **changes: Any) -> httpx.Response:
        return await self.writer.post(
            f"{plan}/validation-meetings", json=MEETING | changes
        )

    async def decide(self, plan: str, body: str, **changes: Any) -> httpx.Response:
        sent = {"body": body, "verdict": "agrees", "decided_on": "2026-11-02"}
        sent |= {"minute_no": "46/COU/2026"} if body == "council" else {}
        return await self.clerk.post(f"{plan}/decisions", json=sent | changes)

    async def an_approved_plan(self, space: str | None = None) -> str:
        plan = await self.a_plan(space)
        await self.write_example(plan)
        await self.meet(plan)
        for body in BODIES:
            decided = await self.decide(plan, body)
            assert decided.status_code == 201, decided.text
        return plan

    async def read(self, plan: str) -> dict[str, Any]:
        answer = await self.writer.get(plan)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def tasks(self, plan: str) -> dict[str, Any]:
        return (await self.writer.get(f"{plan}/tasks")).json()

    async def move(
        self, plan: str, task: str, verb: str, **sent: Any
    ) -> httpx.Response:
        path = f"{plan}/tasks/{task}/{verb}"
        return await self.writer.post(path, json=sent or NOTHING.get(verb))

    async def finish(self, plan: str, task: str) -> None:
        begun = await self.move(plan, task, "start", responsible="Somebody")
        assert begun.status_code == 200, begun.text
        points = begun.json()["checklist"]
        await self.writer.patch(
            f"{plan}/tasks/{task}", json={"ticked": points}, headers={"if-match": "*"}
        )
        done = await self.move(plan, task, "completion")
        assert done.status_code == 200, done.text
