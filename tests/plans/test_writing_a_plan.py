"""What a plan says: issues, outcomes, strategies, links; each record with its ETag."""

import asyncio
from http import HTTPStatus

import pytest

from tests.plans.desk import (
    AREAS,
    a_draft,
    an_adopted_plan,
    content_for,
    file_of,
    load,
    state_content,
    told,
)

pytestmark = pytest.mark.standing


ISSUE = {"code": "D9", "focus_area": AREAS[1], "statement": "Few jobs"}
BODIES = {
    "issues": ISSUE,
    "outcomes": {"code": "O9", "focus_area": AREAS[1], "statement": "More jobs"},
    "strategies": {"code": "S9", "focus_area": AREAS[1], "statement": "Train"},
    "links": {
        "code": "L9",
        "framework": "NDP",
        "item": "3",
        "relation": "implements",
        "subject_kind": "outcome",
        "subject": "O1",
    },
}


async def a_written_draft(planner) -> str:
    plan = await a_draft(planner)
    await load(planner, plan, file_of({}, {"intervention_id": "A2"}))
    stated = await state_content(planner, plan)
    assert stated.status_code == HTTPStatus.OK, stated.text
    return plan


@pytest.mark.parametrize("kind", BODIES)
async def test_a_record_is_added_read_changed_and_removed(plans, planner, kind) -> None:
    plan = await a_written_draft(planner)
    body = BODIES[kind]
    address = f"/v1/plans/{plan}/{kind}"

    added = await planner.post(address, json=body)
    one = added.headers["location"]
    change = {"note": "n"} if kind == "links" else {"statement": "Otherwise"}
    changed = await planner.patch(one, json=change, headers={"if-match": '"1"'})
    listed = (await planner.get(address)).json()["items"]
    removed = await planner.delete(one, headers={"if-match": '"2"'})
    gone = await planner.get(one)

    assert added.status_code == HTTPStatus.CREATED, added.text
    assert body.items() <= added.json().items()
    assert (added.headers["etag"], changed.headers["etag"]) == ('"1"', '"2"')
    assert changed.json() == added.json() | change | {"revision": 2}
    assert changed.json() in listed
    assert removed.status_code == HTTPStatus.NO_CONTENT
    assert gone.json()["title"] == "RecordNotFound"
    changes = [
        event["change"]
        for name, event in await told(plans, plan)
        if name == "plan_content_changed" and event["codes"] == [body["code"]]
    ]
    assert changes == ["added", "changed", "removed"]


async def test_of_two_changes_to_one_record_at_once_one_is_told_to_look_again(
    planner,
) -> None:
    plan = await a_written_draft(planner)
    one = f"/v1/plans/{plan}/issues/D1"

    answers = await asyncio.gather(
        *(
            planner.patch(one, json={"statement": said}, headers={"if-match": '"1"'})
            for said in ("a", "b", "c")
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    kept = (await planner.get(one)).json()["statement"]
    assert [a.json()["statement"] for a in answers if a.is_success] == [kept]


async def test_a_change_without_the_etag_is_refused(planner) -> None:
    plan = await a_written_draft(planner)
    one = f"/v1/plans/{plan}/issues/D1"

    changed = await planner.patch(one, json={"statement": "x"})
    removed = await planner.delete(one)

    assert changed.status_code == HTTPStatus.PRECONDITION_REQUIRED
    assert removed.status_code == HTTPStatus.PRECONDITION_REQUIRED


async def test_a_change_to_the_same_is_no_change(planner) -> None:
    plan = await a_written_draft(planner)
    one = f"/v1/plans/{plan}/outcomes/O1"
    before = (await planner.get(f"/v1/plans/{plan}")).json()["version"]

    same = await planner.patch(one, json={"target": "2.50"}, headers={"if-match": "*"})
    nothing = await planner.patch(one, json={}, headers={"if-match": "*"})

    assert (same.headers["etag"], nothing.headers["etag"]) == ('"1"', '"1"')
    assert same.json()["target"] == "2.5"
    assert (await planner.get(f"/v1/plans/{plan}")).json()["version"] == before


@pytest.mark.parametrize(
    ("kind", "said", "rule"),
    [
        ("strategies", {"answers": ["D77"]}, "issue-unknown"),
        ("strategies", {"serves": ["D1"]}, "outcome-unknown"),
        ("links", {"framework": "XYZ"}, "framework-unknown"),
        ("links", {"subject": "O77"}, "outcome-unknown"),
        ("links", {"subject_kind": "intervention"}, "intervention-unknown"),
    ],
)
async def test_a_record_names_only_what_is_there(planner, kind, said, rule) -> None:
    plan = await a_written_draft(planner)

    refused = await planner.post(f"/v1/plans/{plan}/{kind}", json=BODIES[kind] | said)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["title"] == "ContentNotValid"
    assert [error["code"] for error in refused.json()["errors"]] == [rule]


@pytest.mark.parametrize(
    "said",
    [
        {"subject": None},
        {"subject_kind": None},
        {"subject": None, "subject_kind": None},
        {"relation": "sort of"},
    ],
    ids=["no subject", "no kind", "neither", "no such relation"],
)
async def test_a_link_has_a_subject_unless_something_is_missing(planner, said) -> None:
    plan = await a_written_draft(planner)

    body = BODIES["links"] | said
    refused = await planner.post(f"/v1/plans/{plan}/links", json=body)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    gap = {"subject": None, "subject_kind": None, "relation": "missing"}
    added = await planner.post(f"/v1/plans/{plan}/links", json=BODIES["links"] | gap)
    assert added.status_code == HTTPStatus.CREATED


async def test_what_others_name_is_not_removed(planner) -> None:
    plan = await a_written_draft(planner)
    await planner.post(f"/v1/plans/{plan}/links", json=BODIES["links"])

    refused = {
        path: await planner.delete(
            f"/v1/plans/{plan}/{path}", headers={"if-match": "*"}
        )
        for path in ("issues/D1", "outcomes/O1", "strategies/S1")
    }

    reasons = {
        path: [error["detail"] for error in answer.json()["errors"]]
        for path, answer in refused.items()
    }
    assert {answer.json()["title"] for answer in refused.values()} == {"StillNamed"}
    assert reasons == {
        "issues/D1": ["strategy S1 names issue D1"],
        "outcomes/O1": ["strategy S1 names outcome O1", "link L9 names outcome O1"],
        "strategies/S1": [
            "intervention A1 names strategy S1",
            "intervention A2 names strategy S1",
        ],
    }


async def test_a_code_is_given_once(planner) -> None:
    plan = await a_written_draft(planner)

    answers = await asyncio.gather(
        *(planner.post(f"/v1/plans/{plan}/issues", json=ISSUE) for _ in range(3))
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    titles = {a.json()["title"] for a in answers if not a.is_success}
    assert titles == {"RecordExists"}


async def test_many_records_are_stated_at_once_or_not_at_all(planner) -> None:
    plan = await a_written_draft(planner)
    again = content_for("A1")
    other = again | {"outcomes": [again["outcomes"][0] | {"target": "3"}]}
    wrong = other | {
        "strategies": [again["strategies"][0] | {"answers": ["D1", "D8"]}] * 2,
        "tree": {"S1": ["A1", "A9"], "S7": []},
    }

    same = await planner.post(f"/v1/plans/{plan}/content", json=again)
    dry = await planner.post(
        f"/v1/plans/{plan}/content", json=other | {"dry_run": True}
    )
    untouched = (await planner.get(f"/v1/plans/{plan}/outcomes/O1")).json()
    refused = await planner.post(f"/v1/plans/{plan}/content", json=wrong)
    done = await planner.post(f"/v1/plans/{plan}/content", json=other)

    assert (same.json()["created"], same.json()["updated"]) == ({}, {})
    assert dry.json()["updated"] == done.json()["updated"] == {"outcome": ["O1"]}
    assert (untouched["target"], untouched["revision"]) == ("2.5", 1)
    assert [error["pointer"] for error in refused.json()["errors"]] == [
        "/tree/S1/1",
        "/tree/S7",
        "/strategies/0/answers/1",
        "/strategies/1/code",
    ]
    assert (await planner.get(f"/v1/plans/{plan}/outcomes/O1")).json()["target"] == "3"


async def test_a_statement_may_insist_on_what_was_read(planner) -> None:
    plan = await a_written_draft(planner)

    stale = await planner.post(
        f"/v1/plans/{plan}/content", json=content_for(), headers={"if-match": '"1"'}
    )

    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED


async def test_outcomes_strategies_and_interventions_are_a_tree(planner) -> None:
    plan = await a_written_draft(planner)
    await planner.post(f"/v1/plans/{plan}/strategies", json=BODIES["strategies"])
    await load(planner, plan, file_of({"intervention_id": "A3"}))

    tree = (await planner.get(f"/v1/plans/{plan}/tree")).json()

    (outcome,) = tree["outcomes"]
    (strategy,) = outcome["strategies"]
    assert (outcome["code"], strategy["code"]) == ("O1", "S1")
    assert [node["code"] for node in strategy["interventions"]] == ["A1", "A2"]
    assert [node["code"] for node in tree["strategies_without_outcome"]] == ["S9"]
    assert [node["code"] for node in tree["interventions_without_strategy"]] == ["A3"]


async def test_records_are_in_the_document_by_code_points(planner) -> None:
    plan = await a_draft(planner)
    for code in ("b", "B", "a", "_x"[1:], "A"):
        await planner.post(f"/v1/plans/{plan}/issues", json=ISSUE | {"code": code})

    document = (await planner.get(f"/v1/plans/{plan}/document")).json()

    assert [issue["code"] for issue in document["issues"]] == ["A", "B", "a", "b", "x"]


async def test_an_adopted_plan_says_what_it_said(plans, planner) -> None:
    plan = await an_adopted_plan(plans)
    address = f"/v1/plans/{plan}"
    before = (await planner.get(f"{address}/document")).json()

    any_version = {"if-match": "*"}
    answers = [
        await planner.post(f"{address}/issues", json=ISSUE),
        await planner.patch(
            f"{address}/issues/D1", json={"statement": "x"}, headers=any_version
        ),
        await planner.delete(f"{address}/issues/D1", headers=any_version),
        await planner.post(f"{address}/content", json=content_for()),
        await planner.patch(address, json={"vision": "x"}, headers=any_version),
    ]

    assert {answer.json()["title"] for answer in answers} == {"PlanNotDraft"}
    assert (await planner.get(f"{address}/document")).json() == before


async def test_another_space_writes_nothing_here(plans, planner) -> None:
    plan = await a_written_draft(planner)

    async with plans.as_("district_planner", spaces=frozenset({"DC21"})) as stranger:
        read = await stranger.get(f"/v1/plans/{plan}/issues")
        wrote = await stranger.post(f"/v1/plans/{plan}/issues", json=ISSUE)

    assert {read.status_code, wrote.status_code} == {HTTPStatus.NOT_FOUND}
