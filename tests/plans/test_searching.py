"""Anybody finds by words what they may read, and nothing else."""

import csv
import io
from collections.abc import AsyncGenerator

import httpx
import pytest

from chassis.database import EVERYWHERE, NOWHERE, transaction
from chassis.web.paging import encode
from services.plans.search.models import Looking
from services.plans.search.service import find
from tests.harness import Running
from tests.plans.desk import a_draft, an_adopted_plan, file_of, load
from tests.plans.public import an_open_window
from tests.plans.secretariat import (
    a_quorate_sitting,
    does,
    items,
    resolve,
    the_forums_stand,
)

ROWS = (
    {"intervention_id": "S1", "title": "Electrification of farms near Kuruman"},
    {"intervention_id": "S2", "title": "Bulk sanitation and outfall sewers"},
    {"intervention_id": "S3", "title": "Šišoni clinic <script>alert(1)</script>"},
    {"intervention_id": "S4", "title": "=1+1 roads through Gasegonyana"},
    {
        "intervention_id": "S5",
        "title": "Paaie/vloedwater, Mkhondo-Oos en \u01c2Khomani",
    },
    {"intervention_id": "S6", "title": "Amanzi of uMgungundlovu municipality"},
)


@pytest.fixture(scope="module")
async def planner(standing: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with standing.as_("district_planner") as client:
        yield client


@pytest.fixture(scope="module")
async def draft(planner: httpx.AsyncClient) -> str:
    plan = await a_draft(planner)
    assert (await load(planner, plan, file_of(*ROWS))).status_code == 201
    return plan


@pytest.fixture(scope="module")
async def anyone(standing: Running) -> AsyncGenerator[httpx.AsyncClient]:
    async with standing.as_anyone() as client:
        yield client


async def found(client: httpx.AsyncClient, q: str, **filters: object) -> list[dict]:
    answer = await client.get("/v1/search", params={"q": q, **filters})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def codes(results: list[dict]) -> set[str]:
    return {each["intervention_code"] for each in results}


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("electrification", {"S1"}),
        ("electrific", {"S1"}),
        ("farm kuru", {"S1"}),
        ("road", {"S4"}),
        ("sisoni", {"S3"}),
        ("ŠIŠONI", {"S3"}),
        ('"outfall sewers"', {"S2"}),
        ('"sewers outfall"', set()),
        ("sanitation or clinic", {"S2", "S3"}),
        ("sanitation or clin", {"S2", "S3"}),
        ("roads -gasegonyana", set()),
        ("electrification -gase", {"S1"}),
        ("s2", {"S2"}),
        ("paai", {"S5"}),
        ("vloedwater", {"S5"}),
        ("paaie/vloed", {"S5"}),
        ("mkhondo-oo", {"S5"}),
        ('"mkhondo-oos"', {"S5"}),
        ("khomani", {"S5"}),
        ("mgungun", {"S6"}),
        ("eMgungundlovu", {"S6"}),
        ("umgungundlovu amanz", {"S6"}),
        ('"uMgungundlovu municipality"', {"S6"}),
        ('"umgungundlovu municipality"', {"S6"}),
        ('"uMgungundlovu municipalit', {"S6"}),
    ],
)
async def test_words_find_what_says_them(planner, draft, q, expected) -> None:
    assert codes(await found(planner, q)) == expected


async def test_a_stranger_finds_no_draft(anyone, draft) -> None:
    assert await found(anyone, "electrification") == []


async def test_other_spaces_do_not_find_a_draft(standing, draft) -> None:
    async with standing.as_("district_planner", spaces=frozenset({"DC7"})) as other:
        assert await found(other, "electrification") == []


async def test_row_level_security_holds_in_the_query_itself(standing, draft) -> None:
    looking = Looking(words="electrification")
    async with transaction(standing.sessions, NOWHERE) as session:
        seen = await find(session, looking, drafts_in=EVERYWHERE, limit=10)
    async with transaction(standing.sessions, EVERYWHERE) as session:
        all_there = await find(session, looking, drafts_in=EVERYWHERE, limit=10)

    assert seen == []
    assert [each.intervention_code for each in all_there] == ["S1"]


async def test_a_stranger_finds_what_is_adopted_or_open_for_comment(
    standing, anyone, planner
) -> None:
    adopted = await an_adopted_plan(standing, title="Quartzite", content=file_of({}))
    opened, _ = await an_open_window(planner)
    renamed = await planner.patch(
        f"/v1/plans/{opened}", json={"title": "Quartz"}, headers={"if-match": "*"}
    )
    assert renamed.status_code == 200, renamed.text

    results = await found(anyone, "quartz", kind="plan")

    assert {each["plan_id"] for each in results} == {adopted, opened}
    assert {each["status"] for each in results} == {"adopted", "draft"}


async def test_what_is_changed_is_found_as_it_is_now(planner) -> None:
    plan = await a_draft(planner, title="Sinkhole")
    await load(planner, plan, file_of({"title": "Dolomite"}))
    at = f"/v1/plans/{plan}/interventions/A1"
    any_version = {"if-match": "*"}
    changed = await planner.patch(at, json={"title": "Gabbro"}, headers=any_version)
    assert changed.status_code == 200, changed.text

    assert await found(planner, "dolomite") == []
    assert codes(await found(planner, "gabbro")) == {"A1"}

    gone = await planner.delete(at, headers=any_version)
    assert gone.is_success, gone.text
    assert await found(planner, "gabbro") == []


async def test_a_resolution_is_found_by_all_once_its_sitting_is_closed(
    standing, planner, anyone
) -> None:
    await standing.hears(*the_forums_stand())
    async with standing.as_("provincial_coordinator") as secretary:
        sitting = await a_quorate_sitting(secretary)
        resolved = await resolve(secretary, sitting, content="Build the aqueduct")
        assert resolved.status_code == 201, resolved.text
        assert await found(anyone, "aqueduct") == []
        await does(secretary, sitting, "closing")

    (result,) = await found(anyone, "aqued", province="NC", year=2018)

    assert result["kind"] == "resolution"
    assert result["matter_id"] == resolved.json()["id"]
    assert result["title"] == resolved.json()["reference"]
    assert result["fragment"] == "Build the <mark>aqueduct</mark>"
    assert await found(anyone, "aqueduct", status="noted") == []
    assert await found(anyone, "aqueduct", kind="plan") == []


@pytest.mark.parametrize(
    ("filters", "is_found"),
    [
        ({"space": "DC45"}, True),
        ({"space": "DC7"}, False),
        ({"province": "NC"}, True),
        ({"province": "GP"}, False),
        ({"focus_area": "infrastructure_engineering"}, True),
        ({"focus_area": "economic_positioning"}, False),
        ({"organ": "DWS"}, True),
        ({"organ": "DOT"}, False),
        ({"status": "draft"}, True),
        ({"status": "adopted"}, False),
        ({"kind": "intervention"}, True),
        ({"kind": "resolution"}, False),
        ({"year": 2026}, True),
        ({"year": 2027}, True),
        ({"year": 2025}, False),
    ],
)
async def test_filters_leave_only_what_they_say(
    planner, draft, filters, is_found
) -> None:
    results = await found(planner, "electrification", **filters)

    assert codes(results) == ({"S1"} if is_found else set())


async def test_pages_hold_every_result_once_best_first(planner) -> None:
    plan = await a_draft(planner)
    rows = [
        {"intervention_id": f"P{n}", "title": "Feldspar " * (1 + n % 3) + f"of {n}"}
        for n in range(9)
    ]
    assert (await load(planner, plan, file_of(*rows))).status_code == 201

    results = await items(planner, "/v1/search", q="feldspar", limit=2)

    ranks = [each["rank"] for each in results]
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) > 1
    assert sorted(each["intervention_code"] for each in results) == sorted(
        row["intervention_id"] for row in rows
    )


async def test_content_is_never_markup(planner, draft) -> None:
    (result,) = await found(planner, "sisoni alert")

    assert result["fragment"] == (
        "<mark>Šišoni</mark> clinic &lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt;"
    )


async def test_a_table_holds_what_was_found_and_no_formula(planner, draft) -> None:
    answer = await planner.get("/v1/search/table", params={"q": "gasegonyana"})

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert row["intervention_code"] == "S4"
    assert row["title"] == "'=1+1 roads through Gasegonyana"


@pytest.mark.parametrize(
    "q", ["!!!", "the", "-water", "water or -road", '""', "' & |", "\u0301"]
)
async def test_a_search_for_nothing_is_refused(anyone, q) -> None:
    answer = await anyone.get("/v1/search", params={"q": q})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/query/q"


@pytest.mark.parametrize(
    "q", ["a\x00b", "\u202ewater", "water" * 2000, "", "   ", "\u200fx"]
)
async def test_what_nobody_types_is_refused(anyone, q) -> None:
    answer = await anyone.get("/v1/search", params={"q": q})

    assert answer.status_code == 422
    assert answer.json()["code"] != "search-says-nothing"


@pytest.mark.parametrize(
    "q",
    [
        "water & | ! ( ) <-> :*",
        'an "open phrase',
        "' or 1=1; drop table plan; --",
        "water:*",
        "\\'water\\",
        "a-b-c-d water-",
        "$1 %s {0} :limit water",
        "'''water''",
        "or or or water or",
        "\U0001f6b0 water \u4e2d\u6587",
        "water " * 33,
    ],
)
async def test_odd_searches_are_answered(anyone, q) -> None:
    assert isinstance(await found(anyone, q), list)


@pytest.mark.parametrize("key", ["x", "1:2:3", "nan:1", "inf:1", "-1:1", "1e999:1"])
async def test_cursors_of_others_are_refused(anyone, key) -> None:
    asked = {"q": "water", "cursor": encode(key)}

    assert (await anyone.get("/v1/search", params=asked)).status_code == 400


async def test_a_cursor_may_name_any_entry_of_a_large_index(anyone) -> None:
    asked = {"q": "water", "cursor": encode("0.00001:999999999999999999")}

    assert (await anyone.get("/v1/search", params=asked)).status_code == 200
