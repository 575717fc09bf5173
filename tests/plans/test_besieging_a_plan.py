"""What a hostile user tries with what a plan says, and with what is committed to it."""

import asyncio
from http import HTTPStatus

import pytest

from tests.plans.desk import (
    AREAS,
    EXAMPLE,
    a_draft,
    an_adopted_plan,
    content_for,
    file_of,
    load,
    state_content,
)

pytestmark = pytest.mark.standing

SOMETHING = {"if-match": "*"}
DWS = {"organ": "DWS", "sub": "officer", "client_id": "of-dws"}
CELL = {
    "intervention_code": "I01",
    "organ": "DWS",
    "period": "2026/27",
    "amount": "5.00",
}


async def a_full_plan(planner) -> str:
    plan = await a_draft(planner)
    await load(planner, plan, EXAMPLE)
    await state_content(planner, plan)
    return plan


async def test_no_door_beside_the_door_to_anothers_draft(plans, planner) -> None:
    mine = await a_full_plan(planner)
    async with plans.as_("administrator") as writer:
        theirs = await a_draft(writer, space_code="ETH")
    adopted = await an_adopted_plan(plans)

    async with plans.as_("district_planner", spaces=["ETH"]) as eth:
        doors = [
            await eth.get(f"/v1/plans/{mine}/{path}")
            for path in ("document", "tree", "coverage", "table", "issues/D1")
        ]
        doors += [
            await eth.get(f"/v1/plans/{mine}/differences", params={"with": adopted}),
            await eth.get(f"/v1/plans/{adopted}/differences", params={"with": mine}),
            await eth.post(f"/v1/plans/{mine}/clone", json={"title": "mine"}),
            await planner.get(f"/v1/plans/{mine}/differences", params={"with": theirs}),
        ]

    assert {door.status_code for door in doors} == {HTTPStatus.NOT_FOUND}


@pytest.mark.parametrize(
    "body",
    [
        {"planned": {"0000/01": "1.00"}},
        {"planned": {"-026/27": "1.00"}},
        {"planned": {"9999/00": "1.00"}},
        {"planned": {"2026/28": "1.00"}},
        {"start_year": -1},
        {"start_year": 2040, "end_year": 2030},
        {"points": [{"lon": "181", "lat": "0", "place_code": "NC451"}]},
        {"points": [{"lon": "0", "lat": "-90.1", "place_code": "NC451"}]},
        {"points": [{"lon": "0", "lat": "0", "place_code": "ETH"}]},
        {"points": [{"lon": "1", "lat": "1", "place_code": "NC451"}] * 201},
        {"milestones": [{"title": "x" * 200, "due_on": "2027-01-01"}] * 200},
        {"depends_on": [{"code": "I01", "kind": "SS", "lag_days": -3650}]},
        {"depends_on": [{"code": "I05", "kind": "SS", "lag_days": 3651}]},
        {"depends_on": [{"code": "I02", "kind": "SF"}]},
        {"strategies": ["S1", "S1"]},
        {"title": "x" * 201},
        {"title": "\u202egnp.exe"},
        {"note": "x" * 2001},
        {"unphased": "-0.01"},
    ],
    ids=range(19),
)
async def test_an_impossible_change_changes_nothing(planner, body) -> None:
    plan = await a_full_plan(planner)
    address = f"/v1/plans/{plan}/interventions/I01"
    before = (await planner.get(address)).json()

    refused = await planner.patch(address, json=body, headers=SOMETHING)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, refused.text
    assert (await planner.get(address)).json() == before


async def test_a_circle_is_a_circle_whatever_the_kinds_and_lags(planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of({}, {"intervention_id": "A2"}))

    async def wait(code, other, **more):
        link = {"code": other} | more
        return await planner.patch(
            f"/v1/plans/{plan}/interventions/{code}",
            json={"depends_on": [link]},
            headers=SOMETHING,
        )

    both = await asyncio.gather(
        wait("A1", "A2", kind="FS", lag_days=-30), wait("A2", "A1", kind="SS")
    )

    assert sorted(answer.status_code for answer in both) == [200, 422]


async def test_links_lead_to_known_frameworks_from_known_records(planner) -> None:
    plan = await a_full_plan(planner)
    link = {"framework": "NDP", "item": "6", "relation": "implements"}
    wrong = [
        {"framework": "VISION2063"},
        {"subject_kind": "intervention", "subject": "I99"},
        {"subject_kind": "outcome"},
        {},
    ]

    answers = [
        await planner.post(f"/v1/plans/{plan}/links", json={"code": "L1"} | link | each)
        for each in wrong
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert (await planner.get(f"/v1/plans/{plan}/links")).json()["items"] == []


async def test_an_outcome_does_not_aim_at_the_past(planner) -> None:
    plan = await a_draft(planner)
    (outcome,) = content_for()["outcomes"]

    refused = await planner.post(
        f"/v1/plans/{plan}/outcomes", json=outcome | {"target_year": 2020}
    )
    stated = await planner.post(
        f"/v1/plans/{plan}/content",
        json={"outcomes": [outcome | {"target_year": 2025}]},
    )
    await planner.post(f"/v1/plans/{plan}/outcomes", json=outcome)
    changed = await planner.patch(
        f"/v1/plans/{plan}/outcomes/O1",
        json={"baseline_year": 2036},
        headers=SOMETHING,
    )

    for answer in (refused, stated, changed):
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, answer.text
        assert answer.json()["errors"][0]["code"] == "target-not-after-baseline"


async def test_an_intervention_stands_under_so_many_strategies(planner) -> None:
    plan = await a_full_plan(planner)
    many = [
        {"code": f"T{n}", "focus_area": AREAS[0], "statement": "x"} for n in range(201)
    ]

    refused = await planner.post(
        f"/v1/plans/{plan}/content",
        json={"strategies": many, "tree": {each["code"]: ["I01"] for each in many}},
    )

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert (await planner.get(f"/v1/plans/{plan}/strategies/T1")).status_code == 404


async def test_etags_of_other_records_and_weak_ones_open_nothing(planner) -> None:
    plan = await a_full_plan(planner)
    address = f"/v1/plans/{plan}/interventions/I01"
    tags = ['"99"', 'W/"1"', '"1', "1", '""', '"-1"', '"1e0"', '"01"', "*,*"]

    answers = [
        await planner.patch(address, json={"note": "x"}, headers={"if-match": tag})
        for tag in tags
    ]
    none = await planner.patch(address, json={"note": "x"})

    assert {answer.status_code for answer in answers} <= {400, 412, 422}
    assert none.status_code == HTTPStatus.PRECONDITION_REQUIRED
    assert (await planner.get(address)).json()["note"] is None


@pytest.mark.parametrize(
    "cell",
    [
        {"period": "0000/01"},
        {"period": "9999/00"},
        {"amount": "-1.00"},
        {"amount": "NaN"},
        {"amount": "1" * 18},
        {"output": "x" * 201},
        {"state": "confirmed"},
        {"revision": 0},
    ],
    ids=range(8),
)
async def test_an_impossible_cell_is_refused(plans, planner, cell) -> None:
    plan = await a_full_plan(planner)

    async with plans.as_("district_planner", **DWS) as officer:
        refused = await officer.post(
            f"/v1/plans/{plan}/commitments", json={"cells": [CELL | cell]}
        )

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("by", ["state", "", "organ&by=amount", "organ;drop", "ORGAN"])
async def test_the_matrix_has_the_dimensions_it_has(planner, by) -> None:
    plan = await a_full_plan(planner)

    refused = await planner.get(f"/v1/plans/{plan}/commitments/pivot?by={by}")

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
