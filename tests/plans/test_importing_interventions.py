"""Interventions from a file: the whole file, or what is wrong with it."""

import asyncio
from hashlib import sha256
from http import HTTPStatus

import pytest
import xlsxwriter

from tests.plans.desk import (
    DEMO,
    EXAMPLE,
    ROW,
    a_draft,
    a_new_organ,
    all_interventions,
    an_adopted_plan,
    file_of,
    load,
    told,
)

PUBLIC = {"DC45": 35, "DC14": 17, "DC21": 43, "ETH": 55}


async def test_the_example_is_loaded_whole(plans, planner) -> None:
    plan = await a_draft(planner)

    loaded = await load(planner, plan, EXAMPLE)

    assert loaded.status_code == HTTPStatus.CREATED
    answer = loaded.json()
    assert (answer["rows"], answer["created"]) == (18, 18)
    assert (answer["updated"], answer["unchanged"]) == (0, 0)
    assert answer["digest"] == sha256(EXAMPLE).hexdigest()
    assert (answer["unit"], answer["filename"]) == ("R thousand", "plan.csv")
    assert (answer["dry_run"], answer["already_loaded"]) == (False, False)
    interventions = await all_interventions(planner, plan)
    planned = [sum(map(float, item["planned"].values())) for item in interventions]
    assert sum(planned) == 625_500_000
    name, event = (await told(plans, plan))[-1]
    assert name == "interventions_drafted"
    assert event["codes"] == [item["code"] for item in interventions]


@pytest.mark.parametrize(("space", "rows"), PUBLIC.items())
async def test_published_commitments_are_loaded_as_plans(plans, space, rows) -> None:
    content = (DEMO / "public" / f"{space.lower()}_interventions.csv").read_bytes()

    async with plans.as_("administrator") as administrator:
        plan = await a_draft(administrator, space_code=space, provenance="published")
        loaded = await load(administrator, plan, content, unit="rand")
        interventions = await all_interventions(administrator, plan)

    assert loaded.status_code == HTTPStatus.CREATED, loaded.text
    assert loaded.json()["created"] == rows
    assert all(item["source_url"].startswith("http") for item in interventions)


async def test_the_same_file_is_loaded_once(plans, planner) -> None:
    plan = await a_draft(planner)
    first = await load(planner, plan, EXAMPLE)
    before = (await planner.get(f"/v1/plans/{plan}")).json()

    again = await load(planner, plan, EXAMPLE)

    assert again.status_code == HTTPStatus.OK
    same = {"already_loaded": True, "differences": []}
    assert again.json() == first.json() | same
    assert (await planner.get(f"/v1/plans/{plan}")).json() == before
    assert len((await planner.get(f"/v1/plans/{plan}/imports")).json()["items"]) == 1
    assert len(await told(plans, plan)) == 3


async def test_a_file_loaded_before_restores_what_another_changed(planner) -> None:
    plan = await a_draft(planner)
    original, other = file_of({}), file_of({"title": "Another title"})
    await load(planner, plan, original)
    await load(planner, plan, other)

    back = await load(planner, plan, original)

    assert (back.json()["already_loaded"], back.json()["updated"]) == (False, 1)
    interventions = await all_interventions(planner, plan)
    assert interventions[0]["title"] != "Another title"


async def test_the_same_file_sent_twice_at_once_is_loaded_once(planner) -> None:
    plan = await a_draft(planner)

    answers = await asyncio.gather(*(load(planner, plan, EXAMPLE) for _ in range(3)))

    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_a_file_loaded_before_adoption_is_still_answered(plans, planner) -> None:
    plan = await an_adopted_plan(plans)

    again = await load(planner, plan, EXAMPLE)

    assert again.status_code == HTTPStatus.OK
    assert again.json()["already_loaded"]


async def test_rows_are_matched_by_code_and_never_removed(plans, planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of({}, {"intervention_id": "A2"}))

    loaded = await load(
        planner,
        plan,
        file_of(
            {
                "title": "Bulk water, larger",
                "planned_2026_27": "",
                "planned_2027_28": "7",
            },
            {"intervention_id": "A3", "planned_2027_28": ""},
        ),
    )

    answer = loaded.json()
    assert [answer[n] for n in ("created", "updated", "unchanged")] == [1, 1, 0]
    interventions = await all_interventions(planner, plan)
    assert [item["code"] for item in interventions] == ["A1", "A2", "A3"]
    assert interventions[0]["title"] == "Bulk water, larger"
    assert interventions[0]["planned"] == {"2027/28": "7000.00"}
    assert (await told(plans, plan))[-1][1]["codes"] == ["A3"]


async def test_identical_rows_in_another_file_change_nothing(planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of({}, {"intervention_id": "A2"}))
    version = (await planner.get(f"/v1/plans/{plan}")).json()["version"]

    loaded = await load(planner, plan, file_of({"intervention_id": "A2"}, {}))

    assert loaded.status_code == HTTPStatus.CREATED
    assert loaded.json()["unchanged"] == 2
    assert (await planner.get(f"/v1/plans/{plan}")).json()["version"] == version


async def test_a_row_may_depend_on_what_the_plan_holds(planner) -> None:
    plan = await a_draft(planner)
    await load(planner, plan, file_of({}))

    later = {"intervention_id": "A2", "depends_on": "A1:ss"}
    loaded = await load(planner, plan, file_of(later))

    assert loaded.status_code == HTTPStatus.CREATED
    interventions = await all_interventions(planner, plan)
    assert interventions[1]["depends_on"] == [
        {"code": "A1", "kind": "SS", "lag_days": 0}
    ]


async def test_a_row_may_name_the_country_the_province_or_the_space(planner) -> None:
    plan = await a_draft(planner)
    places = ["ZA", "NC", "DC45", "NC451 NC452 NC"]

    loaded = await load(
        planner,
        plan,
        file_of(
            *(
                {"intervention_id": f"A{number}", "location_code": place}
                for number, place in enumerate(places)
            )
        ),
    )

    assert loaded.status_code == HTTPStatus.CREATED, loaded.text


async def test_an_organ_published_a_moment_ago_is_waited_for(plans, planner) -> None:
    plan = await a_draft(planner)

    async def the_event_arrives() -> None:
        await asyncio.sleep(0.3)
        await plans.hears(a_new_organ("NEW"))

    loaded, _ = await asyncio.gather(
        load(planner, plan, file_of({"lead_organ": "NEW"})), the_event_arrives()
    )

    assert loaded.status_code == HTTPStatus.CREATED, loaded.text


async def test_a_spreadsheet_is_loaded_like_a_csv_file(planner, tmp_path) -> None:
    plan = await a_draft(planner)
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, list(ROW))
        sheet.write_row(1, 0, list(ROW.values()))

    loaded = await load(planner, plan, path.read_bytes())

    assert loaded.status_code == HTTPStatus.CREATED, loaded.text
    assert (await all_interventions(planner, plan))[0]["code"] == "A1"


async def test_two_thousand_interventions_are_one_import(plans, planner) -> None:
    rows = [
        {
            "intervention_id": f"P{number:04}",
            "planned_2027_28": "5",
            "planned_2028_29": "6",
            "depends_on": f"P{number - 1:04}:FS" if number else "",
        }
        for number in range(2000)
    ]
    plan = await a_draft(planner)

    loaded = await load(planner, plan, file_of(*rows))
    changed = await load(planner, plan, file_of(*(r | {"title": "b"} for r in rows)))

    assert loaded.json()["created"] == 2000
    assert changed.json()["updated"] == 2000
    told_codes = [
        (name, len(event["codes"])) for name, event in (await told(plans, plan))[1:]
    ]
    assert told_codes == [
        *[("plan_content_changed", 1000)] * 2,
        *[("interventions_drafted", 1000)] * 2,
        *[("plan_content_changed", 1000)] * 2,
    ]


async def test_imports_are_listed_for_the_spaces_own_people(plans, planner) -> None:
    plan = await a_draft(planner)
    loaded = await load(planner, plan, EXAMPLE)

    listed = await planner.get(f"/v1/plans/{plan}/imports")

    [item] = listed.json()["items"]
    assert item == {name: loaded.json()[name] for name in item}
    assert item["id"] is not None
    async with plans.as_anyone() as anyone:
        refused = await anyone.get(f"/v1/plans/{plan}/imports")
    assert refused.status_code == HTTPStatus.UNAUTHORIZED
