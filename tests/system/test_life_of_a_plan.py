"""The whole life of a One Plan at the gateway, from an empty draft to its successor.

Bodies that decide by their offices have their own stories (test_offices_give_powers,
tests/plans/test_approving_by_bodies); here one approver decides.
"""

from datetime import date, timedelta

import httpx
import pytest

from deploy.verifying import verify_plan
from tests.system.people import (
    DC45,
    People,
    adopt,
    agreed,
    complete_stages,
    draft,
    load_interventions,
    state_content,
)

SERVICES = {
    "code": "S6",
    "title": "Governance of the district",
    "focus_area": "governance_financial_management",
    "owner_organ": "DC45",
}
PLEDGE = {
    "intervention_code": "I10",
    "organ": "DC45",
    "period": "2026/27",
    "amount": "150000.00",
    "output": "A training venue",
}


@pytest.fixture(scope="module")
def plan(people: People) -> str:
    """A draft with its content and interventions."""
    planner = people["district_planner"]
    plan = draft(planner, "DC45", "The plan of this story")
    load_interventions(planner, plan, DC45 / "interventions.csv")
    state_content(planner, plan)
    return plan


def hear_the_public(
    planner: httpx.Client, anyone: httpx.Client, address: str
) -> list[str]:
    """Open the draft, take a comment without a token, answer it; the register."""
    today = date.fromisoformat(agreed(planner.get(address))["drafted_at"][:10])
    window = agreed(
        planner.post(
            f"{address}/comment-windows",
            json={
                "opens_on": str(today),
                "closes_on": str(today + timedelta(days=21)),
                "notice": "Comment at the municipal offices or here",
            },
        )
    )
    assert agreed(anyone.get(address))["status"] == "draft"
    said = agreed(
        anyone.post(
            f"/v1/comment-windows/{window['id']}/submissions",
            json={"comment": "The clinic is needed before the road"},
        )
    )
    submission = f"/v1/submissions/{said['id']}"
    agreed(planner.post(f"{submission}/moderation", json={"publish": True}))
    answer = {"outcome": "noted", "response": "Both begin in 2027"}
    agreed(planner.post(f"{submission}/response", json=answer))
    register = f"/v1/comment-windows/{window['id']}/submissions"
    return [said["outcome"] for said in agreed(anyone.get(register))["items"]]


def test_a_plan_lives(people: People, plan: str, tmp_path) -> None:
    planner, approver, anyone = (
        people[who] for who in ("district_planner", "approver", "anyone")
    )
    address = f"/v1/plans/{plan}"

    # Strangers do not see a draft.
    assert anyone.get(address).status_code == 404

    # It is written together: a section with its owner, a remark and its answer.
    agreed(planner.post(f"{address}/sections", json=SERVICES))
    agreed(planner.post(f"{address}/sections/S6/submission", json={}))
    frozen = planner.patch(
        f"{address}/interventions/I16",
        json={"title": "Too late"},
        headers={"if-match": "*"},
    )
    assert frozen.json()["title"] == "SectionSubmitted"
    asked = agreed(
        planner.post(
            f"{address}/remarks",
            json={"subject": "intervention", "code": "I01", "content": "All of it?"},
        )
    )
    agreed(planner.post(f"/v1/remarks/{asked['id']}/resolution"))

    # What contradicts is found; what its organ pledges is written down.
    checked = agreed(planner.post(f"{address}/contradiction-checks"))
    assert checked["plan_version"] == agreed(planner.get(address))["version"]
    stated = planner.post(f"{address}/commitments", json={"cells": [PLEDGE]})
    assert agreed(stated)["commitments"][0]["organ"] == "DC45"
    foreign = planner.post(
        f"{address}/commitments", json={"cells": [PLEDGE | {"organ": "DWS"}]}
    )
    assert foreign.status_code == 403

    # The public reads it for three weeks, says something, and is answered.
    assert hear_the_public(planner, anyone, address) == ["noted"]

    # Its quality is judged by others than its authors; its stages are complete.
    judged = agreed(
        approver.post(
            f"{address}/quality/Q02", json={"score": 2, "reason": "Chapter 2"}
        )
    )
    assert judged["score"] >= 2
    complete_stages(planner, plan)

    # It is adopted, sealed so that anybody can check it, and printed.
    adopt(approver, plan)
    adopted = agreed(anyone.get(address))
    sealed = tmp_path / "plan.json"
    sealed.write_bytes(anyone.get(f"{address}/sealed").content)
    assert verify_plan(str(sealed), adopted["seal"]) == 0
    sealed.write_bytes(sealed.read_bytes().replace(b"20000000.00", b"20000000.01"))
    assert verify_plan(str(sealed), adopted["seal"]) != 0
    printed = anyone.get(f"{address}/print")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    changed = planner.patch(
        address, json={"title": "Another"}, headers={"if-match": "*"}
    )
    assert changed.json()["title"] == "PlanNotDraft"

    # It is reviewed within the year, and gives way to the plan that follows it.
    review = agreed(planner.post(f"{address}/reviews"))
    agreed(
        planner.post(
            f"/v1/reviews/{review['id']}/conclusion",
            json={"outcome": "revision_needed", "reason": "The mine closes in 2028"},
        )
    )
    successor = agreed(
        planner.post(f"{address}/clone", json={"title": "Its successor"})
    )["id"]
    complete_stages(planner, successor)
    adopt(approver, successor)

    first = agreed(anyone.get(address))
    assert (first["status"], first["superseded_by"]) == ("superseded", successor)
    assert first["seal"] == adopted["seal"]
    clocks = agreed(anyone.get("/v1/clocks?space=DC45"))["items"]
    running = {(c["rule"], c["plan_id"]) for c in clocks if c["stopped_on"] is None}
    assert running == {("annual_review", successor)}
