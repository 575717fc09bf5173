"""An improvement plan from its assessment to its approval, review and next version."""

import csv
import io
from http import HTTPStatus

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.database import EVERYWHERE, transaction
from tests.plans.desk import told
from tests.plans.improvers import BODIES, KAMWENGE, Office


def codes(answer) -> set[str]:
    return {each["code"] for each in answer.json()["errors"]}


async def test_plans_start_in_many_districts_at_once(office: Office) -> None:
    districts = [office.a_district() for _ in range(30)]

    started = await office.start(*districts)

    plans = started.json()["plans"]
    assert started.status_code == HTTPStatus.CREATED
    assert [plan["space_code"] for plan in plans] == districts
    listed = await office.writer.get(
        "/v1/improvement-plans", params={"batch": started.json()["id"]}
    )
    assert len(listed.json()["items"]) == 30
    [(name, event)] = await told(office.plans, plans[0]["id"])
    assert (name, event["template"]) == ("improvement_plan_started", "dmip-ug")


async def test_a_batch_with_a_district_in_the_way_starts_nothing(
    office: Office,
) -> None:
    taken, free = office.a_district(), office.a_district()
    await office.a_plan(taken)

    refused = await office.start(free, "XX9", taken, free)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["title"] == "DistrictsNotReady"
    assert {(e["pointer"], e["code"]) for e in refused.json()["errors"]} == {
        ("/space_codes/1", "space-unknown"),
        ("/space_codes/2", "draft-exists"),
        ("/space_codes/3", "space-repeated"),
    }
    found = await office.writer.get("/v1/improvement-plans", params={"space": free})
    assert found.json()["items"] == []


async def test_somebody_of_one_district_starts_nothing_in_another(
    office: Office,
) -> None:
    mine, other = office.a_district(), office.a_district()
    sent = {
        "template": "dmip",
        "title": "x",
        "starts_on": "2026-07-01",
        "space_codes": [mine, other],
    }

    async with office.plans.as_(
        "district_planner", spaces=frozenset({mine})
    ) as planner:
        refused = await planner.post("/v1/improvement-plans/batches", json=sent)

    assert refused.json()["title"] == "NotPermittedInSpace"
    [fault] = refused.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/space_codes/1", "space-not-yours")


async def test_a_template_that_is_not_there_is_refused(office: Office) -> None:
    unknown = await office.start(office.a_district(), template="none")
    version = await office.start(office.a_district(), template_version=9)

    assert unknown.json()["title"] == version.json()["title"] == "TemplateUnknown"


async def test_gaps_are_ranked_and_money_is_summed_by_year(office: Office) -> None:
    plan = await office.a_plan()

    await office.write_example(plan)

    whole = await office.read(plan)
    ranks = [(g["code"], g["priority"], g["addressed_by"]) for g in whole["gaps"]]
    assert ranks == [
        ("G1", "0.480", ["I1"]),
        ("G2", "0.480", ["I2"]),
        ("G3", "0.240", []),
    ]
    assert [a["shortfall"] for a in whole["assessments"]] == ["28.00", "35.00", "25.00"]
    assert whole["funding"] == [
        {
            "financial_year": "2027/28",
            "cost": "528000000.83",
            "pledged": "466000000.00",
            "gap": "62000000.83",
        },
        {
            "financial_year": "2028/29",
            "cost": "504000000.00",
            "pledged": "0.00",
            "gap": "504000000.00",
        },
    ]
    assert whole["currency"] == "UGX"


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


async def test_items_name_what_is_there_and_stay_while_they_are_named(
    office: Office,
) -> None:
    plan = await office.a_plan()
    gap = KAMWENGE["gaps"]["G2"]
    orphan = await office.put(plan, "gaps", "G2", **gap)
    await office.write_example(plan)

    outside = await office.put(plan, "gaps", "G2", **gap, place_code="UG413")
    unknown = await office.put(
        plan, "actions", "I9", **KAMWENGE["actions"]["I1"] | {"gaps": ["G9"]}
    )
    deferred = await office.put(plan, "gaps", "G2", **gap, deferred_reason="Later")
    taken_up = await office.put(
        plan, "actions", "I9", **KAMWENGE["actions"]["I1"] | {"gaps": ["G3"]}
    )
    any_version = {"if-match": "*"}
    named = await office.writer.delete(f"{plan}/items/gaps/G1", headers=any_version)
    measure = await office.writer.delete(
        f"{plan}/items/assessments/A1", headers=any_version
    )
    gone = await office.writer.delete(f"{plan}/items/actions/I1", headers=any_version)
    never = await office.writer.delete(f"{plan}/items/actions/I1", headers=any_version)

    assert codes(orphan) == {"assessment-unknown"}
    assert codes(outside) == {"place-outside-space"}
    assert codes(unknown) == {"gap-unknown"}
    assert deferred.json()["title"] == "GapAddressedAndDeferred"
    assert taken_up.json()["title"] == "GapAddressedAndDeferred"
    assert named.json()["title"] == measure.json()["title"] == "ItemStillNamed"
    assert gone.status_code == HTTPStatus.OK
    assert never.json()["title"] == "ImprovementItemNotFound"


async def test_nobody_overwrites_what_they_have_not_read(office: Office) -> None:
    plan = await office.a_plan()
    tag = (await office.writer.get(plan)).headers["etag"]
    measure = KAMWENGE["assessments"]["A1"]
    path = f"{plan}/assessments/A1"

    unread = await office.writer.put(path, json=measure)
    first = await office.writer.put(path, json=measure, headers={"if-match": tag})
    stale = await office.writer.put(path, json=measure, headers={"if-match": tag})

    assert unread.json()["title"] == "IfMatchRequired"
    assert first.status_code == HTTPStatus.OK
    assert stale.json()["title"] == "VersionStale"


async def test_drafts_are_for_their_district_and_approved_plans_for_all(
    office: Office,
) -> None:
    draft, approved = await office.a_plan(), await office.an_approved_plan()

    async with (
        office.plans.as_anyone() as anyone,
        office.plans.as_("district_planner", spaces=frozenset({"DC45"})) as stranger,
        office.plans.as_("national_viewer") as viewer,
    ):
        for person in (anyone, stranger, viewer):
            hidden = await person.get(draft)
            tasks = await person.get(f"{draft}/tasks")
            shown = await person.get(approved)
            table = await person.get(f"{approved}/export")
            assert hidden.status_code == tasks.status_code == HTTPStatus.NOT_FOUND
            assert shown.status_code == table.status_code == HTTPStatus.OK
        foreign = await stranger.put(
            f"{draft}/assessments/A1",
            json=KAMWENGE["assessments"]["A1"],
            headers={"if-match": "*"},
        )

    assert foreign.status_code == HTTPStatus.NOT_FOUND


async def test_a_plan_is_exported_as_a_table_without_formulas(office: Office) -> None:
    plan = await office.a_plan()
    await office.write_example(plan)
    action = KAMWENGE["actions"]["I1"] | {"title": '=HYPERLINK("x")'}
    await office.put(plan, "actions", "I1", **action)

    answer = await office.writer.get(f"{plan}/export")

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert answer.headers["content-type"].startswith("text/csv")
    assert rows[0]["title"] == '\'=HYPERLINK("x")'
    costs = [row["amount"] for row in rows if row["kind"] == "cost"]
    assert costs == ["288000000.00", "504000000.00", "240000000.83"]
    assert {row["kind"] for row in rows} == {"target", "cost", "pledge"}
