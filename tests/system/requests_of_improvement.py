"""How an improvement plan of DC45, in all its parts, is asked for."""

from typing import Any

import httpx

from tests.system.asking import (
    ANY_VERSION,
    Ask,
    Asked,
    Records,
    listed,
    private,
    published,
)
from tests.system.people import agreed

CANARY = "canary-of-dc45"
A_DAY = "2026-02-03"
BATCH = {
    "template": "dmip",
    "title": CANARY,
    "starts_on": A_DAY,
    "space_codes": ["DC45"],
}
MEASURE = {
    "area": "water",
    "measure": CANARY,
    "unit": "percent",
    "standard": "100.00",
    "actual": "61.50",
    "measured_on": A_DAY,
    "source": CANARY,
}
GAP = {
    "title": CANARY,
    "assessment": "A1",
    "severity": 4,
    "reach": 3,
    "feasibility": 2,
    "affected_population": 1000,
    "root_cause": CANARY,
}
TARGET = {"financial_year": "2027/28", "target": CANARY}
ACTION = {"title": CANARY, "gaps": ["G1"], "responsible": CANARY, "targets": [TARGET]}
MEETING = {"held_on": A_DAY, "participants": [CANARY], "summary": CANARY}
DECISION = {"body": "technical_forum", "verdict": "agrees", "decided_on": A_DAY}
REVIEW = {"kind": "annual", "period": "2026", "held_on": A_DAY, "summary": CANARY}
VERSION = {"kind": "amendment", "starts_on": A_DAY}


def improvement_of(planner: httpx.Client) -> str:
    """A draft with the canary in all it says, and a gap that nothing addresses.

    A district has one draft at a time: where another module began it, it is this one.
    """
    drafts = {"space": "DC45", "status": "draft"}
    found = agreed(planner.get("/v1/improvement-plans", params=drafts))["items"]
    if not found:
        started = planner.post("/v1/improvement-plans/batches", json=BATCH)
        found = agreed(started)["plans"]
    plan = str(found[0]["id"])
    at = f"/v1/improvement-plans/{plan}"
    agreed(planner.put(f"{at}/assessments/A1", json=MEASURE, headers=ANY_VERSION))
    agreed(planner.put(f"{at}/gaps/G1", json=GAP, headers=ANY_VERSION))
    agreed(planner.put(f"{at}/gaps/G2", json=GAP, headers=ANY_VERSION))
    return plan


def of_plan(**parts: Any) -> Asked:
    """Something of the plan; `code` and `items` are further parts of the address."""
    more = {name: parts.pop(name) for name in ("code", "items") if name in parts}

    def asked(records: Records) -> list[Ask]:
        return [private(path={"plan_id": records.improvement} | more, **parts)]

    return asked


def changing(code: str, sent: Any) -> Asked:
    return of_plan(code=code, json=sent, headers=ANY_VERSION)


IMPROVEMENT: dict[str, Asked] = {
    "listImprovementTemplates": lambda _: [published()],
    "startImprovementPlans": lambda _: [private(json=BATCH)],
    "listImprovementPlans": lambda _: listed({"space": "DC45"}, {"status": "draft"}),
    "compareImprovementProcesses": lambda _: [published(query={"template": "dmip"})],
    "getImprovementPlan": of_plan(),
    "exportImprovementPlan": of_plan(),
    "beginImprovementVersion": of_plan(json=VERSION),
    "listImprovementTasks": of_plan(),
    "startImprovementTask": of_plan(code="assessment", json={"responsible": CANARY}),
    "reportImprovementTask": changing("assessment", {"percent": 10}),
    "completeImprovementTask": of_plan(code="assessment"),
    "reopenImprovementTask": of_plan(code="assessment", json={"reason": CANARY}),
    "recordImprovementAssessment": changing("A1", MEASURE),
    "recordImprovementGap": changing("G1", GAP),
    "recordImprovementAction": changing("I1", ACTION),
    "removeImprovementItem": of_plan(
        items="assessments", code="A1", headers=ANY_VERSION
    ),
    "holdValidationMeeting": of_plan(json=MEETING),
    "decideImprovementPlan": of_plan(json=DECISION),
    "reviewImprovementPlan": of_plan(json=REVIEW),
}
