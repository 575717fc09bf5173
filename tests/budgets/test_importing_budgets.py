"""A file changes a budget as a whole or not at all, once, and says what it changed."""

import asyncio
import io

import httpx
import pytest
import xlsxwriter
from sqlalchemy import text

from chassis.database import transaction
from tests.budgets.office import (
    ALLOCATIONS,
    FUNDS,
    LINES,
    a_draft,
    a_plan_id,
    corrected,
    faults,
    file_of,
    lines_file,
    load,
    load_example,
    queried,
    rows_of,
    send,
    the_example_draft,
    told,
)
from tests.harness import Running
from tests.plans.desk import a_new_organ


@pytest.fixture
async def desk(budgets: Running, officer: httpx.AsyncClient) -> httpx.AsyncClient:
    """An officer whose space has funds, and a draft plan to link lines to."""
    await budgets.hears(the_example_draft(a_plan_id()))
    await load(officer, FUNDS, format="funds", unit=None)
    return officer


async def test_a_first_import_creates_what_the_file_says(
    desk: httpx.AsyncClient,
) -> None:
    answer = await send(desk, LINES)

    loaded = answer.json()
    assert answer.status_code == 201
    assert (loaded["rows"], loaded["created"]) == (22, 22)
    assert (loaded["updated"], loaded["unchanged"]) == (0, 0)
    assert loaded["unit"] == "R thousand"
    assert loaded["filename"] == "budget.csv"
    assert loaded["loaded_by"] == "budget_officer"
    assert loaded["rechecked_plans"] == []
    assert len(loaded["digest"]) == 64


async def test_amounts_are_kept_in_rand_by_year(desk: httpx.AsyncClient) -> None:
    await load(desk, LINES)

    answer = await desk.get("/v1/budget-lines", params={"intervention": "I02"})

    [line] = answer.json()["items"]
    assert line["line_id"] == "B02"
    assert line["amounts"] == {
        "2026/27": "0.00",
        "2027/28": "8000000.00",
        "2028/29": "7200000.00",
    }
    assert (line["provenance"], line["gender_marker"]) == ("own", "none")


async def test_funds_come_with_what_they_have_to_give(
    desk: httpx.AsyncClient,
) -> None:
    await load(desk, ALLOCATIONS, format="fund_allocations")

    answer = await desk.get("/v1/funds", params={"space": "DC45"})

    funds = {fund["code"]: fund for fund in answer.json()["items"]}
    assert len(funds) == 16
    assert funds["MIG-NC451"]["allocation"]["amounts"] == {
        "2026/27": "20000000.00",
        "2027/28": "21000000.00",
        "2028/29": "22000000.00",
    }
    assert funds["WSIG"]["dora_schedule"] == "5B"
    assert funds["WSIG"]["allowed_function_codes"][0] == "4201"
    assert funds["PES"]["allocation"] is None


async def test_a_dry_run_says_what_would_change_and_changes_nothing(
    desk: httpx.AsyncClient,
) -> None:
    answer = await send(desk, LINES, dry_run="true")

    assert answer.status_code == 200
    assert (answer.json()["dry_run"], answer.json()["id"]) == (True, None)
    assert answer.json()["created"] == 22
    assert (await desk.get("/v1/budget-lines")).json()["items"] == []
    imports = (await desk.get("/v1/budget-imports")).json()["items"]
    assert [each["format"] for each in imports] == ["funds"]


async def test_the_same_file_twice_is_loaded_once(desk: httpx.AsyncClient) -> None:
    first = await load(desk, LINES)

    again = await send(desk, LINES)

    assert again.status_code == 200
    assert again.json() == first | {"already_loaded": True}


async def test_an_earlier_file_is_loaded_again_when_it_changes_something(
    desk: httpx.AsyncClient,
) -> None:
    first = await load(desk, LINES)
    await load(desk, corrected("B11", amount_2026_27="8000"))

    back = await load(desk, LINES)

    assert back["already_loaded"] is False
    assert back["id"] != first["id"]
    assert (back["updated"], back["unchanged"]) == (1, 21)


async def test_other_bytes_with_the_same_rows_change_nothing(
    budgets: Running, desk: httpx.AsyncClient
) -> None:
    await load(desk, LINES)
    events = await told(budgets, "DC45")

    other = await load(desk, file_of(*reversed(rows_of(LINES))))

    assert (other["already_loaded"], other["unchanged"]) == (False, 22)
    assert await told(budgets, "DC45") == events


async def test_what_a_file_has_no_column_for_stays(desk: httpx.AsyncClient) -> None:
    await load(desk, LINES, provenance="illustrative")
    kept = ("line_id", "title", "organ", "sphere", "location_code", "fund")
    [row] = [row for row in rows_of(LINES) if row["line_id"] == "B10"]
    narrow = {name: row[name] for name in (*kept, "line_class")}

    changed = await load(desk, file_of(narrow | {"amount_2027_28": "7000"}))

    [line] = (await desk.get("/v1/budget-lines", params={"fund": "NATVOTE"})).json()[
        "items"
    ]
    assert changed["updated"] == 1
    assert line["gender_marker"] == "significant"
    assert line["intervention_code"] == "I10"
    assert line["provenance"] == "illustrative"
    assert line["amounts"] == {
        "2026/27": "6000000.00",
        "2027/28": "7000000.00",
        "2028/29": "6000000.00",
    }


async def test_a_blank_amount_takes_back_the_amount_of_that_year(
    desk: httpx.AsyncClient,
) -> None:
    await load(desk, LINES)

    await load(desk, corrected("B10", amount_2028_29=""))

    [line] = (await desk.get("/v1/budget-lines", params={"fund": "NATVOTE"})).json()[
        "items"
    ]
    assert sorted(line["amounts"]) == ["2026/27", "2027/28"]


async def test_the_unit_is_declared_and_agrees(desk: httpx.AsyncClient) -> None:
    undeclared = await send(desk, LINES, unit=None)
    unknown = await send(desk, LINES, unit="cents")
    differs = await send(desk, LINES, unit="rand")

    assert undeclared.json()["title"] == "UnitNotDeclared"
    assert unknown.json()["title"] == "UnitNotDeclared"
    assert ("/rows/2/unit", "unit-differs") in faults(differs)


@pytest.mark.parametrize(
    ("change", "column", "rule"),
    [
        ({"organ": "NOBODY"}, "organ", "organ-unknown"),
        ({"organ": "DHET"}, "sphere", "sphere-differs"),
        ({"sphere": "council"}, "sphere", "choice-unknown"),
        ({"location_code": "XX999"}, "location_code", "place-unknown"),
        ({"location_code": "DC6"}, "location_code", "place-outside-space"),
        ({"location_code": "EC"}, "location_code", "place-outside-space"),
        ({"location_code": "FS164"}, "location_code", "place-ended"),
        ({"fund": "NONE"}, "fund", "fund-unknown"),
        ({"intervention_id": "I14"}, "intervention_id", "intervention-unknown"),
        ({"function_code": "42"}, "function_code", "function-code-not-valid"),
        ({"gender_marker": "some"}, "gender_marker", "choice-unknown"),
        ({"line_class": "loan"}, "line_class", "choice-unknown"),
        ({"line_class": ""}, "line_class", "value-missing"),
        ({"line_id": ""}, "line_id", "value-missing"),
        ({"amount_2026_27": "-1"}, "amount_2026_27", "amount-negative"),
        ({"amount_2026_27": "1,5"}, "amount_2026_27", "amount-not-a-number"),
        ({"amount_2026_27": "1e3"}, "amount_2026_27", "amount-not-a-number"),
        (
            {"amount_2026_27": "1000000001"},
            "amount_2026_27",
            "amount-not-plausible",
        ),
    ],
)
async def test_a_row_that_breaks_a_rule_is_named(
    desk: httpx.AsyncClient, change: dict[str, str], column: str, rule: str
) -> None:
    answer = await send(desk, lines_file({"line_id": "T1"}, {"line_id": "T2"} | change))

    assert faults(answer) == {(f"/rows/3/{column}", rule)}
    assert (await desk.get("/v1/budget-lines")).json()["items"] == []


async def test_every_fault_of_a_file_is_named_at_once(
    desk: httpx.AsyncClient,
) -> None:
    answer = await send(
        desk,
        lines_file(
            {"line_id": "T1", "organ": "NOBODY", "fund": "NONE"},
            {"line_id": "T1"},
            {"line_id": "T3", "amount_2026_27": "much"},
        ),
    )

    assert faults(answer) == {
        ("/rows/2/organ", "organ-unknown"),
        ("/rows/2/fund", "fund-unknown"),
        ("/rows/3/line_id", "value-repeated"),
        ("/rows/4/amount_2026_27", "amount-not-a-number"),
    }
    assert "NOBODY" in answer.text


async def test_places_of_the_whole_space_the_province_and_the_country_are_allowed(
    desk: httpx.AsyncClient,
) -> None:
    places = ("NC451", "DC45", "NC", "ZA")

    loaded = await load(
        desk, lines_file(*({"line_id": p, "location_code": p} for p in places))
    )

    assert loaded["created"] == 4


async def test_a_workbook_is_loaded_like_a_file_of_text(
    desk: httpx.AsyncClient,
) -> None:
    loaded = await load(desk, workbook(rows_of(LINES)))
    again = await load(desk, LINES)

    assert loaded["created"] == 22
    assert (again["already_loaded"], again["unchanged"]) == (False, 22)


async def test_an_unknown_column_is_refused(desk: httpx.AsyncClient) -> None:
    answer = await send(desk, lines_file({"colour": "red"}))

    assert ("/rows/1/colour", "column-unknown") in faults(answer)


async def test_an_allocation_is_of_a_known_fund_and_its_grant(
    desk: httpx.AsyncClient,
) -> None:
    rows = (
        {"fund": "NONE", "grant_code": "", "allocation_2026_27": "1"},
        {"fund": "WSIG", "grant_code": "MIG", "allocation_2026_27": "1"},
    )

    answer = await send(desk, file_of(*rows), format="fund_allocations")

    assert faults(answer) == {
        ("/rows/2/fund", "fund-unknown"),
        ("/rows/3/grant_code", "grant-differs"),
    }


async def test_a_fund_of_another_schedule_is_an_update(
    desk: httpx.AsyncClient,
) -> None:
    rows = rows_of(FUNDS)
    rows[0] |= {"dora_schedule": "6b"}

    loaded = await load(desk, file_of(*rows), format="funds", unit=None)

    assert (loaded["updated"], loaded["unchanged"]) == (1, 15)


async def test_a_row_may_name_what_was_registered_a_moment_ago(
    budgets: Running, desk: httpx.AsyncClient
) -> None:
    async def lagging_copies() -> None:
        await asyncio.sleep(0.3)
        await budgets.hears(
            a_new_organ("NEW-ORGAN", sphere="local"), a_draft(a_plan_id(), "I99")
        )

    answer, _ = await asyncio.gather(
        send(desk, lines_file({"organ": "NEW-ORGAN", "intervention_id": "I99"})),
        lagging_copies(),
    )

    assert answer.status_code == 201, answer.text


async def test_a_space_that_does_not_exist_has_no_budget(budgets: Running) -> None:
    async with budgets.as_("administrator") as administrator:
        answer = await send(administrator, FUNDS, format="funds", space="DC99")

    assert answer.status_code == 422
    assert answer.json()["title"] == "SpaceUnknown"


async def test_what_is_no_table_is_refused(desk: httpx.AsyncClient) -> None:
    page = await send(desk, b"<html>no table</html>")
    empty = await send(desk, b"")
    only_a_header = await load(desk, LINES.splitlines()[0] + b"\n")

    assert page.json()["title"] == "FileNotReadable"
    assert empty.json()["title"] == "FileNotReadable"
    assert only_a_header["rows"] == 0


async def test_an_officer_loads_only_in_their_own_space(
    budgets: Running, officer: httpx.AsyncClient
) -> None:
    foreign = await send(officer, FUNDS, format="funds", space="DC6")
    async with budgets.as_("district_planner") as planner:
        without_scope = await send(planner, FUNDS, format="funds")
    async with budgets.as_anyone() as anyone:
        without_token = await send(anyone, FUNDS, format="funds")

    assert (foreign.status_code, foreign.json()["title"]) == (
        403,
        "NotPermittedInSpace",
    )
    assert (without_scope.status_code, without_token.status_code) == (403, 401)


async def test_a_budget_is_read_in_ones_own_spaces(
    budgets: Running, desk: httpx.AsyncClient
) -> None:
    await load(desk, LINES)
    paths = ("/v1/budget-lines", "/v1/funds", "/v1/budget-imports")

    async with (
        budgets.as_("budget_officer", spaces=frozenset({"DC6"})) as stranger,
        budgets.as_("national_viewer") as nation,
        budgets.as_anyone() as anyone,
    ):
        for path in paths:
            foreign = await stranger.get(path, params={"space": "DC45"})
            assert foreign.status_code == 403
            assert (await stranger.get(path)).json()["items"] == []
            assert (await nation.get(path)).json()["items"] != []
            assert (await anyone.get(path)).status_code == 401


async def test_row_level_security_hides_a_budget_from_a_query_without_a_filter(
    budgets: Running, desk: httpx.AsyncClient
) -> None:

    await load_example(desk)
    tables = (
        "budget_line",
        "budget_line_amount",
        "fund",
        "fund_allocation",
        "budget_import",
        "known_intervention",
    )

    async with transaction(budgets.sessions, frozenset({"DC6"})) as session:
        seen = [
            await session.scalar(text(f"select count(*) from {table}"))
            for table in tables
        ]

    assert seen == [0] * len(tables)


async def test_pages_of_lines_follow_each_other(desk: httpx.AsyncClient) -> None:
    await load(desk, LINES)

    first = (await desk.get("/v1/budget-lines", params={"limit": 15})).json()
    rest = (
        await desk.get("/v1/budget-lines", params={"cursor": first["next_cursor"]})
    ).json()

    ids = [line["line_id"] for line in first["items"] + rest["items"]]
    assert ids == sorted(row["line_id"] for row in rows_of(LINES))
    assert rest["next_cursor"] is None
    broken = await desk.get("/v1/budget-lines", params={"cursor": "bm9uZQ"})
    assert broken.status_code == 400


async def test_an_import_is_audited_in_its_space(
    budgets: Running, desk: httpx.AsyncClient
) -> None:
    loaded = await load(desk, LINES)

    [entry] = await queried(
        budgets,
        "select space_code, operation, sub from audit_entry "
        "where records @> array[:id]",
        id=loaded["id"],
    )
    assert entry == ("DC45", "loadBudget", "budget_officer")


async def test_two_imports_at_once_both_arrive(
    budgets: Running, desk: httpx.AsyncClient
) -> None:
    files = [lines_file({"line_id": f"T{n}"}, {"line_id": "T0"}) for n in range(1, 6)]

    answers = await asyncio.gather(*(load(desk, content) for content in files))

    assert sum(answer["created"] for answer in answers) == 6
    assert sum(answer["unchanged"] for answer in answers) == 4
    [budget] = await queried(budgets, "select revision from one_budget")
    assert budget.revision == 6


async def test_others_hear_that_lines_were_loaded(
    budgets: Running, desk: httpx.AsyncClient
) -> None:
    loaded = await load(desk, LINES)

    assert await told(budgets, "DC45") == [
        (
            "budget_lines_loaded",
            {
                "import_id": loaded["id"],
                "space_code": "DC45",
                "created": 22,
                "updated": 0,
            },
        )
    ]


def workbook(rows: list[dict[str, str]]) -> bytes:
    """The rows as an XLSX file; what looks like a number is one."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"strings_to_numbers": True}) as book:
        sheet = book.add_worksheet("Budget")
        sheet.write_row(0, 0, list(rows[0]))
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, list(row.values()))
    return written.getvalue()
