"""Every table of a plan comes from a file as it went into one, or is refused."""

import asyncio
from http import HTTPStatus

import pytest

from tests.plans.desk import a_draft, an_adopted_plan, content_for, file_of, load, told
from tests.plans.tables import (
    USUAL,
    document,
    export,
    load_table,
    table,
)

TABLES = ("issues", "outcomes", "strategies", "links")
LINKS = [
    {"code": "L1", "framework": "NDP", "item": "6.10", "relation": "missing"},
    {"code": "L2", "framework": "SDG", "item": "8", "relation": "implements"}
    | {"subject_kind": "intervention", "subject": "A1", "note": "=1+1; a | b"},
]
SOURCES = [
    {"title": "A; b | c \\", "published_on": "2022-10-10", "url": "https://a.b/;c|d"},
    {"title": "Only a title;", "published_on": None, "url": None},
    {"title": "No day", "published_on": None, "url": "http://a.b"},
]


pytestmark = pytest.mark.standing


async def a_plan_that_says_everything(planner) -> str:
    plan = await a_draft(planner)
    await load(planner, plan, file_of({}))
    said = content_for("A1") | {"links": LINKS}
    said["issues"][0] |= {"sources": SOURCES, "statement": "-2+3 'quoted', twice"}
    stated = await planner.post(f"/v1/plans/{plan}/content", json=said)
    assert stated.status_code == HTTPStatus.OK, stated.text
    return plan


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_whole_plan_is_rebuilt_from_its_tables(planner, form) -> None:
    plan = await a_plan_that_says_everything(planner)
    other = await a_draft(planner)

    for of in ("issues", "outcomes", "strategies", "interventions", "links"):
        file = await export(planner, plan, of, form)
        loaded = await load_table(planner, other, of, file, unit="rand")
        assert loaded.status_code == HTTPStatus.CREATED, loaded.text
        again = await load_table(planner, plan, of, file, unit="rand")
        assert (again.json()["unchanged"], again.json()["differences"]) == (
            again.json()["rows"],
            [],
        )

    assert await document(planner, other) == await document(planner, plan)


async def test_a_dry_run_shows_every_row_that_differs_and_each_fault(planner) -> None:
    plan = await a_draft(planner)
    await load_table(planner, plan, "issues", table("issues", {}, {"code": "D2"}))
    before = await planner.get(f"/v1/plans/{plan}")
    file = table(
        "issues",
        {"statement": "Fewer jobs"},
        {"code": "D2"},
        {"code": "D3"},
        {"code": "D4", "focus_area": "poetry"},
    )

    shown = await load_table(planner, plan, "issues", file, dry_run="true")
    refused = await load_table(planner, plan, "issues", file)

    answer = shown.json()
    assert shown.status_code == HTTPStatus.OK, shown.text
    counts = ("created", "updated", "unchanged", "refused", "rows")
    assert [answer[name] for name in counts] == [1, 1, 1, 1, 4]
    changed, new = answer["differences"]
    assert (changed["row"], changed["code"], changed["change"]) == (2, "D1", "changed")
    assert changed["fields"] == [
        {"field": "statement", "before": "Few jobs", "after": "Fewer jobs"}
    ]
    assert (new["row"], new["code"], new["change"]) == (4, "D3", "new")
    [fault] = answer["faults"]
    assert (fault["row"], fault["column"], fault["value"], fault["rule"]) == (
        5,
        "focus_area",
        "poetry",
        "choice-unknown",
    )
    assert (answer["id"], shown.headers["etag"]) == (None, before.headers["etag"])
    assert (await planner.get(f"/v1/plans/{plan}")).json() == before.json()
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["detail"].startswith("1 errors in plan.csv")


async def test_what_breaks_a_rule_is_named_by_its_cell(planner) -> None:
    plan = await a_plan_that_says_everything(planner)
    broken = [
        ("issues", {"code": "D/1"}, "code", "code-not-valid"),
        ("issues", {"statement": " "}, "statement", "value-missing"),
        ("issues", {"statement": "x" * 2001}, "statement", "text-too-long"),
        ("issues", {"sources": "T; soon"}, "sources", "source-not-valid"),
        ("issues", {"sources": "T; ; ftp://a"}, "sources", "source-not-valid"),
        ("issues", {"sources": "T; ; ; more"}, "sources", "source-not-valid"),
        ("issues", {"sources": "T|" * 51}, "sources", "too-many"),
        ("outcomes", {"baseline": "1,5"}, "baseline", "measure-not-valid"),
        ("outcomes", {"target": "1.00001"}, "target", "measure-not-valid"),
        ("outcomes", {"target": "NaN"}, "target", "measure-not-valid"),
        ("outcomes", {"target_year": "1800"}, "target_year", "number-out-of-range"),
        (
            "outcomes",
            {"baseline_year": "2030", "target_year": "2030"},
            "target_year",
            "target-not-after-baseline",
        ),
        ("outcomes", {"baseline_year": "2040"}, "code", "target-not-after-baseline"),
        ("strategies", {"answers": "D1 D99"}, "answers", "issue-unknown"),
        ("strategies", {"serves": "O7"}, "serves", "outcome-unknown"),
        ("strategies", {"serves": "O1 O1"}, "serves", "code-repeated"),
        ("links", {"framework": "NOPE"}, "framework", "framework-unknown"),
        ("links", {"relation": "implements"}, "code", "subject-incomplete"),
        ("links", {"subject": "A1"}, "subject", "subject-incomplete"),
        (
            "links",
            {"subject_kind": "intervention", "subject": "A9"},
            "subject",
            "intervention-unknown",
        ),
    ]

    for of, row, column, rule in broken:
        refused = await load_table(planner, plan, of, table(of, row))

        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, (of, row)
        found = [(each["pointer"], each["code"]) for each in refused.json()["errors"]]
        assert found == [(f"/rows/2/{column}", rule)], (of, row)


async def test_a_dry_run_of_a_table_of_another_kind_is_refused(planner) -> None:
    plan = await a_draft(planner)
    links = table("links", {})

    refused = await load_table(planner, plan, "issues", links, dry_run="true")

    rules = {each["code"] for each in refused.json()["errors"]}
    assert rules == {"column-unknown", "column-missing"}


async def test_a_code_is_in_a_file_once(planner) -> None:
    plan = await a_draft(planner)

    refused = await load_table(planner, plan, "links", table("links", {}, {}))

    [error] = refused.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/rows/3/code", "value-repeated")
    assert "row 2" in error["detail"]


async def test_a_column_left_out_keeps_and_a_blank_one_takes_back(planner) -> None:
    plan = await a_plan_that_says_everything(planner)
    of_o1 = {"focus_area": "demographic_change_people_development"}

    kept = await load_table(planner, plan, "outcomes", table("outcomes", of_o1))
    blank = of_o1 | {"target": "", "target_year": ""}
    taken = await load_table(planner, plan, "outcomes", table("outcomes", blank))

    assert [each["field"] for each in kept.json()["differences"][0]["fields"]] == [
        "statement"
    ]
    assert [each["after"] for each in taken.json()["differences"][0]["fields"]] == [
        None,
        None,
    ]
    outcome = (await planner.get(f"/v1/plans/{plan}/outcomes/O1")).json()
    assert (outcome["baseline"], outcome["target"]) == ("1", None)


async def test_a_file_is_loaded_only_over_what_its_dry_run_saw(planner) -> None:
    plan = await a_draft(planner)
    file = table("issues", {})
    shown = await load_table(planner, plan, "issues", file, dry_run="true")
    seen = shown.headers["etag"]

    answers = await asyncio.gather(
        load_table(planner, plan, "issues", file, if_match=seen),
        planner.patch(
            f"/v1/plans/{plan}", json={"title": "Other"}, headers={"if-match": seen}
        ),
    )
    late = await load_table(planner, plan, "links", table("links", {}), if_match=seen)

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses in ([200, 412], [201, 412])
    assert (late.status_code, late.json()["title"]) == (412, "VersionStale")
    now = (await planner.get(f"/v1/plans/{plan}")).headers["etag"]
    assert now in {answer.headers.get("etag") for answer in answers}


async def test_a_file_sent_again_changes_nothing(plans, planner) -> None:
    plan = await a_draft(planner)
    file = table("links", {})

    first = await load_table(planner, plan, "links", file)
    again = await load_table(planner, plan, "links", file)
    otherwise = await load_table(planner, plan, "links", file + b"\r\n")

    assert again.status_code == HTTPStatus.OK
    assert (again.json()["already_loaded"], again.json()["id"]) == (
        True,
        first.json()["id"],
    )
    assert otherwise.json()["unchanged"] == 1
    [changed] = [
        said for name, said in await told(plans, plan) if name == "plan_content_changed"
    ]
    assert (changed["kind"], changed["change"], changed["codes"]) == (
        "link",
        "added",
        ["L1"],
    )


async def test_what_is_adopted_takes_no_file(plans, planner) -> None:
    plan = await an_adopted_plan(plans)

    refused = [
        await load_table(planner, plan, "issues", table("issues", {}), dry_run=dry)
        for dry in ("true", "false")
    ]

    assert [each.json()["title"] for each in refused] == ["PlanNotDraft"] * 2


async def test_a_planner_of_another_space_loads_nothing(plans, planner) -> None:
    plan = await a_draft(planner)

    async with plans.as_("district_planner", spaces=["ETH"]) as other:
        refused = await load_table(other, plan, "issues", table("issues", {}))

    assert refused.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    assert (await planner.get(f"/v1/plans/{plan}/issues")).json()["items"] == []


async def test_every_loaded_field_has_its_writer(planner) -> None:
    plan = await a_draft(planner)
    await load_table(planner, plan, "issues", table("issues", {}))
    await load_table(planner, plan, "issues", table("issues", {"statement": "None"}))

    found = await planner.get(f"/v1/plans/{plan}/provenance", params={"kind": "issue"})

    added, changed = found.json()["items"]
    assert (added["change"], added["code"]) == ("added", "D1")
    assert set(added["fields"]) >= USUAL["issues"].keys() - {"code"}
    assert (changed["change"], changed["fields"]) == ("changed", ["statement"])


async def test_ten_thousand_rows_are_one_import(plans, planner) -> None:
    rows = [{"code": f"D{number:05}"} for number in range(10_000)]
    plan = await a_draft(planner)

    loaded = await load_table(planner, plan, "issues", table("issues", *rows))
    too_many = table("issues", *({"code": f"D{number}"} for number in range(20_001)))
    refused = await load_table(planner, plan, "issues", too_many)

    assert loaded.status_code == HTTPStatus.CREATED, loaded.text
    assert loaded.json()["created"] == 10_000
    assert len(loaded.json()["differences"]) == 500
    assert refused.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    sizes = [
        len(said["codes"])
        for name, said in await told(plans, plan)
        if name == "plan_content_changed"
    ]
    assert sizes == [1000] * 10
