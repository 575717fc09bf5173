"""A draft is checked, people decide about what was found, and the plan is mended."""

import asyncio

import pytest

from tests.plans.desk import a_draft, a_ready_plan, approve, file_of, load, told

pytestmark = pytest.mark.standing

TWICE = (
    {"intervention_id": "A1", "title": "Joe Morolong West bulk water scheme"},
    {
        "intervention_id": "A2",
        "title": "Bulk water supply, Joe Morolong West",
        "lead_organ": "NC451",
        "sphere": "local",
        "planned_2026_27": "90",
    },
)
DISMISSED = {"state": "dismissed", "reason": "Two sources for two schemes"}


async def a_repeating_draft(planner) -> str:
    plan = await a_draft(planner)
    loaded = await load(planner, plan, file_of(*TWICE))
    assert loaded.status_code == 201, loaded.text
    return plan


async def a_resolution(planner, plan: str, outcome: str = "adopted") -> str:
    """What a sitting of DC45 resolved; its reference."""
    sitting = {
        "basis": "reported",
        "kind": "lekgotla",
        "title": "IDP lekgotla",
        "space_code": "DC45",
        "begins_on": "2026-02-03",
        "ends_on": "2026-02-03",
        "provenance": "illustrative",
        "source": "a test",
        "number": f"{plan}-{outcome}",
    }
    opened = await planner.post("/v1/sittings", json=sitting)
    passed = await planner.post(
        f"/v1/sittings/{opened.json()['id']}/resolutions",
        json={"content": "Both schemes go on", "outcome": outcome},
    )
    assert passed.status_code == 201, passed.text
    return str(passed.json()["reference"])


async def check(planner, plan: str) -> dict:
    checked = await planner.post(f"/v1/plans/{plan}/contradiction-checks")
    assert checked.status_code == 201, checked.text
    return checked.json()


async def standing(planner, plan: str, **query) -> dict:
    found = await planner.get(f"/v1/plans/{plan}/contradictions", params=query)
    assert found.status_code == 200, found.text
    return found.json()


async def decide(planner, contradiction: dict, **sent):
    return await planner.post(
        f"/v1/contradictions/{contradiction['id']}/decision", json=DISMISSED | sent
    )


async def test_a_check_finds_what_a_draft_promises_twice(plans, planner) -> None:
    plan = await a_repeating_draft(planner)

    before = await standing(planner, plan)
    checked = await check(planner, plan)
    after = await standing(planner, plan)

    assert (before["checked_version"], before["stale"]) == (None, True)
    assert (checked["found"], checked["opened"], checked["resolved"]) == (1, 1, 0)
    (found,) = after["items"]
    assert (found["kind"], found["codes"]) == ("duplicate", ["A1", "A2"])
    assert found["state"] == "open"
    assert (after["stale"], after["checked_version"]) == (
        False,
        checked["plan_version"],
    )
    name, content = (await told(plans, plan))[-1]
    assert (name, content["opened"]) == ("contradictions_checked", 1)


async def test_checking_again_opens_nothing_twice(planner) -> None:
    plan = await a_repeating_draft(planner)

    checks = await asyncio.gather(*(check(planner, plan) for _ in range(3)))

    assert sorted(each["opened"] for each in checks) == [0, 0, 1]
    assert len((await standing(planner, plan))["items"]) == 1


async def test_what_was_set_aside_stays_so_while_its_evidence_is_the_same(
    plans, planner
) -> None:
    plan = await a_repeating_draft(planner)
    await check(planner, plan)
    (found,) = (await standing(planner, plan))["items"]

    reference = await a_resolution(planner, plan)
    decided = await decide(planner, found, resolution=reference)
    again = await check(planner, plan)

    assert decided.json()["state"] == "dismissed"
    assert decided.json()["resolution"] == reference
    assert [each["title"] for each in decided.json()["interventions"]] == [
        each["title"] for each in TWICE
    ]
    assert (again["found"], again["opened"]) == (1, 0)
    (kept,) = (await standing(planner, plan, state="dismissed"))["items"]
    assert kept["reason"] == DISMISSED["reason"]
    assert (await told(plans, plan))[-2][0] == "contradiction_decided"


@pytest.mark.parametrize("outcome", [None, "deferred"], ids=["unknown", "deferred"])
async def test_a_decision_names_a_resolution_that_was_adopted(planner, outcome) -> None:
    plan = await a_repeating_draft(planner)
    await check(planner, plan)
    (found,) = (await standing(planner, plan))["items"]
    named = "DC45-DIF 2026/3.2" if outcome is None else ""

    refused = await decide(
        planner,
        found,
        resolution=named or await a_resolution(planner, plan, outcome),
    )

    assert (refused.status_code, refused.json()["title"]) == (
        422,
        "DecidingResolutionUnknown",
    )
    assert refused.json()["errors"][0]["pointer"] == "/resolution"
    assert (await standing(planner, plan, state="open"))["items"] == [found]


async def test_other_evidence_opens_it_again(planner) -> None:
    plan = await a_repeating_draft(planner)
    await check(planner, plan)
    (found,) = (await standing(planner, plan))["items"]
    await decide(planner, found)
    await load(
        planner, plan, file_of(TWICE[0], TWICE[1] | {"title": TWICE[0]["title"]})
    )

    stale = (await standing(planner, plan))["stale"]
    again = await check(planner, plan)

    assert stale is True
    assert again["opened"] == 1
    (reopened,) = (await standing(planner, plan, state="open"))["items"]
    assert (reopened["id"], reopened["reason"]) == (found["id"], None)


async def test_what_was_mended_is_resolved_by_the_next_check(planner) -> None:
    plan = await a_repeating_draft(planner)
    await check(planner, plan)
    (found,) = (await standing(planner, plan))["items"]
    await decide(planner, found, state="taken_up", reason="NC451 finds another name")
    await load(planner, plan, file_of(TWICE[1] | {"title": "Hotazel reservoir"}))

    checked = await check(planner, plan)

    assert (checked["found"], checked["resolved"]) == (0, 1)
    (mended,) = (await standing(planner, plan))["items"]
    assert mended["state"] == "resolved"


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"reason": None}, "/reason"),
        ({"reason": " "}, "/reason"),
        ({"state": "resolved"}, "/state"),
        ({"severity": "low"}, "/severity"),
    ],
)
async def test_a_decision_needs_its_reason(planner, sent, pointer) -> None:
    plan = await a_repeating_draft(planner)
    await check(planner, plan)
    (found,) = (await standing(planner, plan))["items"]

    refused = await decide(planner, found, **sent)

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert (await standing(planner, plan, state="open"))["items"]


async def test_a_contradiction_is_decided_once_and_on_what_was_read(planner) -> None:
    plan = await a_repeating_draft(planner)
    await check(planner, plan)
    (found,) = (await standing(planner, plan))["items"]
    address = f"/v1/contradictions/{found['id']}/decision"

    stale = await planner.post(address, json=DISMISSED, headers={"if-match": '"9"'})
    answers = await asyncio.gather(*(decide(planner, found) for _ in range(2)))

    assert (stale.status_code, stale.json()["title"]) == (412, "VersionStale")
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_an_adopted_plan_is_checked_and_decided_no_more(
    plans, planner, approver
) -> None:
    plan = await a_ready_plan(planner, file_of(*TWICE))
    await check(planner, plan)
    (found,) = (await standing(planner, plan))["items"]
    assert (await approve(approver, plan)).status_code == 200

    late = await planner.post(f"/v1/plans/{plan}/contradiction-checks")
    decided = await decide(planner, found)
    async with plans.as_anyone() as anyone:
        public = (await standing(anyone, plan))["items"]

    assert (late.status_code, late.json()["title"]) == (409, "PlanNotDraft")
    assert (decided.status_code, decided.json()["title"]) == (409, "PlanNotDraft")
    assert [each["id"] for each in public] == [found["id"]]


async def test_contradictions_of_a_draft_are_its_space_s_own(plans, planner) -> None:
    plan = await a_repeating_draft(planner)
    await check(planner, plan)
    (found,) = (await standing(planner, plan))["items"]

    async with (
        plans.as_("district_planner", spaces={"DC21"}) as neighbour,
        plans.as_anyone() as anyone,
        plans.as_("auditor") as auditor,
    ):
        answers = [
            await neighbour.get(f"/v1/plans/{plan}/contradictions"),
            await anyone.get(f"/v1/plans/{plan}/contradictions"),
            await decide(neighbour, found),
            await neighbour.post(f"/v1/plans/{plan}/contradiction-checks"),
            await decide(auditor, found),
        ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404, 403]
