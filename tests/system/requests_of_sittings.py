"""How sittings of DC45, and what they decide, are asked for."""

from typing import Any
from uuid import uuid4

import httpx

from tests.system.asking import (
    ANY_VERSION,
    NOWHERE,
    Ask,
    Asked,
    Records,
    private,
    published,
    system,
)
from tests.system.people import agreed

CANARY = "canary-of-dc45"
A_DAY = "2020-02-03"
IN_DC45 = {"space": "DC45"}
ATTENDED = {
    "day": A_DAY,
    "office_code": "DC45.executive_mayor",
    "manner": "apology",
}
PARTY = {"name": CANARY, "kind": "mining_house"}
ABOUT = {"kind": "other", "reference": CANARY}


def a_report(number: str, title: str = CANARY) -> dict[str, Any]:
    return {
        "basis": "reported",
        "kind": "lekgotla",
        "title": title,
        "space_code": "DC45",
        "begins_on": A_DAY,
        "ends_on": A_DAY,
        "provenance": "illustrative",
        "source": "a test",
        "number": number,
    }


def sittings_of(planner: httpx.Client) -> dict[str, str]:
    """An open sitting with the canary in all it says, and one to be closed."""
    names = (f"CANARY-{uuid4()}", f"CLOSING-{uuid4()}")
    opened = agreed(planner.post("/v1/sittings", json=a_report(names[0])))["id"]
    closing = agreed(planner.post("/v1/sittings", json=a_report(names[1], "x")))["id"]
    at = f"/v1/sittings/{opened}"
    resolved = {"content": CANARY, "outcome": "adopted"}
    resolution = agreed(planner.post(f"{at}/resolutions", json=resolved))["id"]
    todo = {"content": CANARY, "owner_organ": "DWS", "due_on": A_DAY}
    action = agreed(planner.post(f"{at}/actions", json=todo))["id"]
    agreed(planner.post(f"{at}/agenda-items", json={"title": CANARY}))
    agreed(planner.post(f"{at}/commissions", json={"name": CANARY}))
    agreed(planner.post(f"{at}/participants", json={"participants": [PARTY]}))
    agreed(planner.post(f"/v1/resolutions/{resolution}/links", json=ABOUT))
    return {
        "open": opened,
        "closing": closing,
        "resolution": resolution,
        "action": action,
    }


def of_open(**parts: Any) -> Asked:
    """Something of the sitting that nobody else may see."""

    def asked(records: Records) -> list[Ask]:
        return [private(path={"sitting_id": records.sittings["open"]}, **parts)]

    return asked


def of_matter(name: str, **parts: Any) -> Asked:
    def asked(records: Records) -> list[Ask]:
        return [private(path={"matter_id": records.sittings[name]}, **parts)]

    return asked


def of_escalation(**parts: Any) -> Asked:
    """None of DC45: who moves one keeps the records of a structure above it."""
    return lambda _: [system(path={"escalation_id": NOWHERE}, **parts)]


CHANGES = {"title": CANARY, "begins_on": A_DAY, "ends_on": A_DAY}
APPROVAL = {"version": 1, "approved_in": NOWHERE, "on": A_DAY}
TO_DO = {"content": CANARY, "owner_organ": "DWS", "due_on": A_DAY}

SITTINGS: dict[str, Asked] = {
    "planSitting": lambda _: [private(json=a_report(f"N-{uuid4()}"))],
    "listSittings": lambda _: [published(query=IN_DC45)],
    "getSitting": of_open(),
    "changeSitting": of_open(json=CHANGES, headers=ANY_VERSION),
    "conveneSitting": of_open(),
    "cancelSitting": of_open(json={"reason": CANARY}),
    "closeSitting": lambda r: [private(path={"sitting_id": r.sittings["closing"]})],
    "tableAgendaItem": of_open(json={"title": CANARY}),
    "listAgendaItems": of_open(),
    "formCommission": of_open(json={"name": CANARY}),
    "listCommissions": of_open(),
    "recordAttendance": of_open(json={"entries": [ATTENDED]}),
    "getAttendance": of_open(),
    "admitParticipants": of_open(json={"participants": [PARTY]}),
    "listParticipants": of_open(),
    "writeMinutes": of_open(json={"content": CANARY}),
    "getMinutes": lambda _: [system(path={"sitting_id": NOWHERE})],
    "approveMinutes": of_open(json=APPROVAL),
    "raiseChallenge": of_open(json={"content": CANARY}),
    "makeProposal": of_open(json={"content": CANARY}),
    "passResolution": of_open(json={"content": CANARY, "outcome": "noted"}),
    "assignAction": of_open(json=TO_DO),
    "carryOver": of_open(),
    "loadMatters": of_open(file="label,content\nC9," + CANARY + "\n"),
    "listMatterImports": of_open(),
    "exportMatters": of_open(),
    "listMatters": of_open(),
    "getMatter": of_matter("resolution"),
    "listResolutions": lambda _: [
        published(query=IN_DC45),
        published(query={"q": "x"}),
    ],
    "listActions": lambda _: [published(query=IN_DC45)],
    "listUnresolvedMatters": lambda _: [published(query=IN_DC45)],
    "startAction": of_matter("action"),
    "completeAction": of_matter("action", json={"evidence": CANARY}),
    "cancelAction": of_matter("action", json={"reason": CANARY}),
    "linkResolution": of_matter("resolution", json={"kind": "other", "reference": "x"}),
    "listResolutionLinks": of_matter("resolution"),
    "listResolutionTraces": lambda _: [
        published(query={"kind": "other", "reference": "y"})
    ],
    "escalateMatter": of_matter("action", json={"reason": CANARY}),
    "acknowledgeEscalation": of_escalation(),
    "answerEscalation": of_escalation(json={"answer": CANARY}),
    "returnEscalation": of_escalation(json={"answer": CANARY}),
    "getEscalation": of_escalation(),
    "listEscalations": lambda _: [published()],
}
