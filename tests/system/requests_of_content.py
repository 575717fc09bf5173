"""How the operations of a plan's content are asked, kind after kind of record."""

from typing import Any

from tests.system.asking import (
    ANY_VERSION,
    Ask,
    Asked,
    Records,
    listed,
    of_draft_and_adopted,
    private,
    published,
)

CANARY = "canary-of-dc45"
AREAS = (
    "demographic_change_people_development",
    "economic_positioning",
    "spatial_restructuring_environment",
    "infrastructure_engineering",
    "integrated_services_provisioning",
    "governance_financial_management",
)
STALE = {"if-match": '"99"'}
"""Removes nothing, so that whoever is asked next still finds it."""

SOURCE = {"title": CANARY, "published_on": "2026-06-30"}
SAID: dict[str, Any] = {
    "vision": CANARY,
    "issues": [
        {"code": f"D{n}", "focus_area": area, "statement": CANARY, "sources": [SOURCE]}
        for n, area in enumerate(AREAS, start=1)
    ],
    "outcomes": [
        {"code": "O1", "focus_area": AREAS[0], "statement": CANARY, "indicator": "jobs"}
    ],
    "strategies": [
        {"code": "S1", "focus_area": AREAS[0], "statement": CANARY, "answers": ["D1"]}
    ],
    "links": [{"code": "L1", "framework": "NDP", "item": "6", "relation": "missing"}],
}
"""What the draft of DC45 says, with the canary in all of it."""

BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    "issue": ("issues", SAID["issues"][0]),
    "outcome": ("outcomes", SAID["outcomes"][0]),
    "strategy": ("strategies", SAID["strategies"][0]),
    "link": ("links", SAID["links"][0]),
}
INTERVENTION = {
    "code": "CAN1",
    "title": CANARY,
    "focus_area": "infrastructure_engineering",
    "location_codes": ["NC451"],
    "lead_organ": "DWS",
    "sphere": "national",
}
OF_ADOPTED = {"issue": "D1", "outcome": "O1", "strategy": "S1", "link": "L1"}


def at(plan: str, code: str | None = None) -> dict[str, str]:
    return {"plan_id": plan} | ({} if code is None else {"code": code})


def write_to_both(code: str | None = None, **parts: Any) -> Asked:
    """A write to the draft, and to the adopted plan, where it is refused."""

    def asked(records: Records) -> list[Ask]:
        plans = (records.draft, records.adopted)
        return [private(path=at(plan, code), **parts) for plan in plans]

    return asked


def read_of_both(code: str, adopted: str) -> Asked:
    return lambda r: [
        private(path=at(r.draft, code)),
        published(path=at(r.adopted, adopted)),
    ]


def of_kind(noun: str, plural: str, body: dict[str, Any]) -> dict[str, Asked]:
    named, several = noun.capitalize(), plural.capitalize()
    code = body["code"]
    changes = {"focus_area": AREAS[1], "statement": CANARY}
    said = {"note": CANARY} if noun == "link" else changes
    return {
        f"list{several}": of_draft_and_adopted,
        f"get{named}": read_of_both(code, OF_ADOPTED[noun]),
        f"add{named}": write_to_both(json=body),
        f"change{named}": write_to_both(code, json=said, headers=ANY_VERSION),
        f"remove{named}": write_to_both(code, headers=STALE),
    }


CONTENT: dict[str, Asked] = {
    name: asked
    for noun, (plural, body) in BODIES.items()
    for name, asked in of_kind(noun, plural, body).items()
} | {
    "getPlanDocument": of_draft_and_adopted,
    "getPlanTree": of_draft_and_adopted,
    "getPlanCoverage": of_draft_and_adopted,
    "exportPlan": of_draft_and_adopted,
    "listPlanTemplates": lambda _: [published()],
    "draftFromTemplate": lambda r: [
        private(json={"space_code": "DC45", "title": CANARY} | of)
        for of in ({"template": "one-plan"}, {"plan_id": r.adopted})
    ],
    "comparePlans": lambda r: [
        private(path=at(r.draft), query={"with": r.adopted}),
        published(path=at(r.adopted), query={"with": r.adopted}),
    ],
    "tellDifferences": lambda r: [
        private(path=at(r.draft), query={"with": r.adopted}),
        published(path=at(r.adopted), query={"with": r.adopted}),
    ],
    "clonePlan": lambda r: [private(path=at(r.draft), json={"title": CANARY})],
    "listCatalyticProjects": lambda r: listed(
        {"space": "DC45", "only_catalytic": "false"}, {"plan": r.draft}
    ),
    "stateContent": write_to_both(json=SAID),
    "getIntervention": read_of_both("CAN1", "I01"),
    "addIntervention": write_to_both(json=INTERVENTION),
    "changeIntervention": lambda r: [
        private(path=path, json={"title": CANARY}, headers=ANY_VERSION)
        for path in (at(r.draft, "CAN1"), at(r.adopted, "I01"))
    ],
    "removeIntervention": lambda r: [
        private(path=path, headers=STALE)
        for path in (at(r.draft, "CAN1"), at(r.adopted, "I01"))
    ],
}
