"""Improvement plans: started in many districts, written, read and exported."""

import csv
import io
from http import HTTPStatus

from python_calamine import CalamineWorkbook

from tests.plans.desk import told
from tests.plans.improvers import KAMWENGE, Office


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

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"].startswith("text/csv")
    assert rows[0]["title"] == '\'=HYPERLINK("x")'
    costs = [row["amount"] for row in rows if row["kind"] == "cost"]
    assert costs == ["288000000.00", "504000000.00", "240000000.83"]
    assert {row["kind"] for row in rows} == {"target", "cost", "pledge"}


async def test_a_whole_plan_is_exported_on_sheets(office: Office) -> None:
    plan = await office.a_plan()
    await office.write_example(plan)

    answer = await office.writer.get(f"{plan}/export", params={"format": "xlsx"})

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    sheets = {
        name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names
    }
    assert list(sheets) == ["tasks", "assessments", "gaps", "actions", "funding"]
    assert [row[0] for row in sheets["tasks"][1:3]] == ["assessment", "gaps"]
    assert [row[:3] for row in sheets["gaps"][1:]] == [
        ["1", "G1", "Too few midwives"],
        ["2", "G2", "Too few classrooms"],
        ["3", "G3", "Late reports"],
    ]
    assert sheets["assessments"][1][4:6] == ["80.00", "52.00"]
    assert sheets["funding"][1:] == [
        ["2027/28", "528000000.83", "466000000.00", "62000000.83", "UGX"],
        ["2028/29", "504000000.00", "0.00", "504000000.00", "UGX"],
    ]
