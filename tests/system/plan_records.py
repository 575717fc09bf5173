"""What is said about DC45's plans: remarks, comments, contradictions, a review."""

from collections.abc import Mapping
from datetime import date, timedelta

import httpx

from chassis import clock
from deploy.embedded.cluster import Cluster
from tests.system.books import Books
from tests.system.people import agreed, upload

CANARY = "canary-of-dc45"
UNPAID = (
    "intervention_id,title,focus_area,location_code,lead_organ,sphere\n"
    f"CAN9,{CANARY},infrastructure_engineering,NC451,DWS,national\n"
)
AREAS = {"S1": "unknown", "S2": "economic_positioning"}
OWNERS = {"S1": "DC45", "S2": "DWS"}
CLOSE_THE_PLAN = """
update plan set comment_from = comment_from - 60, comment_to = comment_to - 60
where id = $1
"""
CLOSE_THE_WINDOW = """
update comment_window set opens_on = opens_on - 60, closes_on = closes_on - 60
where plan_id = $1
"""


def divide(planner: httpx.Client, draft: str) -> None:
    """A section that DC45 owns, and one that is offered and taken by nobody."""
    for code, area in AREAS.items():
        section = {"code": code, "title": CANARY, "focus_area": area}
        owned = section | {"owner_organ": OWNERS[code]}
        agreed(planner.post(f"/v1/plans/{draft}/sections", json=owned))


def said_of(
    planner: httpx.Client,
    anyone: httpx.Client,
    system: Cluster,
    *,
    draft: str,
    adopted: str,
) -> Mapping[str, str]:
    """One of each, by kind; nothing of them is published but the review."""
    heard = agreed(
        planner.post("/v1/plans", json={"space_code": "DC45", "title": CANARY})
    )["id"]
    upload(
        planner,
        f"/v1/plans/{heard}/imports",
        UNPAID,
        format="interventions",
        unit="R thousand",
    )
    agreed(planner.post(f"/v1/plans/{heard}/contradiction-checks"))
    found = agreed(planner.get(f"/v1/plans/{heard}/contradictions"))["items"]
    remark = planner.post(f"/v1/plans/{draft}/remarks", json={"content": CANARY})
    window = agreed(
        planner.post(f"/v1/plans/{heard}/comment-windows", json=a_notice(clock.today()))
    )["id"]
    comment = {"comment": CANARY, "name": CANARY}
    submitted = anyone.post(f"/v1/comment-windows/{window}/submissions", json=comment)
    for statement in (CLOSE_THE_PLAN, CLOSE_THE_WINDOW):
        Books(system).rows("plans", statement, heard)
    return {
        "remark": agreed(remark)["id"],
        "window": window,
        "submission": agreed(submitted)["id"],
        "contradiction": found[0]["id"],
        "review": a_review(planner, adopted),
    }


def a_review(planner: httpx.Client, plan: str) -> str:
    """The one that is open, where another module opened it."""
    address = f"/v1/plans/{plan}/reviews"
    found = agreed(planner.get(address))["items"]
    running = [each["id"] for each in found if each["outcome"] is None]
    return running[0] if running else str(agreed(planner.post(address))["id"])


def a_notice(first: date) -> dict[str, str]:
    last = first + timedelta(days=30)
    return {"opens_on": str(first), "closes_on": str(last), "notice": "a test"}
