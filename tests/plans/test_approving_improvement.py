"""What bodies decide about an improvement plan, and what becomes of it afterwards."""

from http import HTTPStatus

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.database import EVERYWHERE, transaction
from tests.plans.desk import told
from tests.plans.improvers import BODIES, KAMWENGE, Office


def codes(answer) -> set[str]:
    return {each["code"] for each in answer.json()["errors"]}


async def test_a_complete_plan_is_approved_by_its_bodies_in_order(
    office: Office,
) -> None:
    plan = await office.a_plan()
    await office.write_example(plan)
    await office.meet(plan)

    early = await office.decide(plan, "council")
    for body in BODIES:
        await office.decide(plan, body)

    whole = await office.read(plan)
    assert early.json()["title"] == "BodyOutOfTurn"
    assert whole["status"] == "approved"
    acts = [(each["body"], each["act"]) for each in whole["decisions"]]
    assert acts == [
        ("dtpc", "endorses"),
        ("dec", "recommends"),
        ("council", "approves"),
    ]
    assert whole["decisions"][2]["minute_no"] == "46/COU/2026"
    names = [name for name, _ in await told(office.plans, whole["id"])]
    assert names[-2:] == ["improvement_plan_decided", "improvement_plan_approved"]


async def test_an_incomplete_plan_is_not_decided_about(office: Office) -> None:
    plan = await office.a_plan()
    empty = await office.decide(plan, "dtpc")
    for code, sent in KAMWENGE["assessments"].items():
        await office.put(plan, "assessments", code, **sent)
    gap = KAMWENGE["gaps"]["G2"]
    await office.put(plan, "gaps", "G2", **gap)
    await office.put(plan, "gaps", "G4", **gap)
    action = KAMWENGE["actions"]["I2"] | {"costs": []}
    await office.put(plan, "actions", "I2", **action)

    refused = await office.decide(plan, "dtpc")

    assert codes(empty) == {"not-validated", "no-gaps"}
    assert refused.json()["title"] == "PlanNotReady"
    assert {(e["pointer"], e["code"]) for e in refused.json()["errors"]} == {
        ("/validation_meetings", "not-validated"),
        ("/gaps/G4", "gap-open"),
        ("/actions/I2", "action-not-costed"),
    }
    assert len((await office.read(plan))["obstacles"]) == 3


async def test_content_stands_still_while_bodies_decide_until_one_returns_it(
    office: Office,
) -> None:
    plan = await office.a_plan()
    await office.write_example(plan)
    await office.meet(plan)
    await office.decide(plan, "dtpc")
    measure = KAMWENGE["assessments"]["A1"]

    held = await office.put(plan, "assessments", "A1", **measure)
    silent = await office.decide(plan, "dec", verdict="returns")
    returned = await office.decide(plan, "dec", verdict="returns", reason="Cost it")
    changed = await office.put(plan, "assessments", "A1", **measure)
    skipped = await office.decide(plan, "dec")

    assert held.json()["title"] == "PlanBeforeBodies"
    assert silent.json()["title"] == "ReturnNeedsReason"
    assert returned.json()["round"] == 1
    assert (changed.json()["round"], changed.json()["decided"]) == (2, 0)
    assert skipped.json()["title"] == "BodyOutOfTurn"


@pytest.mark.parametrize(
    ("body", "changes", "rule"),
    [
        ("nobody", {}, "BodyUnknown"),
        ("dtpc", {"decided_on": "2999-01-01"}, "DecidedInFuture"),
    ],
)
async def test_a_decision_is_of_a_body_of_the_template_and_of_the_past(
    office: Office, body: str, changes: dict, rule: str
) -> None:
    plan = await office.a_plan()

    refused = await office.decide(plan, body, **changes)

    assert refused.json()["title"] == rule


async def test_the_council_approves_by_a_minute_that_authors_do_not_record(
    office: Office,
) -> None:
    plan = await office.a_plan()
    await office.write_example(plan)
    await office.meet(plan)
    await office.decide(plan, "dtpc")
    await office.decide(plan, "dec")

    without = await office.decide(plan, "council", minute_no=None)
    async with office.plans.as_("approver", sub="administrator") as author:
        own = await author.post(
            f"{plan}/decisions",
            json={
                "body": "council",
                "verdict": "agrees",
                "minute_no": "1",
                "decided_on": "2026-11-02",
            },
        )

    assert without.json()["title"] == "MinuteMissing"
    assert own.json()["title"] == "DraftersDoNotDecide"
    assert (await office.read(plan))["status"] == "draft"


async def test_what_was_approved_stays_and_a_change_is_a_new_version(
    office: Office,
) -> None:
    plan = await office.an_approved_plan()
    before = await office.read(plan)

    refused = await office.put(plan, "gaps", "G1", **KAMWENGE["gaps"]["G2"])
    removed = await office.writer.delete(
        f"{plan}/items/actions/I1", headers={"if-match": "*"}
    )
    version = {"kind": "amendment", "starts_on": "2026-11-10"}
    begun = await office.writer.post(f"{plan}/versions", json=version)
    twice = await office.writer.post(f"{plan}/versions", json=version)
    later = f"/v1/improvement-plans/{begun.json()['id']}"
    await office.meet(later)
    for body in BODIES:
        await office.decide(later, body)

    after = await office.read(plan)
    assert refused.json()["title"] == "ImprovementPlanNotDraft"
    assert removed.json()["title"] == "ImprovementPlanNotDraft"
    assert (begun.json()["version"], begun.json()["replaces"]) == (2, before["id"])
    assert twice.json()["title"] == "VersionNeedsApprovedPlan"
    assert (await office.read(later))["status"] == "approved"
    assert after["status"] == "superseded"
    content = ("assessments", "gaps", "actions", "decisions", "funding")
    assert [after[name] for name in content] == [before[name] for name in content]


async def test_not_even_the_database_changes_what_was_approved(office: Office) -> None:
    plan = await office.an_approved_plan()
    key = {"id": plan.rpartition("/")[2]}

    for statement in (
        "update improvement_gap set severity = 1 where plan_id = :id",
        "delete from improvement_action where plan_id = :id",
        "update improvement_plan set title = 'x' where id = :id",
        "update improvement_plan set decided = 0 where id = :id",
    ):
        with pytest.raises(DBAPIError, match=r"fixed|stays"):
            async with transaction(office.plans.sessions, EVERYWHERE) as session:
                await session.execute(text(statement), key)


async def test_a_review_says_how_far_actions_are_and_the_rest_rolls_forward(
    office: Office,
) -> None:
    plan = await office.an_approved_plan()
    review = {
        "kind": "annual",
        "period": "2026-27",
        "held_on": "2026-11-10",
        "summary": "Classrooms are built, posts are not filled.",
        "progress": [
            {"action": "I1", "percent": 40},
            {"action": "I2", "percent": 100, "note": "All blocks handed over"},
        ],
    }

    recorded = await office.writer.post(f"{plan}/reviews", json=review)
    again = await office.writer.post(f"{plan}/reviews", json=review)
    unknown = await office.writer.post(
        f"{plan}/reviews",
        json=review | {"period": "x", "progress": [{"action": "I9", "percent": 1}]},
    )
    begun = await office.writer.post(
        f"{plan}/versions", json={"kind": "roll_forward", "starts_on": "2026-11-10"}
    )

    assert recorded.status_code == HTTPStatus.CREATED
    assert again.json()["title"] == "ReviewAlreadyRecorded"
    assert unknown.json()["title"] == "ItemUnknown"
    later = await office.read(f"/v1/improvement-plans/{begun.json()['id']}")
    assert [each["code"] for each in later["actions"]] == ["I1"]
    assert {each["code"] for each in later["gaps"]} == {"G1", "G3"}
    assert [each["code"] for each in later["assessments"]] == ["A1", "A3"]
    assert later["validated"] is False


async def test_a_draft_is_not_reviewed_and_has_no_next_version(office: Office) -> None:
    plan = await office.a_plan()

    review = await office.writer.post(
        f"{plan}/reviews",
        json={
            "kind": "quarterly",
            "period": "Q1",
            "held_on": "2026-10-01",
            "summary": "x",
        },
    )
    version = await office.writer.post(
        f"{plan}/versions", json={"kind": "amendment", "starts_on": "2026-11-10"}
    )

    assert review.json()["title"] == "ReviewNeedsApprovedPlan"
    assert version.json()["title"] == "VersionNeedsApprovedPlan"
