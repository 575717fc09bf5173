"""What a file states replaces, what it has no column for stays."""

from http import HTTPStatus

import pytest

from tests.plans.desk import (
    a_draft,
    all_interventions,
    file_of,
    load,
    told,
)

FULL = {
    "planned_2026_27": "100",
    "planned_2028_29": "300",
    "planned_unphased": "5",
    "depends_on": "A2:FS",
    "in_idp": "1",
    "confirmed_by_organ": "0",
    "start_year": "2026",
    "end_year": "2030",
    "section": "4.2",
    "status_as_found": "approved",
    "source_document": "IDP",
    "source_year": "2025",
    "source_url": "https://example.org/idp",
    "note": "as agreed",
}


async def test_a_file_without_a_column_keeps_what_stands_there(planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of(FULL, {"intervention_id": "A2"}))
    before = await all_interventions(planner, plan)

    same = await load(planner, plan, file_of({}))
    renamed = await load(planner, plan, file_of({"title": "Bulk water, larger"}))

    assert same.json()["unchanged"] == 1
    assert renamed.json()["updated"] == 1
    after = await all_interventions(planner, plan)
    larger = {"title": "Bulk water, larger", "revision": 2}
    assert after == [before[0] | larger, before[1]]
    assert after[0]["planned"] == {"2026/27": "100000.00", "2028/29": "300000.00"}
    assert after[0]["depends_on"] == [{"code": "A2", "kind": "FS", "lag_days": 0}]


async def test_a_blank_cell_takes_back_what_stands_there(planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of(FULL, {"intervention_id": "A2"}))
    [before, _] = await all_interventions(planner, plan)
    blank = {
        "planned_2028_29": "",
        "planned_unphased": "",
        "depends_on": "",
        "note": "",
    }

    loaded = await load(planner, plan, file_of(blank))

    assert loaded.json()["updated"] == 1
    [after, _] = await all_interventions(planner, plan)
    assert after == before | {
        "planned": {"2026/27": "100000.00"},
        "unphased": None,
        "depends_on": [],
        "note": None,
        "revision": 2,
    }


async def test_a_new_row_takes_the_defaults_of_columns_not_given(planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of(FULL, {"intervention_id": "A2"}))

    await load(planner, plan, file_of({}, {"intervention_id": "A3"}))

    new = (await all_interventions(planner, plan))[2]
    assert new["planned"] == {"2026/27": "100000.00"}
    assert new["depends_on"] == []
    assert {new[name] for name in FULL if name in new and name != "depends_on"} == {
        None
    }


async def test_dependencies_that_stand_count_in_a_circle(planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of(FULL, {"intervention_id": "A2"}))
    back = {"intervention_id": "A2", "depends_on": "A1:FS"}

    without = await load(planner, plan, file_of({"title": "Renamed"}))
    refused = await load(planner, plan, file_of(back))

    assert without.status_code == HTTPStatus.CREATED
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    [error] = refused.json()["errors"]
    assert error["code"] == "dependency-cycle"


@pytest.mark.parametrize("year", [{"start_year": "2031"}, {"end_year": "2025"}])
async def test_a_year_must_fit_the_other_one_that_stands(planner, year) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of(FULL, {"intervention_id": "A2"}))

    refused = await load(planner, plan, file_of(year))

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    [error] = refused.json()["errors"]
    assert error["code"] == "end-before-start"
    assert error["pointer"] == f"/rows/2/{next(iter(year))}"


async def test_a_dry_run_counts_and_changes_nothing(plans, planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of({}))
    before = (await planner.get(f"/v1/plans/{plan}")).json()
    content = file_of({"title": "Other"}, {"intervention_id": "A2"})

    tried = await load(planner, plan, content, dry_run="true")

    assert tried.status_code == HTTPStatus.OK
    assert (tried.json()["id"], tried.json()["dry_run"]) == (None, True)
    assert (tried.json()["created"], tried.json()["updated"]) == (1, 1)
    assert (await planner.get(f"/v1/plans/{plan}")).json() == before
    assert [i["title"] for i in await all_interventions(planner, plan)] == [
        "Bulk water"
    ]
    assert len(await told(plans, plan)) == 3
    assert (await load(planner, plan, content)).status_code == HTTPStatus.CREATED
