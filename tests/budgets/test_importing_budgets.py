"""A file changes a budget as a whole or not at all, once, and says what it changed."""

import asyncio
import io

import httpx
import xlsxwriter

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
    rows_of,
    send,
    told,
)
from tests.harness import Running
from tests.plans.desk import a_new_organ


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


def workbook(rows: list[dict[str, str]]) -> bytes:
    """The rows as an XLSX file; what looks like a number is one."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"strings_to_numbers": True}) as book:
        sheet = book.add_worksheet("Budget")
        sheet.write_row(0, 0, list(rows[0]))
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, list(row.values()))
    return written.getvalue()
