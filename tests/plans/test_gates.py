"""A stage completes when its content is there; what is missing is said all at once."""

from http import HTTPStatus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.plans.documents.horizons import HorizonBand, band_of
from tests.plans.desk import (
    AREAS,
    DEMO,
    EXAMPLE,
    STAGES,
    a_draft,
    a_ready_plan,
    approve,
    complete,
    content_for,
    file_of,
    load,
    state_content,
)

pytestmark = pytest.mark.standing


async def missing(planner, plan, stage) -> dict[str, str]:
    """What a stage is refused for: rule by pointer."""
    answer = await complete(planner, plan, stage)
    assert answer.status_code == HTTPStatus.CONFLICT, answer.text
    assert answer.json()["title"] == "StageNotReady"
    return {fault["pointer"]: fault["code"] for fault in answer.json()["errors"]}


async def test_a_diagnosis_covers_six_areas_with_dated_sources(planner) -> None:
    plan = await a_draft(planner)
    issues = content_for()["issues"]
    undated = [issue | {"sources": [{"title": "They say"}]} for issue in issues[:4]]
    await planner.post(f"/v1/plans/{plan}/content", json={"issues": undated})

    answer = await complete(planner, plan, "diagnostic")

    faults = [(f["code"], f["detail"]) for f in answer.json()["errors"]]
    assert faults == [
        ("focus-area-without-issue", f"no issue in {AREAS[4]}"),
        ("focus-area-without-issue", f"no issue in {AREAS[5]}"),
        *(
            ("issue-without-dated-source", f"D{n} has no dated source")
            for n in range(1, 5)
        ),
    ]
    await planner.post(f"/v1/plans/{plan}/content", json={"issues": issues})
    assert (await complete(planner, plan, "diagnostic")).status_code == HTTPStatus.OK


async def test_a_vision_is_stated_and_measured(planner) -> None:
    plan = await a_draft(planner)
    content = content_for()
    await planner.post(f"/v1/plans/{plan}/content", json={"issues": content["issues"]})
    await complete(planner, plan, "diagnostic")

    assert await missing(planner, plan, "vision_setting") == {
        "/vision": "vision-without-statement",
        "/outcomes": "vision-without-outcome",
    }
    bare = {"code": "O1", "focus_area": AREAS[0], "statement": "Better"}
    said = {"vision": "All well", "outcomes": [bare]}
    await planner.post(f"/v1/plans/{plan}/content", json=said)
    assert set(await missing(planner, plan, "vision_setting")) == {
        f"/outcomes/O1/{name}"
        for name in ("indicator", "baseline", "baseline_year", "target", "target_year")
    }
    await planner.post(
        f"/v1/plans/{plan}/content", json={"outcomes": content["outcomes"]}
    )
    assert (await complete(planner, plan, "vision_setting")).is_success


async def test_strategies_answer_issues_and_serve_outcomes(planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of({}))
    await state_content(planner, plan, strategies=[], tree={})
    for stage in STAGES[:2]:
        await complete(planner, plan, stage)

    assert await missing(planner, plan, STAGES[2]) == {"/strategies": "no-strategy"}
    idle = {"code": "S1", "focus_area": AREAS[0], "statement": "Do it"}
    await planner.post(f"/v1/plans/{plan}/content", json={"strategies": [idle]})
    assert await missing(planner, plan, STAGES[2]) == {
        "/strategies/S1/answers": "strategy-answers-no-issue",
        "/strategies/S1/serves": "strategy-serves-no-outcome",
    }


async def test_commitments_have_a_strategy_an_amount_and_a_year(planner) -> None:
    plan = await a_draft(planner)
    bare = {"intervention_id": "A2", "planned_2026_27": ""}
    await load(planner, plan, file_of({}, bare))
    await state_content(planner, plan, tree={"S1": ["A1"]})
    for stage in STAGES[:3]:
        assert (await complete(planner, plan, stage)).is_success

    assert await missing(planner, plan, STAGES[3]) == {
        "/interventions/A2/strategies": "intervention-without-strategy",
        "/interventions/A2/planned": "intervention-without-amount",
        "/interventions/A2/end_year": "intervention-without-year",
    }


async def test_what_was_ready_once_must_be_ready_when_it_is_decided(
    planner, approver
) -> None:
    plan = await a_ready_plan(planner, file_of({}))
    await planner.patch(
        f"/v1/plans/{plan}", json={"vision": None}, headers={"if-match": "*"}
    )

    refused = await approve(approver, plan)

    assert refused.json()["title"] == "StageNotReady"
    assert (await planner.get(f"/v1/plans/{plan}")).json()["status"] == "draft"


async def test_a_compiled_plan_says_which_rules_it_does_not_satisfy(plans) -> None:
    content = (DEMO / "public" / "eth_interventions.csv").read_bytes()
    async with plans.as_("administrator") as administrator:
        plan = await a_draft(administrator, space_code="ETH", provenance="published")
        await load(administrator, plan, content, unit="rand")
        for stage in STAGES:
            completed = await complete(administrator, plan, stage)

    waived = {each["stage"]: each["waived"] for each in completed.json()["stages"]}
    assert waived["diagnostic"] == ["focus-area-without-issue"]
    assert waived["vision_setting"] == [
        "vision-without-statement",
        "vision-without-outcome",
    ]
    assert waived["strategy_formulation"] == ["no-strategy"]
    assert "intervention-without-strategy" in waived["implementation_commitment"]


async def test_a_plan_of_ones_own_waives_nothing(planner) -> None:
    plan = await a_ready_plan(planner)

    stages = (await planner.get(f"/v1/plans/{plan}")).json()["stages"]

    assert [stage["waived"] for stage in stages] == [[], [], [], []]


@settings(max_examples=50, deadline=None)
@given(some.integers(1, 30))
def test_every_horizon_has_one_band_and_longer_ones_no_shorter_band(years: int) -> None:
    bands = list(HorizonBand)

    assert bands.index(band_of(years)) >= bands.index(band_of(max(1, years - 1)))
    assert (band_of(years) is HorizonBand.SHORT) == (years <= 5)
    assert (band_of(years) is HorizonBand.LONG) == (years > 10)


def test_a_horizon_beyond_thirty_years_has_no_band() -> None:
    with pytest.raises(StopIteration):
        band_of(31)


async def test_the_example_says_all_its_stages_need(planner) -> None:
    assert await a_ready_plan(planner, EXAMPLE)
