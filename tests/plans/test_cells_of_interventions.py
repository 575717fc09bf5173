"""Cells that no intervention could be read back from are refused where they stand."""

from http import HTTPStatus

import pytest

from tests.plans.desk import a_draft, all_interventions, file_of, load

pytestmark = pytest.mark.standing


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ({"intervention_id": "A/1"}, "code-not-valid"),
        ({"depends_on": "A2:FS+3651"}, "lag-out-of-range"),
        ({"depends_on": "A2:FS-9999"}, "lag-out-of-range"),
        ({"points": "NC451 23.4"}, "point-not-valid"),
        ({"points": "NC451 23.4 -90.1"}, "point-not-valid"),
        ({"points": "NC451 180.000001 0"}, "point-not-valid"),
        ({"points": "NC451 NaN 0"}, "point-not-valid"),
        ({"points": "NC452 23.4 -27.4"}, "point-elsewhere"),
        ({"points": "NC451 1 1|" * 201}, "too-many"),
        ({"points": "\\" * 32_001}, "text-too-long"),
        ({"points": "NC451 1 1 " + "\\" * 9_000}, "point-not-valid"),
        ({"milestones": "soon Filled"}, "milestone-not-valid"),
        ({"milestones": "2027-02-30 Filled"}, "milestone-not-valid"),
        ({"milestones": "2027-02-28"}, "milestone-not-valid"),
        ({"planned_0001_02": "5"}, "column-not-a-financial-year"),
        ({"planned_9999_00": "5"}, "column-not-a-financial-year"),
    ],
    ids=range(16),
)
async def test_such_a_cell_is_refused(planner, cell, rule) -> None:
    plan = await a_draft(planner)

    refused = await load(planner, plan, file_of(cell, {"intervention_id": "A2"}))

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert {error["code"] for error in refused.json()["errors"]} == {rule}
    assert await all_interventions(planner, plan) == []


async def test_moving_an_intervention_away_from_its_point_is_refused(planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of({"points": "NC451 23.4 -27.4 Tower"}))

    refused = await load(planner, plan, file_of({"location_code": "NC452"}))

    (error,) = refused.json()["errors"]
    assert (error["code"], error["pointer"]) == ("point-elsewhere", "/rows/2/points")
