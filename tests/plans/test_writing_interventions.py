"""Interventions one by one: their rules, their ETags, and twenty organs at once."""

from http import HTTPStatus

import pytest

from tests.plans.desk import (
    a_draft,
    all_interventions,
    an_adopted_plan,
    file_of,
    load,
    told,
)

pytestmark = pytest.mark.standing


ANY = {"if-match": "*"}
WATER = {
    "code": "W1",
    "title": "Reservoir",
    "focus_area": "infrastructure_engineering",
    "location_codes": ["NC451", "NC452"],
    "lead_organ": "DWS",
    "sphere": "national",
    "planned": {"2026/27": "10.00", "2027/28": "0.50"},
    "depends_on": [{"code": "A1", "kind": "FS", "lag_days": 30}],
    "supporting_organs": ["NC452"],
    "readiness": "tender",
    "points": [{"lon": "23.43", "lat": "-27.455", "place_code": "NC452"}],
    "milestones": [{"title": "Filled", "due_on": "2027-06-30"}],
    "start_year": 2026,
    "end_year": 2035,
}


async def a_plan_with(planner, *rows) -> str:
    plan = await a_draft(planner)
    loaded = await load(planner, plan, file_of(*(rows or ({},))))
    assert loaded.status_code == HTTPStatus.CREATED, loaded.text
    return plan


async def test_an_intervention_may_say_only_what_it_must(planner) -> None:
    plan = await a_draft(planner)
    must = ("code", "title", "focus_area", "location_codes", "lead_organ", "sphere")

    added = await planner.post(
        f"/v1/plans/{plan}/interventions", json={name: WATER[name] for name in must}
    )

    assert added.status_code == HTTPStatus.CREATED, added.text
    assert (added.json()["planned"], added.json()["unphased"]) == ({}, None)


async def test_an_intervention_is_added_with_all_it_says(plans, planner) -> None:
    plan = await a_plan_with(planner)

    added = await planner.post(f"/v1/plans/{plan}/interventions", json=WATER)

    assert added.status_code == HTTPStatus.CREATED, added.text
    said = added.json()
    labelled = [WATER["points"][0] | {"label": None}]
    assert (WATER | {"points": labelled}).items() <= said.items()
    assert (said["horizon_years"], said["horizon"]) == (10, "medium")
    assert (await planner.get(added.headers["location"])).json() == said
    assert said in await all_interventions(planner, plan)
    assert (await told(plans, plan))[-1] == (
        "interventions_drafted",
        {"plan_id": plan, "space_code": "DC45", "codes": ["W1"]},
    )


async def test_a_change_leaves_alone_what_it_does_not_name(planner) -> None:
    plan = await a_plan_with(planner)
    added = (await planner.post(f"/v1/plans/{plan}/interventions", json=WATER)).json()
    one = f"/v1/plans/{plan}/interventions/W1"

    change = {"planned": {"2027/28": "7.00"}, "readiness": None}
    changed = await planner.patch(one, json=change, headers={"if-match": '"1"'})

    assert changed.json() == added | change | {"revision": 2}


async def test_a_file_and_a_hand_see_each_others_changes(planner) -> None:
    plan = await a_plan_with(planner)
    one = f"/v1/plans/{plan}/interventions/A1"
    read = await planner.get(one)

    await load(planner, plan, file_of({"title": "From a file"}))
    late = await planner.patch(
        one, json={"title": "By hand"}, headers={"if-match": read.headers["etag"]}
    )

    assert late.status_code == HTTPStatus.PRECONDITION_FAILED
    assert (await planner.get(one)).json()["title"] == "From a file"


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ({"location_codes": ["ETH"], "points": []}, ["place-outside-space"]),
        ({"location_codes": ["NC999"], "points": []}, ["place-unknown"]),
        ({"location_codes": ["NC451"]}, ["point-elsewhere"]),
        ({"lead_organ": "NOBODY"}, ["organ-unknown"]),
        ({"supporting_organs": ["NOBODY"]}, ["organ-unknown"]),
        ({"sphere": "local"}, ["sphere-differs"]),
        ({"strategies": ["S7"]}, ["strategy-unknown"]),
        ({"end_year": 2025}, ["end-before-start"]),
        ({"end_year": 2056}, ["horizon-too-long"]),
        ({"planned": {"2036/37": "1.00"}}, ["planned-outside-horizon"]),
        ({"planned": {"2024/25": "1.00"}}, ["planned-outside-horizon"]),
        (
            {"milestones": [{"title": "Late", "due_on": "2040-02-20"}]},
            ["milestone-outside-horizon"],
        ),
        ({"depends_on": [{"code": "W1", "kind": "SS"}]}, ["dependency-on-itself"]),
        ({"depends_on": [{"code": "Z", "kind": "SS"}]}, ["dependency-unknown"]),
        (
            {"lead_organ": "NOBODY", "end_year": 2025, "strategies": ["S7"]},
            ["organ-unknown", "end-before-start", "strategy-unknown"],
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
async def test_all_that_is_wrong_is_said_at_once(planner, said, rules) -> None:
    plan = await a_plan_with(planner)

    refused = await planner.post(f"/v1/plans/{plan}/interventions", json=WATER | said)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert [error["code"] for error in refused.json()["errors"]] == rules
    assert len(await all_interventions(planner, plan)) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"planned": {"2026/28": "1.00"}},
        {"planned": {"2026/27": "-1.00"}},
        {"planned": {"2026/27": 1.5}},
        {"points": [{"lon": "181", "lat": "0", "place_code": "NC451"}]},
        {"points": [{"lon": "1e1", "lat": "0", "place_code": "NC451"}]},
        {"location_codes": []},
        {"location_codes": ["NC451", "NC451"]},
        {"milestones": [{"title": "x", "due_on": "2027-02-30"}]},
        {"depends_on": [{"code": "A1", "kind": "FF"}]},
        {"readiness": "soon"},
        {"title": None},
    ],
    ids="-".join,
)
async def test_what_cannot_be_meant_is_refused(planner, said) -> None:
    plan = await a_plan_with(planner)

    refused = await planner.post(f"/v1/plans/{plan}/interventions", json=WATER | said)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({}, ["A1", "W1"]),
        ({"focus_area": "infrastructure_engineering", "sphere": "national"}, ["W1"]),
        ({"organ": "NC452"}, ["W1"]),
        ({"place": "NC452"}, ["W1"]),
        ({"horizon": "medium"}, ["W1"]),
        ({"horizon": "short"}, []),
        ({"readiness": "tender"}, ["W1"]),
        ({"strategy": "S9"}, []),
        ({"limit": "1"}, ["A1"]),
    ],
    ids=str,
)
async def test_interventions_are_found_by_what_they_say(planner, asked, codes) -> None:
    plan = await a_plan_with(planner, {"sphere": "local", "lead_organ": "NC451"})
    await planner.post(f"/v1/plans/{plan}/interventions", json=WATER)

    found = await planner.get(f"/v1/plans/{plan}/interventions", params=asked)

    assert [each["code"] for each in found.json()["items"]] == codes


async def test_a_shorter_horizon_does_not_leave_money_behind(planner) -> None:
    plan = await a_plan_with(planner)
    await planner.post(f"/v1/plans/{plan}/interventions", json=WATER)
    one = f"/v1/plans/{plan}/interventions/W1"

    refused = await planner.patch(one, json={"end_year": 2026}, headers=ANY)
    moved = {"end_year": 2026, "planned": {"2026/27": "10.50", "2027/28": "0.00"}}
    together = await planner.patch(one, json=moved, headers=ANY)

    [fault] = refused.json()["errors"]
    assert fault["code"] == "planned-outside-horizon"
    assert fault["detail"] == "2027/28: money after the horizon, which ends in 2026"
    assert refused.json()["detail"] == f"/planned: {fault['detail']}"
    assert together.json()["planned"] == moved["planned"]


async def test_a_change_that_closes_a_circle_is_refused(planner) -> None:
    rows = ({}, {"intervention_id": "A2", "depends_on": "A1:FS-5"})
    plan = await a_plan_with(planner, *rows)
    one = f"/v1/plans/{plan}/interventions/A1"

    back = {"depends_on": [{"code": "A2", "kind": "SS"}]}
    refused = await planner.patch(one, json=back, headers={"if-match": "*"})

    assert [error["code"] for error in refused.json()["errors"]] == ["dependency-cycle"]
    assert (await planner.get(one)).json()["depends_on"] == []
    other = (await planner.get(one.replace("A1", "A2"))).json()
    assert other["depends_on"] == [{"code": "A1", "kind": "FS", "lag_days": -5}]


async def test_what_others_stand_on_is_not_removed(planner) -> None:
    rows = ({}, {"intervention_id": "A2", "depends_on": "A1:FS"})
    plan = await a_plan_with(planner, *rows)
    link = {"code": "L1", "framework": "IDP", "item": "7", "relation": "implements"}
    subject = {"subject_kind": "intervention", "subject": "A2"}
    await planner.post(f"/v1/plans/{plan}/links", json=link | subject)
    address = f"/v1/plans/{plan}/interventions"
    anyhow = {"if-match": "*"}

    waited_for = await planner.delete(f"{address}/A1", headers=anyhow)
    linked_to = await planner.delete(f"{address}/A2", headers=anyhow)
    await planner.delete(f"/v1/plans/{plan}/links/L1", headers=anyhow)
    free = await planner.delete(f"{address}/A2", headers=anyhow)

    assert waited_for.json()["title"] == "InterventionStillNamed"
    assert waited_for.json()["errors"][0]["detail"] == "A2 waits for A1"
    assert linked_to.json()["errors"][0]["detail"] == "link L1 names intervention A2"
    assert free.status_code == HTTPStatus.NO_CONTENT
    assert [i["code"] for i in await all_interventions(planner, plan)] == ["A1"]


async def test_an_adopted_intervention_stays(plans, planner) -> None:
    plan = await an_adopted_plan(plans)
    one = f"/v1/plans/{plan}/interventions/I01"
    anyhow = {"if-match": "*"}

    answers = [
        await planner.post(f"/v1/plans/{plan}/interventions", json=WATER),
        await planner.patch(one, json={"title": "x"}, headers=anyhow),
        await planner.delete(one, headers=anyhow),
    ]

    assert {answer.json()["title"] for answer in answers} == {"PlanNotDraft"}
