"""Whatever is asked in whatever order: nothing incomplete is approved, or changes."""

from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plans.improvers import BODIES, KAMWENGE, Office

CONTENT = ("assessments", "gaps", "actions", "funding", "title", "version")
MEASURE = KAMWENGE["assessments"]["A2"]
GAP = KAMWENGE["gaps"]["G2"]
ACTION = KAMWENGE["actions"]["I2"]
WRITTEN = {
    "measure": ("assessments", "A2", MEASURE),
    "gap": ("gaps", "G2", GAP),
    "deferred gap": ("gaps", "G2", GAP | {"deferred_reason": "Next year"}),
    "action": ("actions", "I2", ACTION),
    "action without cost": ("actions", "I2", ACTION | {"costs": []}),
}
OTHERS = ("drop action", "meet", "next version", "return", "agree")
ALL_OF_IT = ("measure", "gap", "action", "meet", "agree", "agree", "agree")


async def make(office: Office, plan: str, move: str) -> None:
    """Ask for it; whether it is refused is not ours to say."""
    if move in WRITTEN:
        items, code, sent = WRITTEN[move]
        await office.put(plan, items, code, **sent)
    elif move == "drop action":
        path = f"{plan}/items/actions/I2"
        await office.writer.delete(path, headers={"if-match": "*"})
    elif move == "meet":
        await office.meet(plan)
    elif move == "next version":
        sent = {"kind": "amendment", "starts_on": "2026-11-10"}
        await office.writer.post(f"{plan}/versions", json=sent)
    else:
        verdict = {"return": {"verdict": "returns", "reason": "No"}}.get(move, {})
        turn = (await office.read(plan))["decided"]
        await office.decide(plan, BODIES[min(turn, 2)], **verdict)


def is_complete(whole: dict[str, Any]) -> bool:
    """Said anew, from what anyone can read."""
    agreed = [
        each["body"]
        for each in whole["decisions"]
        if each["round"] == whole["round"] and each["verdict"] == "agrees"
    ]
    return (
        tuple(agreed) == BODIES
        and len(whole["meetings"]) > 0
        and len(whole["gaps"]) > 0
        and all(gap["addressed_by"] or gap["deferred_reason"] for gap in whole["gaps"])
        and all(action["costs"] for action in whole["actions"])
        and whole["decisions"][-1]["minute_no"] is not None
    )


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.sampled_from((*WRITTEN, *OTHERS)), max_size=8),
    st.lists(st.sampled_from((*WRITTEN, *OTHERS)), max_size=5),
)
async def test_only_complete_plans_are_approved_and_they_stay(
    office: Office, before: Sequence[str], after: Sequence[str]
) -> None:
    plan = await office.a_plan()
    approved: dict[str, Any] | None = None

    for move in (*before, *ALL_OF_IT, *after):
        await make(office, plan, move)
        whole = await office.read(plan)
        if whole["status"] == "draft":
            assert approved is None
            continue
        assert is_complete(whole)
        kept = {name: whole[name] for name in CONTENT}
        assert approved is None or approved == kept
        approved = kept
